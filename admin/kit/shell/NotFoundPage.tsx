import { Button } from '@mui/material';
import { Link, useLocation, useNavigate } from 'react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';
import { openPalette } from './overlay-state.ts';

/** The page of an unknown address. */
export function NotFoundPage() {
  const { pathname, key } = useLocation();
  const navigate = useNavigate();
  const cameFromHere = key !== 'default';
  return (
    <Page title="There is no such page">
      <EmptyState
        title="The console has nothing at this address."
        action={
          <>
            <Button onClick={openPalette}>Search</Button>
            {cameFromHere && <Button onClick={() => navigate(-1)}>Go back</Button>}
            <Button variant="contained" component={Link} to="/">
              Home
            </Button>
          </>
        }
      >
        <code>{pathname}</code> is mistyped, or what was there has moved. The search finds products, orders, customers
        and every screen.
      </EmptyState>
    </Page>
  );
}
