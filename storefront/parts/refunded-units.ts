import type { Money } from '../../look/money.ts';
import type { Order } from '../shop/orders.ts';

export interface RefundedUnits {
  quantity: number;
  /** At the price of the line; undefined where the refunds of the order gave back less than that. */
  amount: Money | undefined;
}

/**
 * The refunded units of an order, by sku. Staff may give back less than the price of the units: then no line says an
 * amount, and the sum of the order is all that is known.
 */
export function refundedUnits({
  lines,
  totals,
  refundedLines = [],
}: Pick<Order, 'lines' | 'totals' | 'refundedLines'>): ReadonlyMap<string, RefundedUnits> {
  const prices = new Map(lines.map(({ sku, unitPrice }) => [sku, unitPrice]));
  const units = refundedLines.flatMap(({ sku, quantity }) => {
    const price = prices.get(sku);
    return price ? [{ sku, quantity, amount: { ...price, amount: price.amount * quantity } }] : [];
  });
  const sum = units.reduce((total, { amount }) => total + amount.amount, 0);
  const isWhole = sum <= (totals.refunded?.amount ?? 0);
  return new Map(units.map(({ sku, quantity, amount }) => [sku, { quantity, amount: isWhole ? amount : undefined }]));
}
