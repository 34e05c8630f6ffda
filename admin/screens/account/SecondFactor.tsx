import './account.css';
import { Button } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { SecondFactor as Factor, SecondFactorSecret } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { DateText } from '../../kit/components/DateText.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { FactorSetup } from './FactorSetup.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

/** An authenticator app beside the password. */
export function SecondFactor() {
  const factor = useApiQuery(['second-factor'], signal => bodyOf(api.identity.getSecondFactor(undefined, { signal })));
  const [secret, setSecret] = useState<SecondFactorSecret>();
  const [codes, setCodes] = useState<readonly string[]>();
  const { mutate, busy } = useApiMutation();
  const begin = async () => {
    const made = await mutate({
      intent: ['set-up-second-factor', crypto.randomUUID()],
      run: () => bodyOf(api.identity.setUpSecondFactor()),
    });
    if (made) setSecret(made.result);
  };
  if (codes) return <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />;
  if (secret)
    return (
      <FactorSetup
        secret={secret}
        onCancel={() => setSecret(undefined)}
        onDone={given => {
          setSecret(undefined);
          setCodes(given);
        }}
      />
    );
  return (
    <Section
      title="Second factor"
      actions={
        factor.data?.enabled === false && (
          <Button onClick={begin} disabled={busy}>
            Set up
          </Button>
        )
      }
    >
      <QueryContent query={factor} height={64}>
        {found =>
          found.enabled ? (
            <EnabledFactor factor={found} onCodes={setCodes} />
          ) : (
            <p className="soft">
              Codes of an app on your phone, beside the password: whoever learns the password cannot sign in with it
              alone.
            </p>
          )
        }
      </QueryContent>
    </Section>
  );
}

function EnabledFactor({ factor, onCodes }: { factor: Factor; onCodes(codes: readonly string[]): void }) {
  const [isRemoving, setRemoving] = useState(false);
  const { mutate, busy } = useApiMutation();
  const replace = async () => {
    const made = await mutate({
      intent: ['replace-recovery-codes', crypto.randomUUID()],
      run: () => bodyOf(api.identity.replaceRecoveryCodes()),
    });
    if (made) onCodes(made.result.recoveryCodes);
  };
  const remove = async () => {
    const done = await mutate({
      intent: ['remove-second-factor', crypto.randomUUID()],
      run: () => bodyOf(api.identity.removeSecondFactor()),
      successMessage: 'You sign in with your password alone again.',
    });
    if (done) setRemoving(false);
  };
  return (
    <div className="account-form">
      <p>
        <StatusChip status="active">On</StatusChip>{' '}
        <span className="soft">
          since <DateText value={factor.since} /> · {factor.recoveryCodesLeft} recovery codes left
        </span>
      </p>
      <div className="account-actions">
        <Button onClick={replace} disabled={busy}>
          New recovery codes
        </Button>
        <Button color="error" onClick={() => setRemoving(true)} disabled={busy}>
          Remove
        </Button>
      </div>
      <ConfirmDialog
        open={isRemoving}
        title="Remove the second factor?"
        confirmLabel="Remove"
        cancelLabel="Keep it"
        danger
        onConfirm={remove}
        onClose={() => setRemoving(false)}
      >
        <p className="soft">
          Whoever knows your password can sign in as you then. The codes of your app and your recovery codes stop
          working.
        </p>
      </ConfirmDialog>
    </div>
  );
}
