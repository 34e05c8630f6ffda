import { Button } from '@mui/material';
import { Link } from 'react-router';
import { EmptyState } from '../look/EmptyState.tsx';
import { Page } from '../look/Page.tsx';

/** A screen that is for other roles. */
export function NotAllowed() {
  return (
    <Page title="Not for your role">
      <EmptyState
        title="Your role does not include this screen."
        action={
          <Button variant="contained" component={Link} to="/">
            Home
          </Button>
        }
      >
        An admin can change your roles under Staff.
      </EmptyState>
    </Page>
  );
}
