import { Button } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AccountLink } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { SignInCard } from '../../kit/shell/SignInCard.tsx';
import { ChoosePasswordForm } from './ChoosePasswordForm.tsx';
import { LinkContent } from './LinkContent.tsx';

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
  const reset = async (password: string) => {
    await bodyOf(api.identity.resetPassword({ body: { token, password } }));
    setDone(true);
  };
  if (isDone)
    return (
      <div className="sign-in-form">
        <p role="status">Your password is changed, and you are signed out everywhere.</p>
        <Button component={Link} to="/login" variant="contained" size="large" fullWidth>
          Sign in
        </Button>
      </div>
    );
  return <ChoosePasswordForm link={link} advice={advice} submitLabel="Change password" onPassword={reset} />;
}
