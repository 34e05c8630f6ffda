import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { ordersEvents } from '../../generated/orders/events.ts';
import type { OrderEvent } from './order.ts';

/** The events of an order as they are published. */
export function recordsOf(id: string, events: readonly OrderEvent[]): EventRecord[] {
  return events.map(({ type, payload }) => {
    if (type === 'OrderPlaced') return ordersEvents.OrderPlaced(id, payload);
    if (type === 'OrderPaid') return ordersEvents.OrderPaid(id, payload);
    if (type === 'OrderCancelled') return ordersEvents.OrderCancelled(id, payload);
    if (type === 'OrderRefunded') return ordersEvents.OrderRefunded(id, payload);
    if (type === 'OrderPartlyRefunded') return ordersEvents.OrderPartlyRefunded(id, payload);
    return ordersEvents.OrderRefundFailed(id, payload);
  });
}
