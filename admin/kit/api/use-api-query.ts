import { type Query, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { toApiError } from './api-error.ts';

export interface ApiQueryOptions<T> {
  enabled?: boolean;
  /** In ms where it changes by itself, or what says from what was read when to read again. */
  refetchInterval?: number | false | ((query: Query<T>) => number | false);
  /** How long what was read counts as fresh, and how long it is kept once nobody shows it, ms. */
  staleTime?: number;
  gcTime?: number;
}

/**
 * Reads something that is no list or record of react-admin, kept and shared by `key`: `useRead(['payment', id], signal
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
        return await read(signal);
      } catch (error) {
        throw toApiError(error);
      }
    },
    ...options,
  });
}
