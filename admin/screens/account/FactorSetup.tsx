import './account.css';
import { Button, TextField } from '@mui/material';
import type { FormEvent } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { SecondFactorSecret } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { queryClient } from '../../kit/api/query-client.ts';
import { Section } from '../../kit/components/Section.tsx';
import { QrCode } from './QrCode.tsx';
import { useAccountForm } from './use-account-form.ts';

export interface FactorSetupProps {
  secret: SecondFactorSecret;
  onCancel(): void;
  /** The second factor counts; these are the recovery codes. */
  onDone(recoveryCodes: readonly string[]): void;
}

/** The secret for an authenticator app, and its first code. */
export function FactorSetup({ secret, onCancel, onDone }: FactorSetupProps) {
  const { busy, problems, failure, submit } = useAccountForm();
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code')).trim();
    await submit(async () => {
      const { recoveryCodes } = await bodyOf(api.identity.confirmSecondFactor({ body: { code } }));
      onDone(recoveryCodes);
      await queryClient.invalidateQueries();
    });
  };
  return (
    <Section title="Set up the second factor">
      <form className="account-form" onSubmit={confirm}>
        <p>Scan this with an authenticator app on your phone, then type the code that it shows.</p>
        <QrCode text={secret.uri} label="QR code for your authenticator app" />
        <p className="soft">
          No camera? Type this into the app: <span className="mono factor-secret">{grouped(secret.secret)}</span>
        </p>
        <TextField
          label="Code"
          name="code"
          autoComplete="one-time-code"
          required
          autoFocus
          error={problems.code !== undefined}
          helperText={
            problems.code === undefined ? 'Six digits.' : 'That code is wrong. Is the clock of your phone right?'
          }
          slotProps={{ htmlInput: { minLength: 6, maxLength: 12, inputMode: 'numeric', className: 'mono' } }}
        />
        <p className="account-failure" role="alert">
          {failure}
        </p>
        <div className="account-actions">
          <Button type="submit" variant="contained" disabled={busy}>
            {busy ? 'One moment…' : 'Turn on'}
          </Button>
          <Button onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** A secret in groups of four, as people read it. */
function grouped(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(' ');
}
