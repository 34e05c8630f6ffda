import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { useAccess } from '../api/access.ts';
import { api } from '../api/clients.ts';
import { useApiQuery } from '../api/use-api-query.ts';

/** A change comes to the log a moment after it was made; the clocks of two services differ by less than this, ms. */
const [againMs, slackMs] = [500, 2_000];
const mostReads = 10;

/**
 * Who changed a thing last, from the log; undefined while nobody knows, or where somebody may not see the log.
 * @param savedAt when the thing was saved last, where that is known: an older entry is of a change before
 */
export function useLastChange(
  resource: string,
  resourceId: string,
  savedAt: string | undefined,
): AuditEntry | undefined {
  const { can } = useAccess();
  const isOfIt = (entry: AuditEntry | null | undefined) =>
    entry && (savedAt === undefined || Date.parse(entry.at) >= Date.parse(savedAt) - slackMs) ? entry : undefined;
  const { data } = useApiQuery(
    ['last-change', resource, resourceId, savedAt],
    async signal =>
      (await bodyOf(api.audit.listChanges({ query: { resource, resourceId, limit: 1 } }, { signal }))).items[0] ?? null,
    {
      enabled: can('listChanges'),
      refetchInterval: ({ state }) => (isOfIt(state.data) || state.dataUpdateCount >= mostReads ? false : againMs),
    },
  );
  return isOfIt(data);
}
