import { Button, Skeleton } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Section } from '../../kit/components/Section.tsx';
import type { OrderPart } from './order-path.ts';

export interface QueryCardProps<T> {
  title: string;
  query: UseQueryResult<T>;
  actions?: ReactNode;
  anchor?: OrderPart;
  children(data: T): ReactNode;
}

/**
 * A card with data of another service: it has a skeleton while loading, and its failure does not affect other cards.
 */
export function QueryCard<T>({ title, query, actions, anchor, children }: QueryCardProps<T>) {
  const { data, isPending, fetchStatus, refetch } = query;
  if (isPending && fetchStatus === 'idle') return null; // no permission
  return (
    <Section title={title} actions={actions} {...(anchor && { anchor })}>
      {data !== undefined ? (
        children(data)
      ) : isPending ? (
        <div aria-busy="true">
          <Skeleton variant="text" width="60%" />
          <Skeleton variant="text" width="80%" />
        </div>
      ) : (
        <p className="soft" role="status">
          This could not be loaded. <Button onClick={() => refetch()}>Try again</Button>
        </p>
      )}
    </Section>
  );
}
