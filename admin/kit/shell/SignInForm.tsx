import { Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { Session } from '../../../generated/identity/types.ts';
import { ApiError } from '../api/api-error.ts';
import { type Credentials, signIn } from '../api/auth-provider.ts';
import { api } from '../api/clients.ts';

export interface SignInFormProps {
  /** Fixes the e-mail of a renewed sign-in. */
  known?: string;
  onSignedIn(session: Session): Promise<void> | void;
}

/** E-mail and password, and then the code of the second factor where there is one. */
export function SignInForm({ known, onSignedIn }: SignInFormProps) {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  /** Right credentials that lack a code. */
  const [checked, setChecked] = useState<Credentials>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const credentials = checked
      ? { ...checked, code: String(data.get('code')).trim() }
      : { email: known ?? String(data.get('email')), password: String(data.get('password')) };
    setBusy(true);
    setFailure(undefined);
    try {
      const session = await signIn(api.identity, credentials);
      if (session === 'code-required') {
        setChecked(credentials);
        setBusy(false);
      } else await onSignedIn(session);
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : 'Signing in did not work.');
      setBusy(false);
    }
  };
  return (
    <form className="sign-in-form" onSubmit={submit}>
      {checked ? <CodeField /> : <PasswordFields known={known} />}
      <p className="sign-in-failure" role="alert">
        {failure}
      </p>
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
      <p className="sign-in-more">
        {checked ? (
          <Button
            variant="text"
            size="small"
            onClick={() => {
              setChecked(undefined);
              setFailure(undefined);
            }}
          >
            Back
          </Button>
        ) : (
          <Link to="/forgotten-password">Forgot your password?</Link>
        )}
      </p>
    </form>
  );
}

function PasswordFields({ known }: { known: string | undefined }) {
  return (
    <>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus={known === undefined}
        {...(known !== undefined && { value: known, disabled: true })}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={known !== undefined}
      />
    </>
  );
}

/** A code of the authenticator app, or a recovery code. */
export function CodeField() {
  return (
    <TextField
      label="Code"
      name="code"
      autoComplete="one-time-code"
      required
      autoFocus
      helperText="Six digits of your authenticator app, or one of your recovery codes."
      slotProps={{
        htmlInput: { minLength: 6, maxLength: 40, autoCapitalize: 'off', spellCheck: false, className: 'mono' },
      }}
    />
  );
}
