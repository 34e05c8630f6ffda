import { Button } from '@mui/material';
import type { FallbackProps } from 'react-error-boundary';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';

/** A screen that broke, or whose code could not be fetched. */
export function ErrorPage({ error, resetErrorBoundary }: FallbackProps) {
  const text = error instanceof Error ? error.message : String(error);
  const isOutdated = /dynamically imported module|Importing a module script failed/.test(text);
  return (
    <Page title={isOutdated ? 'There is a new version' : 'This screen broke'}>
      <EmptyState
        title={isOutdated ? 'The console was updated while you worked.' : 'Nothing you saved is lost.'}
        action={
          <Button variant="contained" onClick={() => (isOutdated ? window.location.reload() : resetErrorBoundary())}>
            {isOutdated ? 'Load the new version' : 'Try again'}
          </Button>
        }
      >
        {isOutdated ? undefined : text}
      </EmptyState>
    </Page>
  );
}
