import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { useAccess } from '../api/access.ts';
import { api } from '../api/clients.ts';
import { fieldReads } from '../api/usage.ts';
import { useApiQuery } from '../api/use-api-query.ts';

/**
 * An entry reaches the audit log shortly after the change: how often to refetch, and the clock skew allowed between
 * services, ms.
 */
const againMs = 500;
const slackMs = 2_000;
const mostReads = 10;

/**
 * The last change of a record in the audit log; undefined while unknown, or without permission to read the log.
 * @param savedAt when the record was saved last, where that is known: an older entry belongs to an earlier change
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
      refetchInterval: ({ state }) =>
        isOfIt(fieldReads.watched(state.data)) || state.dataUpdateCount >= mostReads ? false : againMs,
    },
  );
  return isOfIt(data);
}
