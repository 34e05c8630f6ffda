import type { OrderCancelled, OrderPaid, OrderPlaced, OrderRefunded } from '../../generated/orders/events.ts';
import type { NewOrder, Order, OrderShipment, OrderStatus, TimelineEntry } from '../../generated/orders/types.ts';

type Parcel = Omit<OrderShipment, 'status'>;

/** What can be learned about an order. `refundedTotal` is in minor units, over all refunds so far. */
export type Happening =
  | { kind: 'authorized' | 'captured' | 'stock_allocated' }
  | { kind: 'payment_failed'; reason: string }
  | { kind: 'refunded'; refundedTotal: number; whole: boolean }
  | { kind: 'stock_missing' }
  | { kind: 'shipped' | 'in_transit' | 'delivered'; parcel: Parcel }
  | { kind: 'cancelled'; reason: string };

/**
 * A happening, when it happened (RFC 3339), and `id`, which names it however often and by whichever event it is told.
 */
export type Fact = Happening & { id: string; at: string; detail?: string; traceId?: string };

/** An order as it was placed and all that was learned about it, in the order of learning. */
export interface PlacedOrder {
  id: string;
  number: string;
  placedAt: string;
  placedTraceId?: string;
  content: NewOrder;
  facts: readonly Fact[];
}

/** What others are told. */
export type News =
  | { type: 'OrderPlaced'; payload: OrderPlaced }
  | { type: 'OrderPaid'; payload: OrderPaid }
  | { type: 'OrderCancelled'; payload: OrderCancelled }
  | { type: 'OrderRefunded'; payload: OrderRefunded };

/** From which status an order may come into which, one step at a time. */
export const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['paid', 'cancelled'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered', 'cancelled', 'refunded'],
  delivered: ['cancelled', 'refunded'],
  cancelled: ['refunded'],
  refunded: [],
};

const WAY: readonly OrderStatus[] = ['pending', 'paid', 'shipped', 'delivered'];
const CANCELS: ReadonlySet<Happening['kind']> = new Set(['cancelled', 'payment_failed', 'stock_missing']);

/**
 * The status that a set of facts amounts to, in whatever order they were learned: a whole refund beats a cancellation,
 * which beats every step of fulfilment, for others may have been told of it already; parcels count only once the order
 * is known as paid.
 */
export function statusOf(facts: readonly Fact[]): OrderStatus {
  const kinds = new Set(facts.map(fact => fact.kind));
  const cancelled = facts.some(fact => CANCELS.has(fact.kind));
  const paid = kinds.has('authorized');
  if ((paid || cancelled) && facts.some(fact => fact.kind === 'refunded' && fact.whole)) return 'refunded';
  if (cancelled) return 'cancelled';
  if (!paid) return 'pending';
  if (kinds.has('delivered')) return 'delivered';
  return kinds.has('shipped') || kinds.has('in_transit') ? 'shipped' : 'paid';
}

/** Whether a parcel has left, known as paid or not: then the order can no longer be cancelled by hand. */
export function hasShipped(facts: readonly Fact[]): boolean {
  return facts.some(fact => 'parcel' in fact);
}

/**
 * The statuses an order passes on its way, each a legal transition from the one before. What is refunded before it was
 * shipped is cancelled first, so that nobody goes on fulfilling it.
 */
export function steps(from: OrderStatus, to: OrderStatus): OrderStatus[] {
  if (from === to) return [];
  if (to === 'refunded') return from === 'pending' || from === 'paid' ? ['cancelled', 'refunded'] : ['refunded'];
  if (to === 'cancelled') return ['cancelled'];
  return WAY.slice(WAY.indexOf(from) + 1, WAY.indexOf(to) + 1);
}

/**
 * The order with one more fact, and what others must be told of it: each piece of news once in the life of an order.
 */
export function learn(order: PlacedOrder, fact: Fact): { order: PlacedOrder; status: OrderStatus; news: News[] } {
  if (order.facts.some(known => known.id === fact.id)) return { order, status: statusOf(order.facts), news: [] };
  const grown = { ...order, facts: [...order.facts, fact] };
  const status = statusOf(grown.facts);
  return {
    order: grown,
    status,
    news: steps(statusOf(order.facts), status).flatMap(step => newsOf(step, grown, fact)),
  };
}

function newsOf(step: OrderStatus, order: PlacedOrder, fact: Fact): News[] {
  const { id: orderId, number, content, facts } = order;
  const { email, totals } = content;
  if (step === 'paid')
    return [
      { type: 'OrderPaid', payload: paid(order, facts.find(known => known.kind === 'authorized')?.at ?? fact.at) },
    ];
  if (step === 'cancelled') {
    const wasPaid = facts.some(known => known.kind === 'authorized');
    return [
      {
        type: 'OrderCancelled',
        payload: { orderId, number, reason: cancelReason(facts) ?? 'refunded', wasPaid, cancelledAt: fact.at },
      },
    ];
  }
  if (step === 'refunded') {
    const amount = { amount: refundedTotal(facts), currency: totals.total.currency };
    return [{ type: 'OrderRefunded', payload: { orderId, number, email, amount, refundedAt: fact.at } }];
  }
  return [];
}

