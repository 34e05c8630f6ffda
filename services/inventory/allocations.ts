import { inventoryEvents } from '../../generated/inventory/events.ts';
import { type OutboxEntry, outboxEntries } from '../platform/messaging/outbox.ts';
import { currentTrace, type InCapturedTrace } from '../platform/observability/trace.ts';
import { type Allocated, decideAllocations, type PaidOrder } from './allocation-decisions.ts';
import type { LevelChange } from './stock.ts';
import { markReservations, replaceLines, type Tx } from './store.ts';
import { lockForOrders } from './store-locks.ts';
import { type LedgerEntry, writeStock } from './store-write.ts';

/** A paid order, and the trace that its event belongs to. */
export interface TracedOrder extends PaidOrder {
  traced: InCapturedTrace;
}

/**
 * Allocates stock to paid orders: their reserved units are sold. If the reservation has ended, free units are
 * allocated, else AllocationFailed is published. One of StockAllocated and AllocationFailed is published, once an
 * order, and neither for a cancelled order. Two statements for all of them, and more for each that has to be allocated
 * again.
 */
export async function allocateOrders(tx: Tx, orders: readonly TracedOrder[]): Promise<void> {
  const decisions = decideAllocations(orders, await lockForOrders(tx, orders));
  const sold: string[] = [];
  const failed: string[] = [];
  const changes: LevelChange[][] = [];
  const ledger: LedgerEntry[] = [];
  const events: OutboxEntry[] = [];
  for (const [{ orderId, traced }, decision] of decisions) {
    if (decision === 'nothing') continue;
    if ('shortages' in decision) {
      failed.push(orderId);
      const event = { orderId, shortages: decision.shortages };
      events.push(...traced(() => outboxEntries([inventoryEvents.AllocationFailed(orderId, event)])));
    } else {
      if (decision.from === 'free') await replaceLines(tx, orderId, decision.allocations);
      sold.push(orderId);
      changes.push(decision.changes);
      ledger.push(...traced(() => entriesOf(orderId, decision)));
      const event = { orderId, lines: decision.lines, allocatedAt: new Date().toISOString() };
      events.push(...traced(() => outboxEntries([inventoryEvents.StockAllocated(orderId, event)])));
    }
  }
  if (failed.length > 0) await markReservations(tx, failed, { allocationFailed: true });
  if (events.length > 0) await writeStock(tx, { changes, ledger, sold, events });
}

function entriesOf(orderId: string, { changes, onHand }: Allocated): LedgerEntry[] {
  const traceId = currentTrace()?.traceId ?? null;
  return changes.map(({ sku, location, onHand: delta }, at) => ({
    sku,
    location,
    delta,
    onHand: onHand[at] ?? 0,
    reason: 'sold',
    orderId,
    traceId,
  }));
}
