import './account.css';
import { Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { queryClient } from '../../kit/api/query-client.ts';
import { Section } from '../../kit/components/Section.tsx';
import { NewPasswordField } from './NewPasswordField.tsx';
import { useAccountForm } from './use-account-form.ts';

/** Changes the own password. */
export function OwnPassword() {
  const [open, setOpen] = useState(false);
  const { busy, problems, passwordProblem, failure, submit } = useAccountForm();
  const notify = useNotify();
  const change = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const body = {
      currentPassword: String(data.get('current-password')),
      newPassword: String(data.get('new-password')),
    };
    if (!(await submit(() => bodyOf(api.identity.changeOwnPassword({ body }))))) return;
    setOpen(false);
    notify('Your password is changed. You are signed out everywhere else.');
    await queryClient.invalidateQueries();
  };
  if (!open)
    return (
      <Section title="Password" actions={<Button onClick={() => setOpen(true)}>Change password</Button>}>
        <p className="soft">You sign in with it. Nobody else knows it, no admin either.</p>
      </Section>
    );
  return (
    <Section title="Password">
      <form className="account-form" onSubmit={change}>
        <TextField
          label="Present password"
          name="current-password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          error={problems.currentPassword !== undefined}
          helperText={problems.currentPassword === undefined ? undefined : 'This is not your present password.'}
          slotProps={{ htmlInput: { maxLength: 200 } }}
        />
        <NewPasswordField problem={passwordProblem} />
        <p className="account-failure" role="alert">
          {failure}
        </p>
        <div className="account-actions">
          <Button type="submit" variant="contained" disabled={busy}>
            {busy ? 'One moment…' : 'Change password'}
          </Button>
          <Button onClick={() => setOpen(false)} disabled={busy}>
            Cancel
          </Button>
        </div>
      </form>
    </Section>
  );
}
