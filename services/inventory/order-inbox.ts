import { claimEvents, type InTransaction, withBatch } from '../platform/messaging/inbox.ts';
import { currentTrace, inTrace } from '../platform/observability/trace.ts';
import { allocateOrders } from './allocations.ts';
import { cancelOrder, restockParcel, restockRefund } from './reservations.ts';
import type { StockLine } from './stock.ts';
import { type Database, inTransaction, type Tx } from './store.ts';

/** What an event reports about an order. */
type OrderNews =
  | { kind: 'paid'; lines: readonly StockLine[] }
  | { kind: 'cancelled' }
  | { kind: 'parcel cancelled' }
  | { kind: 'refunded'; lines: readonly StockLine[]; restockAt: string };

/** Where handlers of events say what they report about an order. */
export interface OrderRecorder {
  record(orderId: string, news: OrderNews): void;
}

interface Reported {
  eventId: string;
  orderId: string;
  news: OrderNews;
  /** Runs `work` in the trace of the event. */
  traced<T>(work: () => T): T;
}

async function applyOne(tx: Tx, orderId: string, news: OrderNews): Promise<void> {
  if (news.kind === 'cancelled') await cancelOrder(tx, orderId);
  if (news.kind === 'parcel cancelled') await restockParcel(tx, orderId);
  if (news.kind === 'refunded') await restockRefund(tx, orderId, news.lines, news.restockAt);
}

/** Applies news in its order; orders that were paid one after the other are allocated together. */
async function apply(tx: Tx, reported: readonly Reported[]): Promise<void> {
  for (let at = 0; at < reported.length; ) {
    const rest = reported.slice(at);
    const others = rest.findIndex(({ news }) => news.kind !== 'paid');
    const paid = (others < 0 ? rest : rest.slice(0, others)).flatMap(({ orderId, news, traced }) =>
      news.kind === 'paid' ? { orderId, lines: news.lines, traced } : [],
    );
    if (paid.length > 0) await allocateOrders(tx, paid);
    else {
      const [next] = rest;
      if (next) await next.traced(() => applyOne(tx, next.orderId, next.news));
    }
    at += Math.max(1, paid.length);
  }
}

/**
 * Applies what events report about orders in one transaction with their inbox rows. The skus of all orders that were
 * paid are locked at once, in one order and for two statements, so that batches never wait for each other in a circle.
 */
export function orderInbox(database: Database): InTransaction<OrderRecorder> {
  return withBatch(async (consumer, events) => {
    const reported: Reported[] = [];
    for (const { id: eventId, run } of events)
      await run({
        record(orderId, news) {
          const trace = currentTrace();
          reported.push({ eventId, orderId, news, traced: work => (trace ? inTrace(trace, work) : work()) });
        },
      });
    const ids = events.map(({ id }) => id);
    const fresh = await inTransaction(database, async tx => {
      const claimed = await claimEvents(tx, consumer, ids);
      const isFirst = ({ eventId }: Reported, at: number) =>
        reported.findIndex(other => other.eventId === eventId) === at;
      await apply(
        tx,
        reported.filter((news, at) => claimed.has(news.eventId) && isFirst(news, at)),
      );
      return claimed;
    });
    return ids.map(id => (fresh.delete(id) ? 'handled' : 'duplicate'));
  });
}
