import { Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { Session } from '../../../generated/identity/types.ts';
import { ApiError } from '../api/api-error.ts';
import { signIn } from '../api/auth-provider.ts';
import { api } from '../api/clients.ts';

/** E-mail and password; `known` fixes the e-mail of a renewed sign-in. */
export function SignInForm({
  known,
  onSignedIn,
}: {
  known?: string;
  onSignedIn(session: Session): Promise<void> | void;
}) {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    try {
      await onSignedIn(await signIn(api.identity, known ?? String(data.get('email')), String(data.get('password'))));
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : 'Signing in did not work.');
      setBusy(false);
    }
  };
  return (
    <form className="sign-in-form" onSubmit={submit}>
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
      <p className="sign-in-failure" role="alert">
        {failure}
      </p>
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
      <p className="sign-in-more">
        <Link to="/forgotten-password">Forgot your password?</Link>
      </p>
    </form>
  );
}
