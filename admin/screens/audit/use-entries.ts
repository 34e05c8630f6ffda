import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AuditEntry, AuditPage } from '../../../generated/audit/types.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { useLive } from '../../kit/live/use-live-feed.ts';
import { useGaps } from '../../kit/live/use-new-items.ts';
import type { AuditFilter } from './filters.ts';
import { askAgain } from './received-changes.ts';
import { useHeard } from './use-received-changes.ts';

/** The log, newest first, read page by page, and anew when a change is told of that it shows. */
export function useEntries(filter: AuditFilter, pageSize = 30) {
  const heard = useHeard();
  const queryKey = ['read', 'audit', filter, pageSize];
  const client = useQueryClient();
  useGaps(useLive().gaps, () => void client.invalidateQueries({ queryKey }));
  const read = useInfiniteQuery({
    queryKey,
    initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => {
      try {
        const query = { ...filter, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
        return await bodyOf(api.audit.listChanges({ query }, { signal }));
      } catch (error) {
        throw toApiError(error);
      }
    },
    refetchInterval: ({ state: { data } }) => askAgain(filter, entriesOf(data), heard, performance.now()),
    getNextPageParam: page => page.nextCursor ?? undefined,
  });
  return { ...read, entries: read.data && entriesOf(read.data) };
}

function entriesOf(data: { pages: readonly AuditPage[] } | undefined): AuditEntry[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}
