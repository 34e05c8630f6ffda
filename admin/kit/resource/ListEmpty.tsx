import { Button } from '@mui/material';
import { Link } from 'react-router';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { singular } from './labels.ts';

/** A list that holds nothing yet. */
export function ListEmpty({ resource }: { resource: AdminResource }) {
  const { canAccess } = useAccess();
  const { title, name } = resource;
  return (
    <EmptyState
      title={`No ${title.toLowerCase()} yet`}
      action={
        canAccess(resource, 'create') && (
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

export interface FilteredProps {
  onClear(): void;
  /** The same search without the other filters. */
  searchAll: { label: string; run(): void } | undefined;
}

ListEmpty.Filtered = function Filtered({ onClear, searchAll }: FilteredProps) {
  return (
    <EmptyState
      title="Nothing matches"
      action={
        <>
          {searchAll && (
            <Button variant="contained" onClick={searchAll.run}>
              {searchAll.label}
            </Button>
          )}
          <Button onClick={onClear}>Show everything</Button>
        </>
      }
    >
      {searchAll ? 'Nothing matches together with the other filters.' : 'Try fewer filters or another word.'}
    </EmptyState>
  );
};
