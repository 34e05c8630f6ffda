import { Button } from '@mui/material';
import { Link } from 'react-router';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { singular } from './labels.ts';

/** A list that holds nothing yet. */
export function ListEmpty({ resource }: { resource: AdminResource }) {
  const { mayDo } = useAccess();
  const { title, name } = resource;
  return (
    <EmptyState
      title={`No ${title.toLowerCase()} yet`}
      action={
        mayDo(resource, 'create') && (
          <Button variant="contained" component={Link} to={`/${name}/create`}>
            Add {singular(title)}
          </Button>
        )
      }
    >
      They appear here as soon as there are some.
    </EmptyState>
  );
}

ListEmpty.Filtered = function Filtered({ onClear }: { onClear(): void }) {
  return (
    <EmptyState title="Nothing matches" action={<Button onClick={onClear}>Show everything</Button>}>
      Try fewer filters or another word.
    </EmptyState>
  );
};
