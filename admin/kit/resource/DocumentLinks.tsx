import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { DocumentButton } from '../components/DocumentButton.tsx';

/** The address of a record's file. */
function documentUrl(path: string, id: string): string {
  return `/api${path.replace(/\{[^}]+\}/, encodeURIComponent(id))}`;
}

/** Links to the documents of a record, each in a new tab. */
export function DocumentLinks({ resource, id }: { resource: AdminResource; id: string }) {
  const { canAccess } = useAccess();
  return resource.documents
    .filter(({ name }) => canAccess(resource, name))
    .map(({ name, label, path }) => (
      <DocumentButton key={name} path={documentUrl(path, id)}>
        {label}
      </DocumentButton>
    ));
}
