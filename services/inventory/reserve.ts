import { inventoryEvents } from '../../generated/inventory/events.ts';
import { type OutboxEntry, outboxEntries } from '../platform/messaging/outbox.ts';
import { captureTrace, type InCapturedTrace } from '../platform/observability/trace.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import { publishedLines } from './published-lines.ts';
import { decideReservations, type Wanted } from './reserve-decisions.ts';
import { fingerprintOf, type LevelChange, type Shortage } from './stock.ts';
import {
  type Database,
  findReservation,
  inTransaction,
  type Reservation,
  type Tx,
  withConcurrencyLimit,
} from './store.ts';
import { lockForReservations } from './store-locks.ts';
import { type StockWrite, writeStock } from './store-write.ts';

type Reserved = { reservation: Reservation } | { shortages: Shortage[] } | 'other lines' | 'too many';

/** A request with its fingerprint and trace. */
interface Request extends Wanted {
  fingerprint: string;
  traced: InCapturedTrace;
}

/** Concurrent batches, so that one that waits for a lock does not block all others. */
const CONCURRENT_BATCHES = 2;
const MAX_BATCH = 25;

/**
 * Reserves stock under an id that the caller chose, all lines or none. A known id returns the current state of its
 * reservation, or 'other lines' when the lines differ; 'too many' if a holder has reached the limit of unpaid
 * reservations. Publishes InventoryReserved once. Concurrent requests share one short transaction: buyers of one sku
 * wait for its lock once, not one after the other.
 */
export function createReserve(database: Database): (wanted: Wanted) => Promise<Reserved> {
  const reserveNew = createBatcher(
    (requests: readonly Request[]) => withConcurrencyLimit(() => reserveTogether(database, requests)),
    { concurrency: CONCURRENT_BATCHES, maxSize: MAX_BATCH, onError: 'retry' },
  );
  return async wanted => {
    const fingerprint = fingerprintOf(wanted.lines);
    const request = { ...wanted, fingerprint, traced: captureTrace() };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const reserved = await reserveNew(request);
      if (reserved !== 'known') return reserved;
      const found = await findReservation(database, wanted.id);
      // None, if the same request was refused just before this one.
      if (found)
        return found.fingerprint === null || found.fingerprint === fingerprint
          ? { reservation: found.reservation }
          : 'other lines';
    }
    throw new Error('Reservation was not created');
  };
}

/** Ends a transaction without effect: nothing was reserved. */
class NothingReserved extends Error {}

/** Decides about each request in order; 'known' if its id is known, also from an earlier request of the batch. */
async function reserveTogether(database: Database, requests: readonly Request[]): Promise<(Reserved | 'known')[]> {
  const results = new Map<Request, Reserved>();
  const reserveIn = async (tx: Tx): Promise<void> => {
    results.clear();
    const { made, ...states } = await lockForReservations(tx, requests);
    const rows = new Map(made.map(row => [row.id, row]));
    const asked = requests.flatMap(request => {
      const row = rows.get(request.id);
      rows.delete(request.id); // an id that comes twice is reserved for the first of them
      return row ? [{ ...request, ...row, request }] : [];
    });
    const changes: LevelChange[][] = [];
    const lines: NonNullable<StockWrite['lines']>[number][] = [];
    const events: OutboxEntry[] = [];
    const refused: string[] = [];
    for (const [{ request, id, expiresAt, createdAt }, decision] of decideReservations(asked, states)) {
      if (decision === 'too many' || 'shortages' in decision) {
        refused.push(id);
        results.set(request, decision);
        continue;
      }
      const { allocations } = decision;
      const published = publishedLines(request.lines, decision.available, decision.versions);
      const event = { reservationId: id, lines: published, expiresAt: expiresAt.toISOString() };
      events.push(...request.traced(() => outboxEntries([inventoryEvents.InventoryReserved(id, event)])));
      changes.push(decision.changes);
      lines.push(...allocations.map(line => ({ id, ...line })));
      results.set(request, { reservation: { id, status: 'held', lines: allocations, expiresAt, createdAt } });
    }
    if (events.length === 0) throw new NothingReserved();
    await writeStock(tx, { changes, lines, refused, events });
  };
  try {
    await inTransaction(database, reserveIn);
  } catch (error) {
    if (!(error instanceof NothingReserved)) throw error;
  }
  return requests.map(request => results.get(request) ?? 'known');
}
