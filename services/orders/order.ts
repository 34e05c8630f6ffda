import type { OrderCancelled, OrderPaid, OrderPlaced, OrderRefunded } from '../../generated/orders/events.ts';
import type { NewOrder, Order, OrderShipment, OrderStatus, TimelineEntry } from '../../generated/orders/types.ts';
import { copyFields, everyField } from '../platform/fields.ts';
import {
  type FailedRefund,
  type IssuedRefund,
  type RefundEvent,
  refundEvents,
  refundedLines,
  refundedTotal,
  refundsOf,
} from './refunds.ts';

/** Minor units; a type alias, so that it may be stored as JSON. */
type MoneyFact = { amount: number; currency: string };

type Parcel = Omit<OrderShipment, 'status'>;

/**
 * The content of a fact. Amounts are in minor units; `refundedTotal` is the refunded amount after it, over all refunds
 * that did not fail. Older authorizations and captures lack `amount`.
 */
export type FactContent =
  | { kind: 'authorized'; amount?: MoneyFact; last4?: string }
  | { kind: 'captured'; amount?: MoneyFact }
  | { kind: 'stock_allocated' }
  | { kind: 'payment_failed'; reason: string }
  | IssuedRefund
  | FailedRefund
  | { kind: 'stock_missing' }
  | { kind: 'shipped' | 'in_transit' | 'delivered'; parcel: Parcel }
  | { kind: 'cancelled'; reason: string };

/**
 * Something that happened to an order, and when (RFC 3339). `id` identifies it across events and repeated deliveries.
 */
export type Fact = FactContent & { id: string; at: string; detail?: string; traceId?: string };

/** An order as it was placed, and its facts in the order in which they were recorded. */
export interface PlacedOrder {
  id: string;
  number: string;
  placedAt: string;
  placedTraceId?: string;
  content: NewOrder;
  facts: readonly Fact[];
}

/** The number of an order by its sequence. */
export const numberOf = (sequence: bigint | string): string => `C-${sequence}`;

/** An event that the service publishes. */
export type OrderEvent =
  | { type: 'OrderPlaced'; payload: OrderPlaced }
  | { type: 'OrderPaid'; payload: OrderPaid }
  | { type: 'OrderCancelled'; payload: OrderCancelled }
  | { type: 'OrderRefunded'; payload: OrderRefunded }
  | RefundEvent;

const FULFILMENT_STEPS: readonly OrderStatus[] = ['pending', 'paid', 'shipped', 'delivered'];
const CANCELLING_KINDS: ReadonlySet<FactContent['kind']> = new Set(['cancelled', 'payment_failed', 'stock_missing']);

/**
 * The status of an order, computed from the set of its facts; their order does not matter. A full refund wins over a
 * cancellation. A cancellation wins over fulfilment, because OrderCancelled may be published already. Parcels count
 * only once the order is paid. A full refund before the parcel ships cancels the order permanently, even if the refund
 * fails later.
 */
export function statusOf(facts: readonly Fact[]): OrderStatus {
  const kinds = new Set(facts.map(fact => fact.kind));
  const cancelled = facts.some(fact => CANCELLING_KINDS.has(fact.kind));
  const paid = kinds.has('authorized');
  const { full, everFull } = refundsOf(facts);
  if ((paid || cancelled) && full) return 'refunded';
  if (cancelled || (paid && everFull && !hasShipped(facts))) return 'cancelled';
  if (!paid) return 'pending';
  if (kinds.has('delivered')) return 'delivered';
  return kinds.has('shipped') || kinds.has('in_transit') ? 'shipped' : 'paid';
}

/** Whether a parcel has shipped, paid or not. Staff cannot cancel the order then. */
export function hasShipped(facts: readonly Fact[]): boolean {
  return facts.some(fact => 'parcel' in fact);
}

/**
 * The statuses between two statuses, each a legal transition from the one before. An order that is refunded before it
 * ships is cancelled first, so that fulfilment stops.
 */
export function statusesBetween(from: OrderStatus, to: OrderStatus): OrderStatus[] {
  if (from === to || from === 'refunded') return []; // a failed refund does not revert published transitions
  if (to === 'refunded') return from === 'pending' || from === 'paid' ? ['cancelled', 'refunded'] : ['refunded'];
  if (to === 'cancelled') return ['cancelled'];
  return FULFILMENT_STEPS.slice(FULFILMENT_STEPS.indexOf(from) + 1, FULFILMENT_STEPS.indexOf(to) + 1);
}

/**
 * Adds a fact to an order and returns the events that follow from it. Each event occurs once in the life of an order.
 */
