import { Alert, Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useConnectionStatus } from '../api/connection-status.ts';

/** Shows an unavailable service or a lost connection until it is back. */
export function ConnectionBanner() {
  const connection = useConnectionStatus();
  const client = useQueryClient();
  if (connection === 'fine') return null;
  const text =
    connection === 'offline'
      ? 'No connection. What you see may be old, and changes are not saved.'
      : 'A part of the shop is not answering. What you see may be old; changes to that part are refused, not lost.';
  return (
    <Alert
      severity="warning"
      role="status"
      sx={{ m: 4, mb: 0 }}
      action={
        <Button variant="text" onClick={() => client.refetchQueries({ type: 'active' })}>
          Try again
        </Button>
      }
    >
      {text}
    </Alert>
  );
}
