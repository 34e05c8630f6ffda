import { Button } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { DateText } from '../../kit/components/DateText.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Facts, Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { useSearchIndex } from './use-system.ts';

/** The state of the search index, and a rebuild button. */
export function SearchIndex() {
  const { can } = useAccess();
  const [open, setOpen] = useState(false);
  const { mutate } = useApiMutation();
  const first = useSearchIndex();
  const read = useSearchIndex(first.data?.rebuilding);
  const rebuild = async () => {
    const done = await mutate({
      intent: ['reindex', Date.now()],
      run: () => bodyOf(api.search.reindex({})),
      successMessage: 'The index is being rebuilt; search goes on with the old one meanwhile',
    });
    if (done) setOpen(false);
  };
  return (
    <Section
      title="Search index"
      actions={
        can('reindex') && (
          <Button size="small" disabled={read.data?.rebuilding ?? true} onClick={() => setOpen(true)}>
            Rebuild
          </Button>
        )
      }
    >
      <QueryContent query={read} height={90}>
        {({ products, rebuilding, rebuiltAt }) => (
          <Facts
            items={[
              {
                label: 'State',
                value: rebuilding ? (
                  <StatusChip status="running">Rebuilding</StatusChip>
                ) : (
                  <StatusChip status="done">In use</StatusChip>
                ),
              },
              { label: 'Products', value: products.toLocaleString() },
              {
                label: 'Rebuilt',
                value: rebuiltAt ? <DateText value={rebuiltAt} /> : 'never; it grew with the events',
              },
            ]}
          />
        )}
      </QueryContent>
      <ConfirmDialog
        open={open}
        title="Rebuild the search index"
        confirmLabel="Rebuild"
        cancelLabel="Cancel"
        onConfirm={rebuild}
        onClose={() => setOpen(false)}
      >
        <p className="soft">
          All products are read from the catalog into a new index beside the one in use, which goes on answering; then
          they are switched. Nobody notices, but it keeps the catalog busy for a while. It is only needed when search
          shows something else than the catalog.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
