import { Button } from '@mui/material';
import { Link } from 'react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';

/** A screen that is for other roles. */
export function AccessDeniedPage() {
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
