import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { toApiError } from './problems.ts';

/**
 * Reads something that is no list or record of react-admin, kept and shared by `key`: `useRead(['payment', id], signal => bodyOf(api.…({ … }, { signal })))`.
 * `refetchInterval` in ms where it changes by itself.
 */
export function useRead<T>(
  key: readonly unknown[],
  read: (signal: AbortSignal) => Promise<T>,
  options: { enabled?: boolean; refetchInterval?: number | false; staleTime?: number } = {},
): UseQueryResult<T> {
  return useQuery({
    queryKey: ['read', ...key],
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