export function applyFact(
  order: PlacedOrder,
  fact: Fact,
): { order: PlacedOrder; status: OrderStatus; events: OrderEvent[] } {
  if (order.facts.some(other => other.id === fact.id)) return { order, status: statusOf(order.facts), events: [] };
  const withFact = { ...order, facts: [...order.facts, checkedFact(order.content, fact)] };
  const status = statusOf(withFact.facts);
  return {
    order: withFact,
    status,
    events: [
      ...refundEvents(order, fact),
      ...statusesBetween(statusOf(order.facts), status).flatMap(step => eventsOf(step, withFact, fact)),
    ],
  };
}

function eventsOf(step: OrderStatus, order: PlacedOrder, fact: Fact): OrderEvent[] {
  const { id: orderId, number, content, facts } = order;
  const { email, totals } = content;
  if (step === 'paid')
    return [
      { type: 'OrderPaid', payload: orderPaid(order, facts.find(other => other.kind === 'authorized')?.at ?? fact.at) },
    ];
  if (step === 'cancelled') {
    const wasPaid = facts.some(other => other.kind === 'authorized');
    return [
      {
        type: 'OrderCancelled',
        payload: { orderId, number, reason: cancelReason(facts) ?? 'refunded', wasPaid, cancelledAt: fact.at },
      },
    ];
  }
  if (step === 'refunded') {
    const amount = { amount: refundedTotal(facts), currency: totals.total.currency };
    const isQuiet = fact.kind === 'refunded' && fact.notifyCustomer === false;
    const payload = { orderId, number, email, amount, refundedAt: fact.at };
    return [{ type: 'OrderRefunded', payload: isQuiet ? { ...payload, notifyCustomer: false } : payload }];
  }
  return [];
}

/** What events have of the lines of an order. */
const lineFields = { sku: true, title: true, quantity: true, unitPrice: true, lineTotal: false } as const;

function orderPaid(order: PlacedOrder, paidAt: string): OrderPaid {
  const { id: orderId, number, content } = order;
  const { email, phone, cartId, totals, shippingAddress, shippingMethod } = content;
  const { total, subtotal, shipping } = totals;
  return everyField<OrderPaid>({
    orderId,
    number,
    email,
    phone,
    cartId,
    total,
    subtotal,
    shipping,
    shippingAddress,
    shippingMethod,
    paidAt,
    lines: content.lines.map(line => copyFields(line, { ...lineFields, imageUrl: true })),
  });
}

/** OrderPlaced of an order. */
export function orderPlaced(order: PlacedOrder): OrderEvent {
  const { id: orderId, number, placedAt, content } = order;
  const { cartId, totals } = content;
  const lines = content.lines.map(line => copyFields(line, { ...lineFields, imageUrl: false }));
  const about = { orderId, number, cartId, total: totals.total, lines, placedAt };
  return { type: 'OrderPlaced', payload: everyField<OrderPlaced>(about) };
}

/** Why the order was cancelled, by the first fact that cancelled it; undefined while it is not. */
export function cancelReason(facts: readonly Fact[]): string | undefined {
  const fact = facts.find(known => CANCELLING_KINDS.has(known.kind));
  if (fact === undefined) return undefined;
  if (fact.kind === 'payment_failed') return `payment_${fact.reason}`;
  return fact.kind === 'cancelled' ? fact.reason : 'out_of_stock';
}

/**
 * The effect of a fact on an order. An authorization of another amount than the order's does not count as payment: it
 * cancels the order, and payments cancels the authorization.
 */
export function checkedFact({ totals }: NewOrder, fact: Fact): Fact {
  if (fact.kind !== 'authorized' || fact.amount === undefined) return fact;
  const { amount, currency } = totals.total;
  if (fact.amount.amount === amount && fact.amount.currency === currency) return fact;
  const { id, at, traceId } = fact;
  const reason = 'amount_mismatch';
  return { id, at, kind: 'payment_failed', reason, detail: reason, ...(traceId === undefined ? {} : { traceId }) };
}

/**
 * The sale of an order for statistics: undefined until it is paid, and once it is cancelled or refunded in full. Minor
 * units: what was captured, or until then the total, less refunds.
 */
export function saleOf(order: PlacedOrder): { paidAt: string; amount: number } | undefined {
  const { facts } = order;
  const authorized = facts.find(fact => fact.kind === 'authorized');
  const status = statusOf(facts);
  if (authorized === undefined || status === 'cancelled' || status === 'refunded') return undefined;
  return {
    paidAt: authorized.at,
    amount: (captureOf(order) ?? order.content.totals.total).amount - refundedTotal(facts),
  };
}

