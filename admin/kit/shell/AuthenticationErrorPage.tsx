import { Button } from '@mui/material';
import { EmptyState } from '../components/EmptyState.tsx';

/** Shown when the session could not be read, because identity is unavailable. */
export function AuthenticationErrorPage() {
  return (
    <main className="page page-normal">
      <h1 className="unseen">Signing in</h1>
      <EmptyState
        title="Your sign-in cannot be checked right now."
        action={
          <Button variant="contained" onClick={() => window.location.assign('/')}>
            Try again
          </Button>
        }
      >
        The part of the shop that knows its staff is not answering. Nothing you saved is lost.
      </EmptyState>
    </main>
  );
}
