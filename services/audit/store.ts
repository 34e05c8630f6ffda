import { z } from 'zod';
import type { EventMeta } from '../../contracts/codegen/runtime/events.ts';
import type { ChangeMade } from '../../generated/identity/events.ts';
import { emailKey } from '../platform/email-address.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';

export type Tx = Prisma.TransactionClient;

/** Saves a change, once for each event. */
export async function saveChange(
  tx: Pick<Tx, 'change'>,
  service: string,
  change: ChangeMade,
  meta: Pick<EventMeta, 'id'>,
): Promise<void> {
  const { resource, resourceId, action, actor, changes, at, label, parent, reason, requestId, traceId } = change;
  await tx.change.createMany({
    data: {
      id: meta.id,
      at: new Date(at),
      service,
      resource,
      resourceId,
      action,
      actorKind: actor.kind,
      actorId: actor.id,
      actorEmail: actor.email === undefined ? null : emailKey(actor.email),
      fields: z.array(z.record(z.string(), z.json())).parse(changes),
      label: label ?? null,
      parentResource: parent?.resource ?? null,
      parentId: parent?.resourceId ?? null,
      reason: reason ?? null,
      requestId: requestId ?? null,
      traceId: traceId ?? null,
    },
    skipDuplicates: true,
  });
}

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    at: z.date(),
    service: z.string(),
    resource: z.string(),
    resourceId: z.string(),
    action: z.string(),
    label: z.string().nullable(),
    parentResource: z.string().nullable(),
    parentId: z.string().nullable(),
    actorKind: z.enum(['staff', 'shopper', 'service']),
    actorId: z.string(),
    actorEmail: z.string().nullable(),
    fields: z.array(z.object({ field: z.string(), before: z.json(), after: z.json() })),
    reason: z.string().nullable(),
    requestId: z.string().nullable(),
    traceId: z.string().nullable(),
  }),
);

export type ChangeRow = z.infer<typeof rowsSchema>[number];

export interface ChangeFilter {
  /** The resources that the caller may see. */
  visible: 'all' | readonly string[];
  resource: string | undefined;
  /** Changes of this resource and of those it is the parent of. */
  resourceId: string | undefined;
  /** An e-mail address or an id. */
  actor: string | undefined;
  from: Date | undefined;
  to: Date | undefined;
  /** Only changes before this position in the list. */
  before: { at: Date; id: string } | undefined;
}

const columns = Prisma.sql`id::text, at, service, resource, resource_id AS "resourceId", label, parent_resource AS "parentResource",
  parent_id AS "parentId", action, actor_kind AS "actorKind", actor_id AS "actorId", actor_email AS "actorEmail", fields, reason,
  request_id AS "requestId", trace_id AS "traceId"`;

/**
 * The query of the newest changes that match the filter. Every filter reads from an index in its order, so a page costs
 * the same in a log of any length.
 */
export function newestChangesQuery(filter: ChangeFilter, limit: number): Prisma.Sql {
  const { visible, resource, resourceId, actor, from, to, before } = filter;
  const common = [
    ...(actor === undefined
      ? []
      : [actor.includes('@') ? Prisma.sql`actor_email = ${emailKey(actor)}` : Prisma.sql`actor_id = ${actor}`]),
    ...(from === undefined ? [] : [Prisma.sql`at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`at < ${to}`]),
    ...(before === undefined ? [] : [Prisma.sql`(at, id) < (${before.at}, ${before.id}::uuid)`]),
  ];
  const newest = (...own: Prisma.Sql[]) => {
    const conditions = [...own, ...common];
    const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`;
    return Prisma.sql`(SELECT * FROM changes ${where} ORDER BY at DESC, id DESC LIMIT ${limit}::integer)`;
  };
  const subqueries = (): Prisma.Sql[] => {
    if (resource !== undefined && resourceId !== undefined) {
      const isVisible = visible === 'all' ? [] : [Prisma.sql`resource = ANY (${visible})`];
      return [
        newest(Prisma.sql`resource = ${resource}`, Prisma.sql`resource_id = ${resourceId}`, ...isVisible),
        newest(Prisma.sql`parent_resource = ${resource}`, Prisma.sql`parent_id = ${resourceId}`, ...isVisible),
      ];
    }
    if (resource !== undefined)
      return visible === 'all' || visible.includes(resource) ? [newest(Prisma.sql`resource = ${resource}`)] : [];
    return visible === 'all' ? [newest()] : visible.map(name => newest(Prisma.sql`resource = ${name}`));
  };
  const queries = subqueries();
  const union =
    queries.length === 0 ? Prisma.sql`(SELECT * FROM changes WHERE false)` : Prisma.join(queries, ' UNION ALL ');
  return Prisma.sql`SELECT ${columns} FROM (${union}) found ORDER BY at DESC, found.id DESC LIMIT ${limit}::integer`;
}

/** The newest changes that match the filter. */
export async function listChanges(database: PrismaClient, filter: ChangeFilter, limit: number): Promise<ChangeRow[]> {
  return rowsSchema.parse(await database.$queryRaw(newestChangesQuery(filter, limit)));
}