/** What was captured, at the provider perhaps less than was authorized; undefined until it is. */
function captureOf({ content, facts }: PlacedOrder): MoneyFact | undefined {
  const captured = facts.find(fact => fact.kind === 'captured');
  return captured && (captured.amount ?? content.totals.total);
}

/** Why the totals of a new order are wrong; undefined when they add up, in one currency. */
export function totalsError({ lines, totals }: NewOrder): string | undefined {
  const amounts = [
    ...lines.flatMap(line => [line.unitPrice, line.lineTotal]),
    totals.subtotal,
    totals.shipping,
    totals.total,
  ];
  if (amounts.some(({ currency }) => currency !== totals.total.currency))
    return 'All amounts of an order must be in one currency.';
  if (amounts.some(({ amount }) => amount < 0)) return 'No amount of an order may be negative.';
  const wrong = lines.find(line => line.lineTotal.amount !== line.unitPrice.amount * line.quantity);
  if (wrong) return `The total of ${wrong.sku} is not its price times its quantity.`;
  if (totals.subtotal.amount !== lines.reduce((sum, line) => sum + line.lineTotal.amount, 0))
    return 'The subtotal is not the sum of the lines.';
  if (totals.total.amount !== totals.subtotal.amount + totals.shipping.amount)
    return 'The total is not subtotal and shipping.';
  if (totals.refunded !== undefined || totals.captured !== undefined)
    return 'A new order has no capture and no refund.';
  return undefined;
}

const TIMELINE_TYPES: Readonly<Record<FactContent['kind'], TimelineEntry['type']>> = {
  authorized: 'paid',
  captured: 'captured',
  payment_failed: 'payment_failed',
  refunded: 'refunded',
  refund_failed: 'refund_failed',
  cancelled: 'cancelled',
  stock_allocated: 'stock_allocated',
  stock_missing: 'stock_missing',
  shipped: 'shipped',
  in_transit: 'in_transit',
  delivered: 'delivered',
};

/**
 * The timeline, oldest first. It omits what follows from a cancellation: an authorization that comes, or ends, after
 * it.
 */
export function timeline(order: PlacedOrder): TimelineEntry[] {
  const placedEntry: TimelineEntry = {
    type: 'placed',
    at: order.placedAt,
    ...(order.placedTraceId === undefined ? {} : { traceId: order.placedTraceId }),
  };
  const visible = order.facts.filter(
    (fact, index) =>
      (fact.kind !== 'authorized' && fact.kind !== 'payment_failed') ||
      cancelReason(order.facts.slice(0, index)) === undefined,
  );
  const entries = visible.map(({ kind, at, detail, traceId }): TimelineEntry => {
    return {
      type: TIMELINE_TYPES[kind],
      at,
      ...(detail === undefined ? {} : { detail }),
      ...(traceId === undefined ? {} : { traceId }),
    };
  });
  return [placedEntry, ...entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))];
}

const PARCEL_STATUS = { shipped: 'created', in_transit: 'in_transit', delivered: 'delivered' } as const;
const PARCEL_STEPS = ['shipped', 'in_transit', 'delivered'] as const;

function parcels(facts: readonly Fact[]): OrderShipment[] {
  const found = new Map<string, OrderShipment>();
  for (const kind of PARCEL_STEPS) {
    for (const fact of facts)
      if (fact.kind === kind) found.set(fact.parcel.id, { ...fact.parcel, status: PARCEL_STATUS[kind] });
  }
  return [...found.values()];
}

/** The order in the contract's shape; with its tags for staff. */
export function toOrder(order: PlacedOrder, tags: readonly string[] = []): Order {
  const { id, number, placedAt, content, facts } = order;
  const { email, phone, lines, totals, shippingAddress, shippingMethod } = content;
  const refunded = refundedTotal(facts);
  const captured = captureOf(order);
  const refundedUnits = refundedLines(facts);
  const reason = cancelReason(facts);
  return everyField<Order>({
    id,
    number,
    email,
    phone,
    lines,
    shippingAddress,
    shippingMethod,
    placedAt,
    status: statusOf(facts),
    totals: {
      ...totals,
      ...(captured === undefined ? {} : { captured }),
      ...(refunded > 0 ? { refunded: { amount: refunded, currency: totals.total.currency } } : {}),
    },
    shipments: parcels(facts),
    timeline: timeline(order),
    refundedLines: refundedUnits.length === 0 ? undefined : refundedUnits,
    cancelReason: reason,
    tags: tags.length === 0 ? undefined : [...tags],
  });
}
