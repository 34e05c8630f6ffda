import { z } from 'zod';
import { Prisma } from './prisma/client/client.ts';
import type { Level, ReservationStatus } from './stock.ts';
import { type Database, type Reservation, toReservation } from './store.ts';

export type LevelRow = Level & { updatedAt: Date };

/** How many of each known sku could be sold now, over all locations. */
export async function readAvailability(database: Database, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = z.array(z.object({ sku: z.string(), available: z.number() })).parse(
    await database.$queryRaw`
      SELECT sku, least(sum(on_hand - reserved), 2147483647)::integer AS available FROM levels WHERE sku = ANY (${skus}::text[]) GROUP BY sku`,
  );
  return new Map(rows.map(row => [row.sku, row.available]));
}

/** Every location, by id. */
export function listLocations(database: Database): Promise<{ id: string; name: string }[]> {
  return database.location.findMany({ orderBy: { id: 'asc' }, take: 1000 });
}

const levelRows = z.array(
  z.object({ sku: z.string(), location: z.string(), onHand: z.number(), reserved: z.number(), updatedAt: z.coerce.date() }),
);

export interface LevelFilter {
  /** A sku or the start of one. */
  sku?: string | undefined;
  location?: string | undefined;
  maxAvailable?: number | undefined;
  after?: { sku: string; location: string } | undefined;
}

/** Levels by sku and location, from after a place in that order. */
export async function listLevels(database: Database, filter: LevelFilter, limit: number): Promise<LevelRow[]> {
  const { sku, location, maxAvailable, after } = filter;
  const conditions = [
    Prisma.sql`true`,
    // The byte order of the column makes everything that begins with the text one range; no sku holds a tilde.
    ...(sku === undefined ? [] : [Prisma.sql`sku >= ${sku} AND sku < ${`${sku}~`}`]),
    ...(location === undefined ? [] : [Prisma.sql`location = ${location}`]),
    ...(maxAvailable === undefined ? [] : [Prisma.sql`on_hand - reserved <= ${maxAvailable}::bigint`]),
    ...(after === undefined ? [] : [Prisma.sql`(sku, location) > (${after.sku}, ${after.location})`]),
  ];
  const rows = await database.$queryRaw`
    SELECT sku, location, on_hand AS "onHand", reserved, updated_at AS "updatedAt" FROM levels
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY sku, location LIMIT ${limit}::integer`;
  return levelRows.parse(rows);
}

/** The entries of a sku, newest first, from before an entry. */
export function listLedger(database: Database, sku: string, before: bigint | undefined, limit: number) {
  return database.ledgerEntry.findMany({
    where: { sku, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit,
  });
}

/** Reservations, newest first, from before a place in that order. */
export async function listReservations(
  database: Database,
  filter: { status?: ReservationStatus | undefined; before?: { createdAt: Date; id: string } | undefined },
  limit: number,
): Promise<Reservation[]> {
  const { status, before } = filter;
  const rows = await database.reservation.findMany({
    where: {
      ...(status === undefined ? {} : { status }),
      ...(before === undefined
        ? {}
        : { createdAt: { lte: before.createdAt }, OR: [{ createdAt: { lt: before.createdAt } }, { id: { lt: before.id } }] }),
    },
    include: { lines: { orderBy: [{ sku: 'asc' }, { location: 'asc' }] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toReservation);
}
