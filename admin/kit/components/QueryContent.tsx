import { Button, Skeleton } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

export interface QueryContentProps<T> {
  query: UseQueryResult<T>;
  /** Height that is kept while it loads, px. */
  height: number;
  /** What stands there while it loads, where a plain block would not have the shape of what comes. */
  placeholder?: ReactNode;
  children(data: T): ReactNode;
}

/**
 * A part of a screen that is read by itself: keeps its place while it loads, and says in one line when it could not be
 * read.
 */
export function QueryContent<T>({ query, height, placeholder, children }: QueryContentProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError)
    return (
      <div aria-busy="true">
        {placeholder ?? <Skeleton variant="rounded" height={height} role="status" aria-label="Loading" />}
      </div>
    );
  return (
    <div role="alert" style={{ minHeight: height }}>
      <p className="soft">{query.error instanceof Error ? query.error.message : 'This could not be loaded.'}</p>
      <Button size="small" onClick={() => void query.refetch()}>
        Try again
      </Button>
    </div>
  );
}
