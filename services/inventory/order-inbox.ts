import { claimEvents, type InTransaction, withBatch } from '../platform/messaging/inbox.ts';
import { currentTrace, inTrace } from '../platform/observability/trace.ts';
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
  eventId: string;
  orderId: string;
  update: OrderUpdate;
  /** Runs `work` in the trace of the event. */
  traced<T>(work: () => T): T;
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
    for (const { id: eventId, run } of events)
      await run({
        record(orderId, update) {
          const trace = currentTrace();
          reported.push({ eventId, orderId, update, traced: work => (trace ? inTrace(trace, work) : work()) });
        },
      });
    const ids = events.map(({ id }) => id);
    const fresh = await inTransaction(database, async tx => {
      const claimed = await claimEvents(tx, consumer, ids);
      const isFirst = ({ eventId }: Reported, at: number) =>
        reported.findIndex(other => other.eventId === eventId) === at;
      await apply(
        tx,
        reported.filter((report, at) => claimed.has(report.eventId) && isFirst(report, at)),
      );
      return claimed;
    });
    return ids.map(id => (fresh.delete(id) ? 'handled' : 'duplicate'));
  });
}
