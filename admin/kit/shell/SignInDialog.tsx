import './sign-in.css';
import { Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useLogout } from 'react-admin';
import { completeSignIn, useSessionState } from '../api/session.ts';
import { SignInForm } from './SignInForm.tsx';

/**
 * Signs in again over the page: after the session expired, or for what needs the password to be given again. Input is
 * kept and pending requests are retried.
 */
export function SignInDialog() {
  const { session, asked } = useSessionState();
  const logout = useLogout();
  if (!session || asked === undefined) return null;
  const { title, text } = words[asked];
  return (
    <Dialog
      open
      maxWidth="xs"
      fullWidth
      aria-labelledby="sign-in-again"
      onClose={() => {
        completeSignIn(undefined);
        if (asked === 'expired') logout();
      }}
    >
      <DialogTitle id="sign-in-again">{title}</DialogTitle>
      <DialogContent>
        <p className="soft" style={{ marginBottom: 16 }}>
          {text}
        </p>
        <SignInForm known={session.email} onSignedIn={completeSignIn} />
      </DialogContent>
    </Dialog>
  );
}

const words = {
  expired: {
    title: 'You were signed out',
    text: 'It has been a while. Sign in again to go on where you were.',
  },
  reauthentication: {
    title: 'Confirm that it is you',
    text: 'You signed in a while ago, and this needs your password again. It goes on where you were.',
  },
};
