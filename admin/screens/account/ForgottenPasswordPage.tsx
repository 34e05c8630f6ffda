import { Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { SignInCard } from '../../kit/shell/SignInCard.tsx';
import { useAccountForm } from './use-account-form.ts';

/** Asks for a mail with a link to a new password. It says the same whether there is such an account. */
export default function ForgottenPasswordPage() {
  const [askedFor, setAskedFor] = useState<string>();
  return (
    <SignInCard
      title="Forgotten password"
      heading={askedFor === undefined ? 'Forgot your password?' : 'Look at your mail'}
    >
      {askedFor === undefined ? <ResetForm onSent={setAskedFor} /> : <Sent email={askedFor} />}
      <p className="sign-in-more">
        <Link to="/login">Back to the sign-in</Link>
      </p>
    </SignInCard>
  );
}

function ResetForm({ onSent }: { onSent(email: string): void }) {
  const { busy, failure, submit } = useAccountForm();
  const ask = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email'));
    if (await submit(() => bodyOf(api.identity.requestPasswordReset({ body: { email } })))) onSent(email);
  };
  return (
    <form className="sign-in-form" onSubmit={ask}>
      <p className="soft">You get a mail with a link, by which you choose a new one.</p>
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <p className="sign-in-failure" role="alert">
        {failure}
      </p>
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy}>
        {busy ? 'One moment…' : 'Send me the link'}
      </Button>
    </form>
  );
}

function Sent({ email }: { email: string }) {
  return (
    <div className="sign-in-form" role="status">
      <p>
        If somebody works here with the address <strong>{email}</strong>, a mail with a link is on its way. It works
        once, for an hour.
      </p>
      <p className="soft">Nothing there after some minutes? Look among unwanted mail, or ask an admin of the shop.</p>
    </div>
  );
}
