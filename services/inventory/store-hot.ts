import { z } from 'zod';
import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import { CHANGE_LEVELS } from './level-change-sql.ts';
import type { Allocation, Level, LevelChange, Standing } from './stock.ts';
import type { Entry, Tx } from './store.ts';

/** A level of a locked sku, and the version of the sku. */
export interface LockedLevel extends Level {
  version: number;
}

/** Rows of `locked_levels`. */
const LEVELS = `jsonb_agg(jsonb_build_object('sku', level.sku, 'location', level.location, 'onHand', level.on_hand,
  'reserved', level.reserved, 'version', level.version))`;
const levelsSchema = z.array(
  z.object({ sku: z.string(), location: z.string(), onHand: z.number(), reserved: z.number(), version: z.number() }),
);
const ADD = `
INSERT INTO reservations (id, status, fingerprint, expires_at)
VALUES ($1::uuid, $2, $3, now() + $4::integer * interval '1 second') ON CONFLICT DO NOTHING RETURNING *`;

const ADD_AND_LOCK = `
WITH made AS (${ADD})
SELECT expires_at AS "expiresAt", created_at AS "createdAt",
  coalesce((SELECT ${LEVELS} FROM locked_levels($5::text[]) AS level), '[]') AS levels
FROM made`;
const madeSchema = z.array(z.object({ expiresAt: z.date(), createdAt: z.date(), levels: levelsSchema }));

/**
 * Makes a held reservation, without lines, and locks the skus that it is for; undefined, locking nothing, where its id
 * is known, even of a transaction that is about to commit.
 */
export async function addAndLock(
  tx: Tx,
  reservation: { id: string; fingerprint: string; expiresInSeconds: number; skus: readonly string[] },
): Promise<z.output<typeof madeSchema>[number] | undefined> {
  const { id, fingerprint, expiresInSeconds, skus } = reservation;
  const parameters = [id, 'held', fingerprint, expiresInSeconds, skus];
  return madeSchema.parse(await tx.$queryRawUnsafe<unknown>(ADD_AND_LOCK, ...parameters))[0];
}

const LOCK_FOR_ORDER = `
WITH made AS (${ADD}), known AS (
  SELECT * FROM reservations WHERE id = $1::uuid FOR NO KEY UPDATE
), reservation AS (
  SELECT id, status, allocation_failed, order_cancelled FROM made
  UNION ALL SELECT id, status, allocation_failed, order_cancelled FROM known
)
SELECT status, allocation_failed AS "allocationFailed", order_cancelled AS "orderCancelled",
  coalesce((SELECT jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity, 'location', location) ORDER BY sku, location)
    FROM reservation_lines WHERE reservation_id = reservation.id), '[]') AS lines,
  CASE WHEN status = 'held' THEN coalesce((SELECT ${LEVELS} FROM locked_levels(ARRAY(
    SELECT DISTINCT sku FROM reservation_lines WHERE reservation_id = reservation.id)) AS level), '[]') ELSE '[]' END AS levels
FROM reservation`;
const lockedSchema = z.array(
  z.object({
    status: z.enum(['held', 'released', 'expired', 'sold']),
    ...{ allocationFailed: z.boolean(), orderCancelled: z.boolean() },
    lines: z.array(z.object({ sku: z.string(), quantity: z.number(), location: z.string() })),
    levels: levelsSchema,
  }),
);

/**
 * The reservation of an order, locked, with the levels of its skus, locked, while it is held. `lines` are right while
 * it is held: they may be older than `standing` otherwise.
 */
export interface LockedReservation {
  standing: Standing;
  lines: Allocation[];
  levels: LockedLevel[];
}

/** Locks the reservation of an order and, while it is held, its skus; makes it, as released, where there is none. */
export async function lockForOrder(tx: Tx, orderId: string): Promise<LockedReservation> {
  // A reservation that another transaction was making is seen by the next statement.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const [row] = lockedSchema.parse(await tx.$queryRawUnsafe<unknown>(LOCK_FOR_ORDER, orderId, 'released', null, 0));
    if (!row) continue;
    const { lines, levels, ...standing } = row;
    return { standing, lines, levels };
  }
  throw new Error('A reservation is never deleted');
}

const WRITE = `
WITH change AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS item (sku text, location text, "onHand" integer, reserved integer)
), changed AS (${CHANGE_LEVELS}
), entered AS (
  INSERT INTO ledger (sku, location, delta, on_hand, reason, order_id, trace_id)
  SELECT sku, location, delta, on_hand, $2, $3::uuid, $4 FROM changed WHERE delta <> 0 ORDER BY sku, location
), counted AS (
  UPDATE skus SET version = version + 1 WHERE sku IN (SELECT sku FROM change)
), line AS (
  INSERT INTO reservation_lines (reservation_id, sku, location, quantity)
  SELECT $3::uuid, sku, location, quantity FROM jsonb_to_recordset($5::jsonb) AS item (sku text, location text, quantity integer)
), marked AS (
  UPDATE reservations SET status = $6 WHERE id = $3::uuid AND status <> $6
), amount AS (
  SELECT count(*)::integer AS changed FROM changed
), published AS (${insertIntoOutbox('$7', 'amount')}
)
SELECT changed FROM amount`;
const amountSchema = z.tuple([z.object({ changed: z.number() })]);

/**
 * Writes what was decided about the reservation of an order, in one statement: levels, ledger, versions, the lines of a
 * new reservation, its status and the event. The skus must be locked; their versions are one more afterwards. Throws,
 * and the transaction must then be rolled back, when a level would not suffice.
 */
export async function writeReservation(
  tx: Tx,
  orderId: string,
  decided: {
    changes: readonly LevelChange[];
    reason: Entry['reason'];
    lines?: readonly Allocation[];
    status: Standing['status'];
    record: EventRecord;
  },
): Promise<void> {
  const { changes, reason, lines = [], status, record } = decided;
  const rows = await tx.$queryRawUnsafe<unknown>(
    ...[WRITE, JSON.stringify(changes), reason, orderId, currentTrace()?.traceId ?? null],
    ...[JSON.stringify(lines), status, JSON.stringify(outboxEntries([record]))],
  );
  if (amountSchema.parse(rows)[0].changed !== changes.length)
    throw new Error('A level does not suffice for what was decided about it');
}

/** The versions of locked skus once a change is written. */
export const nextVersions = (levels: readonly LockedLevel[]): Map<string, number> =>
  new Map(levels.map(({ sku, version }) => [sku, version + 1]));
