import { Button, Skeleton } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

export interface QueryContentProps<T> {
  query: UseQueryResult<T>;
  /** Height of the skeleton, px. */
  height: number;
  /** Skeleton, where a plain block does not have the shape of the content. */
  placeholder?: ReactNode;
  children(data: T): ReactNode;
}

/** The content of one query: a skeleton while it loads, one line with a retry button when it failed. */
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
