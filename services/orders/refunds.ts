import type { OrderPartlyRefunded, OrderRefundFailed } from '../../generated/orders/events.ts';
import type { NewOrder, RefundedLine, TimelineEntry } from '../../generated/orders/types.ts';

/** A refund as payments reports it. Older facts have the sum over all refunds only. Amounts are minor units. */
export type IssuedRefund = {
  kind: 'refunded';
  refundedTotal: number;
  whole: boolean;
  amount?: number;
  lines?: { sku: string; quantity: number }[];
  notifyCustomer?: boolean;
};

/** A refund that failed after it was issued. */
export type FailedRefund = {
  kind: 'refund_failed';
  refundedTotal: number;
  amount?: number;
};

/** A fact of an order, whether it is about a refund or not. */
type Recorded = { id: string; at: string } & (IssuedRefund | FailedRefund | { kind: OtherKind });
type OtherKind = Exclude<TimelineEntry['type'], 'refunded' | 'refund_failed'> | 'authorized';
type Refund = Extract<Recorded, { kind: 'refunded' | 'refund_failed' }>;

const isRefund = (fact: Recorded): fact is Refund => fact.kind === 'refunded' || fact.kind === 'refund_failed';

/** The ids of the facts that a refund was issued and that it failed, by the id of the refund. */
export const refundFactIds = (refundId: string) => ({
  issued: `refunded:${refundId}`,
  failed: `refund_failed:${refundId}`,
});

/**
 * The refunded amount by the latest events of payments: minor units, and whether it is a full refund. `everFull`: it
 * was, before a refund failed.
 */
export function refundsOf(facts: readonly Recorded[]): { total: number; full: boolean; everFull: boolean } {
  const refunds = facts.filter(isRefund);
  const latest = refunds.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  const total = latest?.refundedTotal ?? 0;
  const captured = refunds.find(fact => fact.kind === 'refunded' && fact.whole)?.refundedTotal;
  return { total, full: captured !== undefined && total >= captured, everFull: captured !== undefined };
}

/** The refunded amount, minor units. */
export const refundedTotal = (facts: readonly Recorded[]): number => refundsOf(facts).total;

/** How many units were refunded, by sku, over all refunds by line that did not fail. */
export function refundedLines(facts: readonly Recorded[]): RefundedLine[] {
  const ids = new Set(facts.map(({ id }) => id));
  const units = new Map<string, number>();
  for (const fact of facts) {
    if (fact.kind !== 'refunded') continue;
    if (ids.has(refundFactIds(fact.id.replace('refunded:', '')).failed)) continue;
    for (const { sku, quantity } of fact.lines ?? []) units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  return [...units].map(([sku, quantity]) => ({ sku, quantity }));
}

interface RefundedOrder {
  id: string;
  number: string;
  content: NewOrder;
}

export type RefundEvent =
  | { type: 'OrderPartlyRefunded'; payload: OrderPartlyRefunded }
  | { type: 'OrderRefundFailed'; payload: OrderRefundFailed };

/** The event of a refund that does not change the status of its order: of a part, or a failed one. */
export function refundEvents({ id: orderId, number, content }: RefundedOrder, fact: Recorded): RefundEvent[] {
  if (!isRefund(fact) || fact.amount === undefined) return [];
  const { currency } = content.totals.total;
  const about = { orderId, number, email: content.email, amount: { amount: fact.amount, currency } };
  if (fact.kind === 'refund_failed') return [{ type: 'OrderRefundFailed', payload: { ...about, failedAt: fact.at } }];
  if (fact.whole) return [];
  const { refundedTotal: total, lines = [], notifyCustomer } = fact;
  const titles = new Map(content.lines.map(({ sku, title }) => [sku, title]));
  const payload = {
    ...about,
    refundedTotal: { amount: total, currency },
    lines: lines.map(({ sku, quantity }) => ({ sku, title: titles.get(sku) ?? sku, quantity })),
    ...(notifyCustomer === undefined ? {} : { notifyCustomer }),
    refundedAt: fact.at,
  };
  return [{ type: 'OrderPartlyRefunded', payload }];
}
