import { Button } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** Takes the second factor of somebody away who lost it. */
export function ResetSecondFactor({ staffId, name }: { staffId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const { mutate } = useApiMutation();
  const reset = async () => {
    const done = await mutate({
      intent: ['reset-second-factor', staffId],
      run: () => bodyOf(api.identity.resetSecondFactor({ path: { staffId } })),
      successMessage: `${name} signs in with the password alone until they set up another second factor.`,
    });
    if (done) setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Reset second factor</Button>
      <ConfirmDialog
        open={open}
        title={`Reset the second factor of ${name}?`}
        confirmLabel="Reset"
        danger
        onConfirm={reset}
        onClose={() => setOpen(false)}
      >
        <p className="soft">
          For somebody who lost their phone and their recovery codes. Be sure that it is {name} who asks: the password
          alone opens their account then. It is in the log.
        </p>
      </ConfirmDialog>
    </>
  );
}
