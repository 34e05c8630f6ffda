import { z } from 'zod';
import { insertIntoOutbox, type OutboxEntry } from '../platform/messaging/outbox.ts';
import { CHANGE_LEVELS, LEVEL_TOO_LOW } from './level-change-sql.ts';
import type { Allocation, LevelChange } from './stock.ts';
import type { Tx } from './store.ts';

/** An entry of the ledger; it continues from those before it in the same list. */
export interface LedgerEntry {
  sku: string;
  location: string;
  delta: number;
  onHand: number;
  reason: string;
  orderId: string;
  traceId: string | null;
}

/** Decisions about several reservations. */
export interface StockWrite {
  /** The changes of each reservation: the version of each of its skus grows by one. */
  changes: readonly (readonly LevelChange[])[];
  ledger?: readonly LedgerEntry[];
  /** The lines of new reservations. */
  lines?: readonly (Allocation & { id: string })[];
  /** New reservations that were refused; they are deleted. */
  refused?: readonly string[];
  /** Reservations that are sold. */
  sold?: readonly string[];
  events: readonly OutboxEntry[];
}

const WRITE = `
WITH change AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS item (sku text, location text, "onHand" integer, reserved integer)
), changed AS (${CHANGE_LEVELS}
), entered AS (
  INSERT INTO ledger (sku, location, delta, on_hand, reason, order_id, trace_id)
  SELECT entry.sku, entry.location, entry.delta, entry."onHand", entry.reason, entry."orderId", entry."traceId"
  FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS list (item, place), jsonb_to_record(item) AS entry (sku text, location text,
    delta integer, "onHand" integer, reason text, "orderId" uuid, "traceId" text)
  ORDER BY place
), counted AS (
  UPDATE skus SET version = version + item.times
  FROM jsonb_to_recordset($3::jsonb) AS item (sku text, times integer)
  WHERE skus.sku = ANY (ARRAY(SELECT sku FROM change)) AND skus.sku = item.sku
), line AS (
  INSERT INTO reservation_lines (reservation_id, sku, location, quantity)
  SELECT id, sku, location, quantity
  FROM jsonb_to_recordset($4::jsonb) AS item (id uuid, sku text, location text, quantity integer)
), refused AS (
  DELETE FROM reservations WHERE id = ANY ($5::uuid[])
), sold AS (
  UPDATE reservations SET status = 'sold' WHERE id = ANY ($6::uuid[])
), amount AS (
  SELECT count(*)::integer AS changed FROM changed
), published AS (${insertIntoOutbox('$7', 'amount')}
)
SELECT changed FROM amount`;
const amountSchema = z.tuple([z.object({ changed: z.number() })]);

/** The changes of each level in sum. */
function sumByLevel(changes: readonly LevelChange[]): LevelChange[] {
  const levels = new Map<string, LevelChange>();
  for (const change of changes) {
    const key = `${change.location} ${change.sku}`;
    const { onHand = 0, reserved = 0 } = levels.get(key) ?? {};
    levels.set(key, { ...change, onHand: onHand + change.onHand, reserved: reserved + change.reserved });
  }
  return [...levels.values()];
}

/**
 * Writes the decisions about reservations whose skus are locked, in one statement: levels, ledger, versions, lines,
 * status and events. Throws, and the transaction must then be rolled back, when a level would not suffice.
 */
export async function writeStock(tx: Tx, write: StockWrite): Promise<void> {
  const levels = sumByLevel(write.changes.flat());
  const versions = new Map<string, number>();
  for (const sku of write.changes.flatMap(changes => [...new Set(changes.map(change => change.sku))]))
    versions.set(sku, (versions.get(sku) ?? 0) + 1);
  const rows = await tx.$queryRawUnsafe<unknown>(
    WRITE,
    JSON.stringify(levels),
    JSON.stringify(write.ledger ?? []),
    JSON.stringify([...versions].map(([sku, times]) => ({ sku, times }))),
    JSON.stringify(write.lines ?? []),
    write.refused ?? [],
    write.sold ?? [],
    JSON.stringify(write.events),
  );
  if (amountSchema.parse(rows)[0].changed !== levels.length) throw new Error(LEVEL_TOO_LOW);
}
