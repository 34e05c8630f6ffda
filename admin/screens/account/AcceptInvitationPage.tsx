import { Button, TextField } from '@mui/material';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AccountLink } from '../../../generated/identity/types.ts';
import { api } from '../../kit/api/clients.ts';
import { queryClient } from '../../kit/api/query-client.ts';
import { setSession } from '../../kit/api/session.ts';
import { SignInCard } from '../../kit/shell/SignInCard.tsx';
import { ExpiredLink, LinkContent } from './LinkContent.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { useAccountForm } from './use-account-form.ts';

const advice = 'Ask an admin of the shop to send your invitation again.';

/** Whoever was invited chooses a password, and is signed in. */
export default function AcceptInvitationPage() {
  return (
    <SignInCard title="Invitation" heading="Welcome to the console">
      <LinkContent purpose="invitation" advice={advice}>
        {(link, token) => <InvitationForm link={link} token={token} />}
      </LinkContent>
    </SignInCard>
  );
}

function InvitationForm({ link, token }: { link: AccountLink; token: string }) {
  const navigate = useNavigate();
  const { busy, passwordProblem, failure, isLinkExpired, submit } = useAccountForm();
  const choose = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('new-password'));
    await submit(async () => {
      setSession(await bodyOf(api.identity.acceptInvitation({ body: { token, password } })));
      // react-admin remembers that nobody was signed in.
      await queryClient.invalidateQueries({ queryKey: ['auth'] });
      navigate('/', { replace: true });
    });
  };
  if (isLinkExpired) return <ExpiredLink advice={advice} />;
  return (
    <form className="sign-in-form" onSubmit={choose}>
      <p className="soft">Choose a password, {link.name}. You sign in with it and your e-mail address.</p>
      <TextField label="E-mail" name="email" type="email" autoComplete="username" value={link.email} disabled />
      <NewPasswordField problem={passwordProblem} autoFocus />
      <p className="sign-in-failure" role="alert">
        {failure}
      </p>
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy}>
        {busy ? 'One moment…' : 'Choose password and sign in'}
      </Button>
    </form>
  );
}
