import { useInfiniteQuery } from '@tanstack/react-query';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { api } from '../api.ts';
import { toApiError } from '../provider/problems.ts';

export interface AuditFilter {
  resource?: string;
  resourceId?: string;
  actor?: string;
  from?: string;
  to?: string;
}

/** The log, newest first, read page by page. */
export function useEntries(filter: AuditFilter, pageSize = 30, refetchInterval: number | false = false) {
  const read = useInfiniteQuery({
    queryKey: ['read', 'audit', filter, pageSize],
    initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => {
      try {
        const query = { ...filter, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
        return await bodyOf(api.audit.listChanges({ query }, { signal }));
      } catch (error) {
        throw toApiError(error);
      }
    },
    refetchInterval,
    getNextPageParam: page => page.nextCursor ?? undefined,
  });
  return { ...read, entries: read.data?.pages.flatMap(({ items }) => items) };
}
