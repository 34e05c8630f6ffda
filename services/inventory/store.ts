import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { backoff } from '../platform/backoff.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import { createConcurrencyLimit } from '../platform/workers/concurrency-limit.ts';
import { CHANGE_LEVELS, LEVEL_TOO_LOW } from './level-change-sql.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';
import type { Allocation, Level, LevelChange, ReservationState, ReservationStatus } from './stock.ts';

export type Database = PrismaClient;
export type Tx = Prisma.TransactionClient;

export interface Reservation {
  id: string;
  status: ReservationStatus;
  lines: Allocation[];
  expiresAt: Date;
  createdAt: Date;
}

/** The reason of a level's change in the ledger. */
export interface Entry {
  reason: string;
  note?: string | undefined;
  orderId?: string | undefined;
  by?: string | undefined;
}

const statusSchema = z.enum(['held', 'released', 'expired', 'sold']);
const ATTEMPTS = 5;

/** Concurrent changes of this process; fewer than its connections, so that reads never wait behind checkouts. */
const MAX_CONCURRENT = 8;

/**
 * Runs changes under the concurrency limit. Callers queue here in order of arrival instead of waiting for a connection,
 * which times out soon.
 */
export const { run: withConcurrencyLimit } = createConcurrencyLimit({ maxConcurrent: MAX_CONCURRENT });

/**
 * Whether PostgreSQL aborted one of two conflicting transactions (40P01, 40001): a retry may succeed.
 */
function isCollision(error: unknown): boolean {
  const text =
    error instanceof Error ? `${Reflect.get(error, 'code')} ${JSON.stringify(Reflect.get(error, 'meta') ?? '')}` : '';
  return /P2034|40P01|40001/.test(text);
}

/**
 * Runs `run` in one transaction and retries when it conflicted with another one; a failed attempt is rolled back.
 * Throws what `run` throws.
 */
export async function inTransaction<T>(database: Database, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.$transaction(run, { timeout: 10_000, maxWait: 8_000 });
    } catch (error) {
      if (!isCollision(error) || attempt === ATTEMPTS) throw error;
      await sleep(backoff(attempt, 10, 200));
    }
  }
}

const levelsSchema = z.array(
  z.object({ sku: z.string(), location: z.string(), onHand: z.number(), reserved: z.number(), version: z.number() }),
);

/** Locks skus until the transaction ends, always in the same order, and reads their levels. Unknown skus have none. */
export async function lockLevels(tx: Tx, skus: readonly string[]): Promise<(Level & { version: number })[]> {
  const rows =
    await tx.$queryRaw`SELECT sku, location, on_hand AS "onHand", reserved, version FROM locked_levels(${skus}::text[])`;
  return levelsSchema.parse(rows);
}

/** The levels of these skus at these locations, as they are; no lock is taken. */
export async function readLevels(
  database: Database,
  places: readonly { sku: string; location: string }[],
): Promise<Level[]> {
  const skus = [...new Set(places.map(place => place.sku))];
  return database.level.findMany({
    where: { sku: { in: skus } },
    select: { sku: true, location: true, onHand: true, reserved: true },
  });
}

const changedSchema = z.array(z.object({ sku: z.string(), version: z.number(), changed: z.number() }));

/**
 * Changes levels, writes the ledger and increments the versions of the skus, in one statement; returns the new
 * versions. The skus must be locked (`lockLevels`). Throws, without any change, when a level would not suffice: never
 * less on hand than is reserved, never less reserved than nothing.
 */
export async function changeLevels(
  tx: Tx,
  changes: readonly LevelChange[],
  entry: Entry,
): Promise<Map<string, number>> {
  if (changes.length === 0) return new Map();
  const rows = changedSchema.parse(
    await tx.$queryRaw`
      WITH change AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS item (sku text, location text, "onHand" integer, reserved integer)
      ), changed AS (${Prisma.raw(CHANGE_LEVELS)}
      ), entered AS (
        INSERT INTO ledger (sku, location, delta, on_hand, reason, note, order_id, by, trace_id)
        SELECT sku, location, delta, on_hand, ${entry.reason}, ${entry.note ?? null}, ${entry.orderId ?? null}::uuid, ${entry.by ?? null},
          ${currentTrace()?.traceId ?? null}
        FROM changed WHERE delta <> 0 ORDER BY sku, location
      ), counted AS (
        UPDATE skus SET version = version + 1 WHERE sku IN (SELECT sku FROM change) RETURNING sku, version
      )
      SELECT sku, version, (SELECT count(*)::integer FROM changed) AS changed FROM counted`,
  );
  if (rows[0]?.changed !== changes.length) throw new Error(LEVEL_TOO_LOW);
  return new Map(rows.map(row => [row.sku, row.version]));
}

