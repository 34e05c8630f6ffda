import { Button, TextField } from '@mui/material';
import type { FormEvent, ReactNode } from 'react';
import type { AccountLink } from '../../../generated/identity/types.ts';
import { ExpiredLink } from './LinkContent.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { useAccountForm } from './use-account-form.ts';

interface ChoosePasswordFormProps {
  link: AccountLink;
  /** What to do about a link that expires meanwhile. */
  advice: string;
  submitLabel: string;
  /** Sends the password that was chosen. */
  onPassword(password: string): Promise<unknown>;
  children?: ReactNode;
}

/** The form of a page that the link of a mail opens: a new password for its account. */
export function ChoosePasswordForm({ link, advice, submitLabel, onPassword, children }: ChoosePasswordFormProps) {
  const { busy, passwordProblem, failure, isLinkExpired, submit } = useAccountForm();
  const choose = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('new-password'));
    await submit(() => onPassword(password));
  };
  if (isLinkExpired) return <ExpiredLink advice={advice} />;
  return (
    <form className="sign-in-form" onSubmit={choose}>
      {children}
      <TextField label="E-mail" name="email" type="email" autoComplete="username" value={link.email} disabled />
      <NewPasswordField problem={passwordProblem} autoFocus />
      <p className="sign-in-failure" role="alert">
        {failure}
      </p>
      <Button type="submit" variant="contained" size="large" fullWidth disabled={busy}>
        {busy ? 'One moment…' : submitLabel}
      </Button>
    </form>
  );
}
