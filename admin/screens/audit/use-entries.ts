import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AuditEntry, AuditPage } from '../../../generated/audit/types.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { useLiveFeed } from '../../kit/live/use-live-feed.ts';
import { useFeedGaps } from '../../kit/live/use-new-items.ts';
import type { AuditFilter } from './filters.ts';
import { refetchIntervalFor } from './received-changes.ts';
import { useReceivedChanges } from './use-received-changes.ts';

/** The audit log, newest first, page by page; refetched when a matching change is received. */
export function useEntries(filter: AuditFilter, pageSize = 30) {
  const received = useReceivedChanges();
  const queryKey = ['api', 'audit', filter, pageSize];
  const client = useQueryClient();
  useFeedGaps(useLiveFeed().gaps, () => void client.invalidateQueries({ queryKey }));
  const read = useInfiniteQuery({
    queryKey,
    initialPageParam: '',
    queryFn: async ({ signal, pageParam }) => {
      try {
        const query = { ...filter, limit: pageSize, ...(pageParam && { cursor: pageParam }) };
        return fieldReads.cached(await bodyOf(api.audit.listChanges({ query }, { signal })));
      } catch (error) {
        throw toApiError(error);
      }
    },
    refetchInterval: ({ state: { data } }) =>
      refetchIntervalFor(filter, entriesOf(fieldReads.watched(data)), received, performance.now()),
    getNextPageParam: page => fieldReads.watched(page).nextCursor ?? undefined,
    select: fieldReads.watched,
  });
  return { ...read, entries: read.data && entriesOf(read.data) };
}

function entriesOf(data: { pages: readonly AuditPage[] } | undefined): AuditEntry[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}
