import { Button } from '@mui/material';
import { useState } from 'react';
import { type RaRecord, useRedirect } from 'react-admin';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** Sends an invitation again, or withdraws it. */
export function Invitation({ record }: { record: RaRecord }) {
  const [open, setOpen] = useState(false);
  const { mutate, busy } = useApiMutation();
  const redirect = useRedirect();
  const path = { staffId: String(record.id) };
  const name = String(record.name);
  const sendAgain = () =>
    mutate({
      intent: ['invite-again', record.id, record.invitedUntil],
      run: key => bodyOf(api.identity.sendInvitation({ path, headers: { 'idempotency-key': key } })),
      successMessage: `The invitation is on its way to ${String(record.email)} again.`,
    });
  const withdraw = async () => {
    const done = await mutate({
      intent: ['withdraw-invitation', record.id],
      run: () => bodyOf(api.identity.withdrawInvitation({ path })),
      successMessage: `The invitation of ${name} was withdrawn.`,
      deletes: { resource: 'staff', id: record.id },
    });
    if (done) redirect('list', 'staff');
  };
  return (
    <>
      <Button color="error" onClick={() => setOpen(true)}>
        Withdraw
      </Button>
      <Button onClick={sendAgain} disabled={busy}>
        Send again
      </Button>
      <ConfirmDialog
        open={open}
        title={`Withdraw the invitation of ${name}?`}
        confirmLabel="Withdraw"
        cancelLabel="Keep it"
        danger
        onConfirm={withdraw}
        onClose={() => setOpen(false)}
      >
        <p className="soft">
          The link in the mail stops working, and {name} is off the list of staff. You can invite them again later.
        </p>
      </ConfirmDialog>
    </>
  );
}