function paid(order: PlacedOrder, paidAt: string): OrderPaid {
  const { email, phone, cartId, totals, shippingAddress, shippingMethod } = order.content;
  const { total, subtotal, shipping } = totals;
  return {
    ...{
      orderId: order.id,
      number: order.number,
      email,
      total,
      subtotal,
      shipping,
      shippingAddress,
      shippingMethod,
      paidAt,
    },
    lines: shortLines(order.content),
    ...(phone === undefined ? {} : { phone }),
    ...(cartId === undefined ? {} : { cartId }),
  };
}

/** The news that an order exists. */
export function placed(order: PlacedOrder): News {
  const { id: orderId, number, placedAt, content } = order;
  const { cartId, totals } = content;
  const lines = shortLines(content);
  return {
    type: 'OrderPlaced',
    payload: { orderId, number, total: totals.total, lines, placedAt, ...(cartId === undefined ? {} : { cartId }) },
  };
}

function shortLines(content: NewOrder): OrderPaid['lines'] {
  return content.lines.map(({ sku, title, quantity, unitPrice }) => ({ sku, title, quantity, unitPrice }));
}

/** Why the order was cancelled, as first learned; undefined while it is not. */
export function cancelReason(facts: readonly Fact[]): string | undefined {
  const fact = facts.find(known => CANCELS.has(known.kind));
  if (fact === undefined) return undefined;
  if (fact.kind === 'payment_failed') return `payment_${fact.reason}`;
  return fact.kind === 'cancelled' ? fact.reason : 'out_of_stock';
}

/** What went back so far, minor units. */
function refundedTotal(facts: readonly Fact[]): number {
  return Math.max(0, ...facts.map(fact => (fact.kind === 'refunded' ? fact.refundedTotal : 0)));
}

/**
 * What an order counts for in the sales: undefined until it is paid and once it is cancelled or given back whole. Minor
 * units, less what went back.
 */
export function soldFor({ content, facts }: PlacedOrder): { paidAt: string; amount: number } | undefined {
  const authorized = facts.find(fact => fact.kind === 'authorized');
  const status = statusOf(facts);
  if (authorized === undefined || status === 'cancelled' || status === 'refunded') return undefined;
  return { paidAt: authorized.at, amount: content.totals.total.amount - refundedTotal(facts) };
}

/** What is wrong with the sums of a new order; undefined when they add up in one currency. */
export function wrongTotals({ lines, totals }: NewOrder): string | undefined {
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
  if (totals.refunded !== undefined) return 'A new order has no refund.';
  return undefined;
}

const ENTRIES: Readonly<Record<Happening['kind'], TimelineEntry['type']>> = {
  ...{
    authorized: 'paid',
    captured: 'captured',
    payment_failed: 'payment_failed',
    refunded: 'refunded',
    cancelled: 'cancelled',
  },
  ...{
    stock_allocated: 'stock_allocated',
    stock_missing: 'stock_missing',
    shipped: 'shipped',
    in_transit: 'in_transit',
    delivered: 'delivered',
  },
};

/** What happened, oldest first. An authorization that came after the cancellation paid for nothing and is not told. */
export function timeline(order: PlacedOrder): TimelineEntry[] {
  const first: TimelineEntry = {
    type: 'placed',
    at: order.placedAt,
    ...(order.placedTraceId === undefined ? {} : { traceId: order.placedTraceId }),
  };
  const told = order.facts.filter(
    (fact, index) => fact.kind !== 'authorized' || cancelReason(order.facts.slice(0, index)) === undefined,
  );
  const entries = told.map(({ kind, at, detail, traceId }): TimelineEntry => {
    return {
      type: ENTRIES[kind],
      at,
      ...(detail === undefined ? {} : { detail }),
      ...(traceId === undefined ? {} : { traceId }),
    };
  });
  return [first, ...entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))];
}

const PARCEL_STATUS = { shipped: 'created', in_transit: 'in_transit', delivered: 'delivered' } as const;
const PARCEL_WAY = ['shipped', 'in_transit', 'delivered'] as const;

function parcels(facts: readonly Fact[]): OrderShipment[] {
  const found = new Map<string, OrderShipment>();
  for (const kind of PARCEL_WAY) {
    for (const fact of facts)
      if (fact.kind === kind) found.set(fact.parcel.id, { ...fact.parcel, status: PARCEL_STATUS[kind] });
  }
  return [...found.values()];
}

/** The order as the contract shows it. */
export function asOrder(order: PlacedOrder): Order {
  const { id, number, placedAt, content, facts } = order;
  const { email, phone, lines, totals, shippingAddress, shippingMethod } = content;
  const refunded = refundedTotal(facts);
  const reason = cancelReason(facts);
  return {
    ...{ id, number, email, lines, shippingAddress, shippingMethod, placedAt },
    status: statusOf(facts),
    totals: { ...totals, ...(refunded > 0 ? { refunded: { amount: refunded, currency: totals.total.currency } } : {}) },
    shipments: parcels(facts),
    timeline: timeline(order),
    ...(phone === undefined ? {} : { phone }),
    ...(reason === undefined ? {} : { cancelReason: reason }),
  };
}