const madeSchema = z.array(z.object({ expiresAt: z.coerce.date(), createdAt: z.coerce.date() }));

/**
 * Creates a reservation, without lines, unless its id is known, also from a concurrent transaction that commits: then
 * undefined.
 */
export async function addReservation(
  tx: Tx,
  reservation: { id: string; status: ReservationStatus; fingerprint: string | null; expiresInSeconds: number },
): Promise<{ expiresAt: Date; createdAt: Date } | undefined> {
  const { id, status, fingerprint, expiresInSeconds } = reservation;
  const rows = await tx.$queryRaw`
    INSERT INTO reservations (id, status, fingerprint, expires_at)
    VALUES (${id}::uuid, ${status}, ${fingerprint}, now() + ${expiresInSeconds}::integer * interval '1 second')
    ON CONFLICT DO NOTHING RETURNING expires_at AS "expiresAt", created_at AS "createdAt"`;
  return madeSchema.parse(rows)[0];
}

/** Adds the lines of a new reservation. */
export async function addLines(tx: Tx, id: string, lines: readonly Allocation[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO reservation_lines (reservation_id, sku, location, quantity)
    SELECT ${id}::uuid, sku, location, quantity
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS item (sku text, location text, quantity integer)`;
}

/** Replaces the lines of a reservation that has ended. */
export async function replaceLines(tx: Tx, id: string, lines: readonly Allocation[]): Promise<void> {
  await tx.reservationLine.deleteMany({ where: { reservationId: id } });
  await addLines(tx, id, lines);
}

const found = { include: { lines: { orderBy: [{ sku: 'asc' }, { location: 'asc' }] } } } satisfies Pick<
  Prisma.ReservationFindManyArgs,
  'include'
>;
type Found = Prisma.ReservationGetPayload<typeof found>;

export function toReservation({ id, status, lines, expiresAt, createdAt }: Found): Reservation {
  return {
    id,
    status: statusSchema.parse(status),
    lines: lines.map(({ sku, quantity, location }) => ({ sku, quantity, location })),
    expiresAt,
    createdAt,
  };
}

/** A reservation with its request's fingerprint; without one it was released before it was requested. */
export async function findReservation(
  tx: Tx,
  id: string,
): Promise<{ reservation: Reservation; fingerprint: string | null } | undefined> {
  const row = await tx.reservation.findUnique({ where: { id }, ...found });
  return row ? { reservation: toReservation(row), fingerprint: row.fingerprint } : undefined;
}

/**
 * A reservation, locked until this transaction ends, and its state with regard to the order. Throws when there is none.
 */
export async function lockReservation(
  tx: Tx,
  id: string,
): Promise<{ reservation: Reservation; state: ReservationState }> {
  await tx.$queryRaw`SELECT 1 FROM reservations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const row = await tx.reservation.findUniqueOrThrow({ where: { id }, ...found });
  const reservation = toReservation(row);
  const { allocationFailed, orderCancelled } = row;
  return { reservation, state: { status: reservation.status, allocationFailed, orderCancelled } };
}

/**
 * Expired held reservations, the oldest first; they stay locked until the transaction ends, those that another
 * transaction has locked are skipped.
 */
export async function lockExpired(tx: Tx, limit: number): Promise<Reservation[]> {
  const rows = z.array(z.object({ id: z.string() })).parse(
    await tx.$queryRaw`
      SELECT id FROM reservations WHERE status = 'held' AND expires_at <= now() ORDER BY expires_at LIMIT ${limit}::integer
      FOR NO KEY UPDATE SKIP LOCKED`,
  );
  if (rows.length === 0) return [];
  return (await tx.reservation.findMany({ where: { id: { in: rows.map(row => row.id) } }, ...found })).map(
    toReservation,
  );
}

/** The earliest expiry of a held reservation, which may be past; undefined when none is held. */
export async function nextExpiry(database: Database): Promise<Date | undefined> {
  const rows = z
    .array(z.object({ at: z.date().nullable() }))
    .parse(await database.$queryRaw`SELECT min(expires_at) AS at FROM reservations WHERE status = 'held'`);
  return rows[0]?.at ?? undefined;
}

/** Updates the state of reservations. */
export async function markReservations(
  tx: Tx,
  ids: readonly string[],
  marks: Partial<ReservationState>,
): Promise<void> {
  await tx.reservation.updateMany({ where: { id: { in: [...ids] } }, data: marks });
}

/**
 * Creates missing locations, skus and (empty) levels, always in the same order. Locks the skus and reads their levels.
 */
export async function lockOrCreateLevels(
  tx: Tx,
  places: readonly { sku: string; location: string }[],
): Promise<Level[]> {
  const skus = [...new Set(places.map(place => place.sku))].sort();
  const locations = [...new Set(places.map(place => place.location))].sort();
  await tx.$executeRaw`
    INSERT INTO locations (id, name) SELECT wanted, wanted FROM unnest(${locations}::text[]) AS wanted
    WHERE wanted NOT IN (SELECT id FROM locations) ORDER BY wanted ON CONFLICT DO NOTHING`;
  await addSkus(tx, skus);
  const levels = await lockLevels(tx, skus);
  const known = new Set(levels.map(level => `${level.location} ${level.sku}`));
  const missing = places.filter(place => !known.has(`${place.location} ${place.sku}`));
  if (missing.length > 0)
    await tx.level.createMany({ data: missing.map(({ sku, location }) => ({ sku, location, onHand: 0 })) });
  return [...levels, ...missing.map(({ sku, location }) => ({ sku, location, onHand: 0, reserved: 0 }))];
}

const skuRows = z.array(z.object({ sku: z.string() }));

/** Creates an empty level at the first location for skus without any level. */
export async function addEmptyLevels(database: Database, skus: readonly string[]): Promise<void> {
  const without = skuRows
    .parse(
      await database.$queryRaw`
      SELECT sku FROM unnest(${skus}::text[]) AS wanted (sku)
      WHERE NOT EXISTS (SELECT FROM levels WHERE levels.sku = wanted.sku) AND EXISTS (SELECT FROM sku_words named WHERE named.sku = wanted.sku)`,
    )
    .map(({ sku }) => sku);
  if (without.length === 0) return;
  const location = await database.location.findFirst({ orderBy: { id: 'asc' } });
  if (!location) return;
  await inTransaction(database, async tx => {
    await addSkus(tx, without);
    const known = new Set((await lockLevels(tx, without)).map(level => level.sku));
    const missing = without.filter(sku => !known.has(sku));
    await tx.level.createMany({ data: missing.map(sku => ({ sku, location: location.id, onHand: 0 })) });
  });
}

/** Removes the levels of skus that no product has any more, if they never had any stock. */
export async function removeUnusedLevels(tx: Tx, skus: readonly string[]): Promise<void> {
  await lockLevels(tx, skus);
  await tx.$executeRaw`
    DELETE FROM levels WHERE sku = ANY (${skus}::text[]) AND on_hand = 0 AND reserved = 0
      AND NOT EXISTS (SELECT FROM sku_words named WHERE named.sku = levels.sku)
      AND NOT EXISTS (SELECT FROM ledger WHERE ledger.sku = levels.sku)
      AND NOT EXISTS (SELECT FROM reservation_lines held WHERE held.sku = levels.sku AND held.location = levels.location)`;
}

async function addSkus(tx: Tx, skus: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO skus (sku) SELECT wanted FROM unnest(${skus}::text[]) AS wanted
    WHERE wanted NOT IN (SELECT sku FROM skus WHERE sku = ANY (${skus}::text[])) ORDER BY wanted ON CONFLICT DO NOTHING`;
}

export async function isLocation(tx: Tx, id: string): Promise<boolean> {
  return (await tx.location.findUnique({ where: { id } })) !== null;
}
