import { type Query, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { toApiError } from './api-error.ts';
import { fieldReads } from './usage.ts';

export interface ApiQueryOptions<T> {
  enabled?: boolean;
  /** Interval in ms, or a function of the query that returns it. */
  refetchInterval?: number | false | ((query: Query<T>) => number | false);
  /** How long data counts as fresh, and how long it is cached without an observer, ms. */
  staleTime?: number;
  gcTime?: number;
}

/**
 * A query outside react-admin's lists and records, cached and shared by `key`: `useApiQuery(['payment', id], signal
 * => bodyOf(api.…({ … }, { signal })))`.
 */
export function useApiQuery<T>(
  key: readonly unknown[],
  read: (signal: AbortSignal) => Promise<T>,
  options: ApiQueryOptions<T> = {},
): UseQueryResult<T> {
  return useQuery({
    queryKey: ['api', ...key],
    queryFn: async ({ signal }) => {
      try {
        return fieldReads.cached(await read(signal));
      } catch (error) {
        throw toApiError(error);
      }
    },
    ...options,
    select: fieldReads.watched,
  });
}
