import { z } from 'zod';
import type { ConsoleUsageBatch, UsageBatch } from '../../../generated/registry/types.ts';
import { documentOf } from '../bodies.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { findVersion, type Kind } from '../store.ts';
import { declaredFields } from './fields.ts';

/** The name under which the gateway counts the requests of the console. */
const CONSOLE = 'admin';

const ADD_DAYS = `
INSERT INTO usage_days (kind, name, operation, consumer, version, day, count, samples)
SELECT kind, name, operation, consumer, version, $8::date, sum(count), sum(samples)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
  AS used (kind, name, operation, consumer, version, count, samples)
WHERE count > 0 OR samples > 0
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (kind, name, operation, consumer, version, day) DO UPDATE
SET count = usage_days.count + excluded.count, samples = usage_days.samples + excluded.samples`;

const ADD_FIELDS = `
INSERT INTO usage_fields (kind, name, operation, consumer, pointer, last_read, count)
SELECT kind, name, operation, consumer, pointer, $7::date, sum(count)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
  AS used (kind, name, operation, consumer, pointer, count)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (kind, name, operation, consumer, pointer) DO UPDATE
SET count = usage_fields.count + excluded.count, last_read = greatest(usage_fields.last_read, excluded.last_read)`;

/** Adds a batch, once; of its fields those that the latest version of the contract declares. */
export async function addUsage(prisma: PrismaClient, id: string, { day, items }: UsageBatch): Promise<void> {
  const declared = await declaredIn(prisma, items);
  const fields = items.flatMap(({ fields: read, ...item }) => {
    const isDeclared = declared(item) ?? (() => false);
    return read.filter(({ pointer }) => isDeclared(pointer)).map(field => ({ ...item, ...field }));
  });
  await prisma.$transaction(async tx => {
    const { count } = await tx.usageBatch.createMany({ data: [{ id }], skipDuplicates: true });
    if (count === 0) return;
    await tx.$executeRawUnsafe(
      ADD_DAYS,
      items.map(({ kind }) => kind),
      items.map(({ name }) => name),
      items.map(({ operation }) => operation),
      items.map(({ consumer }) => consumer),
      items.map(({ version = '' }) => version),
      items.map(item => BigInt(item.count)),
      items.map(({ samples = 0 }) => BigInt(samples)),
      day,
    );
    await tx.$executeRawUnsafe(
      ADD_FIELDS,
      fields.map(({ kind }) => kind),
      fields.map(({ name }) => name),
      fields.map(({ operation }) => operation),
      fields.map(({ consumer }) => consumer),
      fields.map(({ pointer }) => pointer),
      fields.map(field => BigInt(field.count)),
      day,
    );
  });
}

/** Adds what the console read in the browser of somebody; nothing of operations that no contract has. */
export async function addConsoleUsage(prisma: PrismaClient, id: string, batch: ConsoleUsageBatch): Promise<void> {
  const { version } = batch;
  const used = { kind: 'openapi' as const, consumer: CONSOLE, count: 0, ...(version !== undefined && { version }) };
  const items = batch.items.map(item => ({ ...item, ...used }));
  const declared = await declaredIn(prisma, items);
  const today = new Date().toISOString().slice(0, 10);
  await addUsage(prisma, id, { day: today, items: items.filter(item => declared(item) !== undefined) });
}

/** `declaredFields` of the latest version of every contract that is used. */
async function declaredIn(prisma: PrismaClient, items: readonly { kind: Kind; name: string }[]) {
  const contracts = new Map(items.map(({ kind, name }): [string, [Kind, string]] => [`${kind} ${name}`, [kind, name]]));
  const fields = new Map<string, ReturnType<typeof declaredFields>>();
  for (const [key, [kind, name]] of contracts) {
    const latest = await findVersion(prisma, kind, name, 'latest');
    if (latest) fields.set(key, declaredFields(kind, documentOf(latest)));
  }
  return ({ kind, name, operation }: { kind: Kind; name: string; operation: string }) =>
    fields.get(`${kind} ${name}`)?.(operation);
}

const day = z.date().transform(date => date.toISOString().slice(0, 10));
const rows = z.array(
  z.object({
    operation: z.string(),
    consumer: z.string(),
    version: z.string().transform(version => (version === '' ? undefined : version)),
    count: z.bigint().transform(Number),
    samples: z.bigint().transform(Number),
    lastUsed: day,
  }),
);

const USES = `
SELECT operation, consumer, (array_agg(version ORDER BY day DESC, version = ''))[1] AS version,
  sum(count)::bigint AS count, sum(samples)::bigint AS samples, max(day) FILTER (WHERE count > 0) AS "lastUsed"
FROM usage_days WHERE kind = $1 AND name = $2 AND day > current_date - $3::int
GROUP BY operation, consumer HAVING sum(count) > 0 ORDER BY "lastUsed" DESC, operation, consumer LIMIT 10000`;

/** Who used a contract in the last days, the latest use first; samples without a use that was counted say nothing. */
export async function listUses(prisma: PrismaClient, kind: Kind, name: string, days: number) {
  return rows.parse(await prisma.$queryRawUnsafe<unknown>(USES, kind, name, days));
}

/** Which fields of a contract were read in the last days. */
export async function listReads(prisma: PrismaClient, kind: Kind, name: string, days: number) {
  const since = new Date(Date.now() - days * 86_400_000);
  const found = await prisma.usageField.findMany({
    where: { kind, name, lastRead: { gt: since } },
    orderBy: [{ operation: 'asc' }, { consumer: 'asc' }, { pointer: 'asc' }],
    take: 50_000,
  });
  return found.map(({ lastRead, operation, consumer, pointer }) => ({
    operation,
    consumer,
    pointer,
    lastRead: day.parse(lastRead),
  }));
}

/** The first day on which any use was counted. */
export async function measuredSince(prisma: PrismaClient): Promise<string | null> {
  const first = await prisma.usageDay.findFirst({
    where: { count: { gt: 0 } },
    orderBy: { day: 'asc' },
    select: { day: true },
  });
  return first ? day.parse(first.day) : null;
}
