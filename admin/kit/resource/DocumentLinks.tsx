import OpenInNew from '@mui/icons-material/OpenInNew';
import { Button } from '@mui/material';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';

/** The address of a record's file. */
export function documentUrl(path: string, id: string): string {
  return `/api${path.replace(/\{[^}]+\}/, encodeURIComponent(id))}`;
}

/** Links to the documents of a record, each in a new tab. */
export function DocumentLinks({ resource, id }: { resource: AdminResource; id: string }) {
  const { canAccess } = useAccess();
  return resource.documents
    .filter(({ name }) => canAccess(resource, name))
    .map(({ name, label, path }) => (
      <Button key={name} startIcon={<OpenInNew />} href={documentUrl(path, id)} target="_blank" rel="noopener">
        {label}
      </Button>
    ));
}
