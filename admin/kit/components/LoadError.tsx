import { Button } from '@mui/material';
import { ApiError } from '../api/api-error.ts';
import { EmptyState } from './EmptyState.tsx';

/** Something that could not be read. */
export function LoadError({ error, onRetry }: { error: unknown; onRetry(): void }) {
  if (error instanceof ApiError && error.status === 404)
    return (
      <div role="alert">
        <EmptyState title="Not found">{error.message}</EmptyState>
      </div>
    );
  return (
    <div role="alert">
      <EmptyState title="This could not be loaded" action={<Button onClick={onRetry}>Try again</Button>}>
        {error instanceof Error ? error.message : 'Something went wrong.'}
      </EmptyState>
    </div>
  );
}
