import { Button, Skeleton } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

export interface LoadedProps<T> {
  read: UseQueryResult<T>;
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
export function Loaded<T>({ read, height, placeholder, children }: LoadedProps<T>) {
  if (read.data !== undefined) return children(read.data);
  if (!read.isError)
    return (
      <div aria-busy="true">
        {placeholder ?? <Skeleton variant="rounded" height={height} role="status" aria-label="Loading" />}
      </div>
    );
  return (
    <div role="alert" style={{ minHeight: height }}>
      <p className="soft">{read.error instanceof Error ? read.error.message : 'This could not be loaded.'}</p>
      <Button size="small" onClick={() => void read.refetch()}>
        Try again
      </Button>
    </div>
  );
}
