import { TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { FailedWorkItem } from '../../../generated/audit/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

export interface DiscardDialogProps {
  items: readonly FailedWorkItem[];
  /** What they are. */
  title: string;
  onClose(): void;
}

/** Discards failed work, with a reason for the audit log. */
export function DiscardDialog({ items, title, onClose }: DiscardDialogProps) {
  const [reason, setReason] = useState('');
  const { mutate } = useApiMutation();
  const many = items.length > 1 ? `all ${items.length}` : 'it';
  const discard = async () => {
    const refs = items.map(({ service, kind, id }) => ({ service, kind, id }));
    const body = { items: refs, reason: reason.trim() };
    const done = await mutate({
      intent: ['discard', body],
      run: () => bodyOf(api.audit.discardFailedWork({ body })),
      successMessage: ({ count }) => (count === 1 ? 'Discarded' : `${count} discarded`),
    });
    if (done) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={items.length > 1 ? `Discard ${items.length}?` : 'Discard it?'}
      confirmLabel={`Discard ${many}`}
      danger
      disabled={reason.trim() === ''}
      onConfirm={discard}
      onClose={onClose}
    >
      <p className="soft">
        {title}. What is discarded is never tried again: discard only what was settled in another way. This cannot be
        undone.
      </p>
      <TextField
        label="Reason"
        value={reason}
        onChange={event => setReason(event.target.value)}
        required
        autoFocus
        fullWidth
        multiline
        helperText="Kept in the audit log."
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </ConfirmDialog>
  );
}
