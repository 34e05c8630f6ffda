import { Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AccountLink } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { SignInCard } from '../../kit/shell/SignInCard.tsx';
import { ExpiredLink, LinkContent } from './LinkContent.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { useAccountForm } from './use-account-form.ts';

const advice = 'Ask for another one with “Forgot your password?” at the sign-in.';

/** Whoever forgot their password chooses another one. */
export default function ResetPasswordPage() {
  return (
    <SignInCard title="New password" heading="Choose a new password">
      <LinkContent purpose="password_reset" advice={advice}>
        {(link, token) => <ResetForm link={link} token={token} />}
      </LinkContent>
    </SignInCard>
  );
}

function ResetForm({ link, token }: { link: AccountLink; token: string }) {
  const [isDone, setDone] = useState(false);
  const { busy, passwordProblem, failure, isLinkExpired, submit } = useAccountForm();
  const choose = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('new-password'));
    if (await submit(() => bodyOf(api.identity.resetPassword({ body: { token, password } })))) setDone(true);
  };
  if (isLinkExpired) return <ExpiredLink advice={advice} />;
  if (isDone)
    return (
      <div className="sign-in-form">
        <p role="status">Your password is changed, and you are signed out everywhere.</p>
        <Button component={Link} to="/login" variant="contained" size="large" fullWidth>
          Sign in
        </Button>
      </div>
    );
  return (
    <form className="sign-in-form" onSubmit={choose}>
      <TextField label="E-mail" name="email" type="email" autoComplete="username" value={link.email} disabled />
      <NewPasswordField problem={passwordProblem} autoFocus />
      <p className="sign-in-failure" role="alert">
        {failure}
      </p>
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy}>
        {busy ? 'One moment…' : 'Change password'}
      </Button>
    </form>
  );
}
