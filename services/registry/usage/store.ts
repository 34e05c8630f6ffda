import { z } from 'zod';
import type { UsageBatch } from '../../../generated/registry/types.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import { findVersion, type Kind } from '../store.ts';
import { declaredNames, isDeclared } from './fields.ts';

const ADD_DAYS = `
INSERT INTO usage_days (kind, name, operation, consumer, version, day, count)
SELECT kind, name, operation, consumer, version, $7::date, sum(count)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
  AS used (kind, name, operation, consumer, version, count)
WHERE count > 0
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (kind, name, operation, consumer, version, day) DO UPDATE SET count = usage_days.count + excluded.count`;

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
  const fields = await declaredFields(prisma, items);
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

async function declaredFields(prisma: PrismaClient, items: UsageBatch['items']) {
  const read = items.filter(({ fields }) => fields.length > 0);
  const keys = new Map(read.map(({ kind, name }): [string, [Kind, string]] => [`${kind} ${name}`, [kind, name]]));
  const names = new Map<string, ReadonlySet<string>>();
  for (const [key, [kind, name]] of keys)
    names.set(key, declaredNames((await findVersion(prisma, kind, name, 'latest'))?.document));
  return read.flatMap(({ kind, name, operation, consumer, fields }) =>
    fields
      .filter(({ pointer }) => isDeclared(pointer, names.get(`${kind} ${name}`) ?? new Set()))
      .map(({ pointer, count }) => ({ kind, name, operation, consumer, pointer, count })),
  );
}

const day = z.date().transform(date => date.toISOString().slice(0, 10));
const rows = z.array(
  z.object({
    operation: z.string(),
    consumer: z.string(),
    version: z.string().transform(version => (version === '' ? undefined : version)),
    count: z.bigint().transform(Number),
    lastUsed: day,
  }),
);

const USES = `
SELECT operation, consumer, (array_agg(version ORDER BY day DESC, version = ''))[1] AS version,
  sum(count)::bigint AS count, max(day) AS "lastUsed"
FROM usage_days WHERE kind = $1 AND name = $2 AND day > current_date - $3::int
GROUP BY operation, consumer ORDER BY max(day) DESC, operation, consumer LIMIT 10000`;

/** Who used a contract in the last days, the latest use first. */
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

/** The first day of which anything is known. */
export async function measuredSince(prisma: PrismaClient): Promise<string | null> {
  const first = await prisma.usageDay.findFirst({ orderBy: { day: 'asc' }, select: { day: true } });
  return first ? day.parse(first.day) : null;
}
