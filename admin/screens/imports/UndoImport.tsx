import { Button } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Import } from '../../../generated/catalog/types.ts';
import { counted } from '../../../look/counted.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** Takes an import back, after a confirmation that says what happens. */
export function UndoImport({ job: { id, created, updated } }: { job: Import }) {
  const [isOpen, setOpen] = useState(false);
  const { mutate } = useApiMutation();
  const undo = async () => {
    const asked = await mutate({
      intent: ['undo import', id],
      run: () => bodyOf(api.catalog.undoImport({ path: { importId: id } })),
      successMessage: 'The import is being undone.',
    });
    if (asked) setOpen(false);
  };
  const products = (count: number): string => counted(count, 'product');
  return (
    <>
      <Button onClick={() => setOpen(true)}>Undo import</Button>
      <ConfirmDialog
        open={isOpen}
        title="Undo this import?"
        confirmLabel="Undo import"
        danger
        onConfirm={undo}
        onClose={() => setOpen(false)}
      >
        <p>
          {created > 0 && `${products(created)} that it added will be deleted. `}
          {updated > 0 && `${products(updated)} will be as they were before. `}
          Products that somebody has changed since stay as they are, and so does stock. Importing the file again brings
          it all back.
        </p>
      </ConfirmDialog>
    </>
  );
}
