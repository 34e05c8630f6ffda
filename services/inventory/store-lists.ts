import { z } from 'zod';
import type { ReservationStatus } from './stock.ts';
import { type Database, type Reservation, type Tx, toReservation } from './store.ts';

const availabilityRows = z.array(z.object({ sku: z.string(), available: z.number(), version: z.number() }));

/** The available units of each known sku, over all locations, and the version of the sku that has them. */
export async function readAvailability(
  database: Database,
  skus: readonly string[],
): Promise<Map<string, { available: number; version: number }>> {
  const rows = availabilityRows.parse(
    await database.$queryRaw`
      SELECT l.sku, least(sum(l.on_hand - l.reserved), 2147483647)::integer AS available, coalesce(max(s.version), 0) AS version
      FROM levels l LEFT JOIN skus s ON s.sku = l.sku WHERE l.sku = ANY (${skus}::text[]) GROUP BY l.sku`,
  );
  return new Map(rows.map(({ sku, available, version }) => [sku, { available, version }]));
}

/** Every location, by id. */
export function listLocations(database: Database): Promise<{ id: string; name: string }[]> {
  return database.location.findMany({ orderBy: { id: 'asc' }, take: 1000 });
}

/** Adds a location, or returns the existing one with its id. */
export async function addLocation(
  tx: Tx,
  location: { id: string; name: string },
): Promise<{ id: string; name: string } | undefined> {
  const { count } = await tx.location.createMany({ data: location, skipDuplicates: true });
  return count === 1 ? undefined : tx.location.findUniqueOrThrow({ where: { id: location.id } });
}

const locationRows = z.array(z.object({ id: z.string(), name: z.string() }));

/** Renames a location; returns its previous state, undefined when there is none. */
export async function renameLocation(
  tx: Tx,
  id: string,
  name: string,
): Promise<{ id: string; name: string } | undefined> {
  const [before] = locationRows.parse(await tx.$queryRaw`SELECT id, name FROM locations WHERE id = ${id} FOR UPDATE`);
  if (before && before.name !== name) await tx.location.update({ where: { id }, data: { name } });
  return before;
}

/** The entries of a sku, everywhere or at one location, newest first, from before an entry. */
export function listLedger(
  database: Database,
  wanted: { sku: string; location?: string | undefined; before: bigint | undefined },
  limit: number,
) {
  const { sku, location, before } = wanted;
  const where = {
    sku,
    ...(location === undefined ? {} : { location }),
    ...(before === undefined ? {} : { id: { lt: before } }),
  };
  return database.ledgerEntry.findMany({ where, orderBy: { id: 'desc' }, take: limit });
}

/** Units of each sku that an order took and that were not restocked. */
export async function readTaken(tx: Tx, orderId: string): Promise<Map<string, number>> {
  const rows = z.array(z.object({ sku: z.string(), units: z.number() })).parse(
    await tx.$queryRaw`
      SELECT sku, -sum(delta)::integer AS units FROM ledger WHERE order_id = ${orderId}::uuid GROUP BY sku`,
  );
  return new Map(rows.map(row => [row.sku, row.units]));
}

/** The stock movements of an order, oldest first. */
export function listLedgerOfOrder(database: Database, orderId: string) {
  return database.ledgerEntry.findMany({ where: { orderId }, orderBy: { id: 'asc' }, take: 1000 });
}

/** Reservations, newest first, from before a position in that order. */
export async function listReservations(
  database: Database,
  filter: {
    status?: ReservationStatus | undefined;
    orderId?: string | undefined;
    sku?: string | undefined;
    before?: { createdAt: Date; id: string } | undefined;
  },
  limit: number,
): Promise<Reservation[]> {
  const { status, orderId, sku, before } = filter;
  const rows = await database.reservation.findMany({
    where: {
      ...(status === undefined ? {} : { status }),
      ...(orderId === undefined ? {} : { id: orderId }),
      ...(sku === undefined ? {} : { lines: { some: { sku } } }),
      ...(before === undefined
        ? {}
        : {
            createdAt: { lte: before.createdAt },
            OR: [{ createdAt: { lt: before.createdAt } }, { id: { lt: before.id } }],
          }),
    },
    include: { lines: { orderBy: [{ sku: 'asc' }, { location: 'asc' }] } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toReservation);
}
