import { claimEvents, type InTransaction, withBatch } from '../platform/messaging/inbox.ts';
import { captureTrace, type InCapturedTrace } from '../platform/observability/trace.ts';
import { allocateOrders } from './allocations.ts';
import { cancelOrder, restockParcel, restockRefund } from './reservations.ts';
import type { StockLine } from './stock.ts';
import { type Database, inTransaction, type Tx } from './store.ts';

/** An update of an order that an event reports. */
type OrderUpdate =
  | { kind: 'paid'; lines: readonly StockLine[] }
  | { kind: 'cancelled' }
  | { kind: 'parcel cancelled' }
  | { kind: 'refunded'; lines: readonly StockLine[]; restockAt: string };

/** Collects what event handlers report about orders. */
export interface OrderRecorder {
  record(orderId: string, update: OrderUpdate): void;
}

interface Reported {
  /** The position of its event in the batch. */
  at: number;
  orderId: string;
  update: OrderUpdate;
  /** The trace of the event. */
  traced: InCapturedTrace;
}

async function applyOne(tx: Tx, orderId: string, update: OrderUpdate): Promise<void> {
  if (update.kind === 'cancelled') await cancelOrder(tx, orderId);
  if (update.kind === 'parcel cancelled') await restockParcel(tx, orderId);
  if (update.kind === 'refunded') await restockRefund(tx, orderId, update.lines, update.restockAt);
}

/** Applies updates in order; consecutive paid orders are allocated together. */
async function apply(tx: Tx, reported: readonly Reported[]): Promise<void> {
  for (let at = 0; at < reported.length; ) {
    const rest = reported.slice(at);
    const others = rest.findIndex(({ update }) => update.kind !== 'paid');
    const paid = (others < 0 ? rest : rest.slice(0, others)).flatMap(({ orderId, update, traced }) =>
      update.kind === 'paid' ? { orderId, lines: update.lines, traced } : [],
    );
    if (paid.length > 0) await allocateOrders(tx, paid);
    else {
      const [next] = rest;
      if (next) await next.traced(() => applyOne(tx, next.orderId, next.update));
    }
    at += Math.max(1, paid.length);
  }
}

/**
 * Applies what events report about orders in one transaction with their inbox rows. The skus of all orders that were
 * paid are locked at once, in one order and for two statements, so that batches never deadlock.
 */
export function orderInbox(database: Database): InTransaction<OrderRecorder> {
  return withBatch(async (consumer, events) => {
    const reported: Reported[] = [];
    for (const [at, { run }] of events.entries())
      await run({
        record: (orderId, update) => reported.push({ at, orderId, update, traced: captureTrace() }),
      });
    return inTransaction(database, async tx => {
      const ids = events.map(({ id }) => id);
      const claimed = await claimEvents(tx, consumer, ids);
      // An id that comes twice is claimed for the first of them.
      const outcomes = ids.map(id => (claimed.delete(id) ? 'handled' : 'duplicate'));
      await apply(
        tx,
        reported.filter(({ at }) => outcomes[at] === 'handled'),
      );
      return outcomes;
    });
  });
}
