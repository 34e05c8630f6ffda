import { Button } from '@mui/material';
import { EmptyState } from './EmptyState.tsx';

/** Something that could not be read. */
export function LoadError({ error, onRetry }: { error: unknown; onRetry(): void }) {
  return (
    <div role="alert">
      <EmptyState title="This could not be loaded" action={<Button onClick={onRetry}>Try again</Button>}>
        {error instanceof Error ? error.message : 'Something went wrong.'}
      </EmptyState>
    </div>
  );
}
