import { z } from 'zod';
import type { AuditHandlers } from '../../generated/audit/server.ts';
import type { AuditEntry } from '../../generated/audit/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { cursorMoment, momentOf } from '../platform/moment.ts';
import type { FailedWorkHandlers } from './failed-work/http.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { type ChangeRow, listChanges } from './store.ts';
import { visibleTo } from './visible-resources.ts';

const cursorPosition = z.object({ at: cursorMoment, id: z.uuid() });
const dateOf = (text: string | undefined) => (text === undefined ? undefined : momentOf(text));

/** One function for each operation of contracts/openapi/audit.yaml. */
export function auditHandlers(database: PrismaClient, failedWork: FailedWorkHandlers): AuditHandlers<RequestContext> {
  return {
    ...failedWork,

    async listChanges({ query }, { principal }) {
      const { limit, cursor, resource, resourceId, actor } = query;
      if (resourceId !== undefined && resource === undefined)
        return refusal(400, 'Name the resource too.', { code: 'resource_missing' });
      const filter = {
        visible: visibleTo(principal.roles),
        resource,
        resourceId,
        actor,
        from: dateOf(query.from),
        to: dateOf(query.to),
      };
      const before = cursor === undefined ? undefined : decodeCursor(cursorPosition, cursor);
      const rows = await listChanges(database, { ...filter, before }, limit + 1);
      const page = pageOf(rows, limit, ({ at, id }) => ({ at, id }));
      return { status: 200, body: { ...page, items: page.items.map(toEntry) } };
    },
  };
}

function toEntry(row: ChangeRow): AuditEntry {
  const { id, service, resource, resourceId, action, label, parentResource, parentId, reason, requestId, traceId } =
    row;
  return {
    id,
    at: row.at.toISOString(),
    service,
    resource,
    resourceId,
    action,
    ...(label === null ? {} : { label }),
    ...(parentResource === null || parentId === null
      ? {}
      : { parent: { resource: parentResource, resourceId: parentId } }),
    actor: { kind: row.actorKind, id: row.actorId, ...(row.actorEmail === null ? {} : { email: row.actorEmail }) },
    changes: row.fields,
    ...(reason === null ? {} : { reason }),
    ...(requestId === null ? {} : { requestId }),
    ...(traceId === null ? {} : { traceId }),
  };
}
