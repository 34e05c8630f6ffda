import type { Order, TimelineEntry } from '../../../generated/orders/types.ts';
import type { Activity } from '../../kit/live/activity.ts';

/** An event received from the live feed; `receivedAt` in ms of `performance.now()`. */
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

/** The parts of an order's page that an event makes stale. Message events do not name their order. */
export function staleParts(orderId: string, { type, subject, service }: Activity): readonly Part[] {
  if (service === 'notifications') return type === 'MessageSent' || type === 'MessageFailed' ? ['messages'] : [];
  if (subject !== orderId) return [];
  if (type === 'PaymentDisputed') return ['order', 'payment', 'shipment'];
  return partsByService[service ?? ''] ?? ['order'];
}

/** Whether the payment was disputed just now, or its dispute decided: shipping holds the parcel, or lets it go. */
export function isDisputeNew(events: readonly ReceivedEvent[], now: number): boolean {
  return events.some(({ type, receivedAt }) => type === 'PaymentDisputed' && now - receivedAt <= timeoutMs);
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

/** Steps that may occur repeatedly are matched by time, within this tolerance, ms. */
const repeated: ReadonlySet<string> = new Set(['payment_failed', 'refunded']);
const slackMs = 10_000;
/** After this time a step counts as ignored by the order, as for one that was cancelled before payment, ms. */
const timeoutMs = 15_000;

export interface PendingStep {
  key: string;
  at: string;
  type: TimelineEntry['type'];
}

/**
 * Steps from received events that the order does not have yet: it consumes those events at the same time as this
 * page.
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
