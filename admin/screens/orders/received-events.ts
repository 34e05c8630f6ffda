import type { Order, TimelineEntry } from '../../../generated/orders/types.ts';
import type { Activity } from '../../kit/live/activity.ts';

/** What the shop told of an order; `heardAt` in ms as `performance.now()` counts. */
export interface ReceivedEvent extends Activity {
  receivedAt: number;
}

type Part = 'order' | 'payment' | 'shipment' | 'reservation' | 'ledger' | 'messages';

const partsByService: Readonly<Record<string, readonly Part[]>> = {
  orders: ['order', 'payment'],
  payments: ['order', 'payment'],
  shipping: ['order', 'shipment'],
  inventory: ['order', 'reservation', 'ledger'],
};

/**
 * The parts of an order's page that are not any more what was read. Messages have ids of their own, and do not say
 * which order they are about.
 */
export function staleParts(orderId: string, { type, subject, service }: Activity): readonly Part[] {
  if (service === 'notifications') return type === 'MessageSent' || type === 'MessageFailed' ? ['messages'] : [];
  return subject === orderId ? (partsByService[service ?? ''] ?? ['order']) : [];
}

const steps: Readonly<Record<string, TimelineEntry['type']>> = {
  PaymentAuthorized: 'paid',
  PaymentFailed: 'payment_failed',
  PaymentCaptured: 'captured',
  RefundIssued: 'refunded',
  StockAllocated: 'stock_allocated',
  AllocationFailed: 'stock_missing',
  ShipmentCreated: 'shipped',
  ShipmentInTransit: 'in_transit',
  ShipmentDelivered: 'delivered',
};

/** Steps that may come more than once: each is told by its own time, which is that of its event but for this, ms. */
const repeated: ReadonlySet<string> = new Set(['payment_failed', 'refunded']);
const slackMs = 10_000;
/** An order that has not taken up a step by then never will, as one that was cancelled before it was paid. ms */
const timeoutMs = 15_000;

export interface PendingStep {
  key: string;
  at: string;
  type: TimelineEntry['type'];
}

/**
 * Steps that other services told of and that the order itself does not know yet: it hears of them at the same time as
 * this page.
 */
export function pendingSteps(
  { timeline }: Pick<Order, 'timeline'>,
  events: readonly ReceivedEvent[],
  now: number,
): PendingStep[] {
  return events.flatMap(({ id, type: event, at, receivedAt }) => {
    const type = steps[event];
    if (type === undefined || now - receivedAt > timeoutMs) return [];
    const isKnown = timeline.some(
      entry => entry.type === type && (!repeated.has(type) || Date.parse(entry.at) >= Date.parse(at) - slackMs),
    );
    return isKnown ? [] : [{ key: `event:${id}`, at, type }];
  });
}
