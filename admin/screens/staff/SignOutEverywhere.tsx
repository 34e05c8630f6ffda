import { Button } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** Ends all sessions of a member of staff. */
export function SignOutEverywhere({ staffId, name }: { staffId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const { mutate } = useApiMutation();
  const signOut = async () => {
    const done = await mutate({
      intent: ['end-staff-sessions', staffId],
      run: () => bodyOf(api.identity.endStaffSessions({ path: { staffId } })),
      successMessage: `${name} is signed out everywhere.`,
    });
    if (done) setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Sign out everywhere</Button>
      <ConfirmDialog
        open={open}
        title={`Sign ${name} out everywhere?`}
        confirmLabel="Sign out"
        onConfirm={signOut}
        onClose={() => setOpen(false)}
      >
        <p className="soft">
          Every session of {name} ends at once, for example because a device was lost. They may sign in again.
        </p>
      </ConfirmDialog>
    </>
  );
}
