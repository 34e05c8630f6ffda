import './sign-in.css';
import { Dialog, DialogContent, DialogTitle } from '@mui/material';
import { useLogout } from 'react-admin';
import { completeSignIn, useSessionState } from '../api/session.ts';
import { SignInForm } from './SignInForm.tsx';

/** Signs in again over the page after the session expired; input is kept and pending requests are retried. */
export function SignInDialog() {
  const { session, expired } = useSessionState();
  const logout = useLogout();
  if (!session || !expired) return null;
  return (
    <Dialog
      open
      maxWidth="xs"
      fullWidth
      aria-labelledby="sign-in-again"
      onClose={() => {
        completeSignIn(undefined);
        logout();
      }}
    >
      <DialogTitle id="sign-in-again">You were signed out</DialogTitle>
      <DialogContent>
        <p className="soft" style={{ marginBottom: 16 }}>
          It has been a while. Sign in again to go on where you were.
        </p>
        <SignInForm known={session.email} onSignedIn={completeSignIn} />
      </DialogContent>
    </Dialog>
  );
}
