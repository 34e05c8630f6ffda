import type { RefundMessage } from '../../../generated/notifications/types.ts';
import type { Order } from '../../../generated/orders/types.ts';
import type { Payment, RefundRequest } from '../../../generated/payments/types.ts';
import { isMoney, type Money } from '../../../look/money.ts';
import { isObject } from '../../kit/api/request-body.ts';
import { formatMoney, parseAmount } from '../../kit/money.ts';

/** What somebody chose to refund: units by sku, the shipping or not, and what follows from it. */
export interface RefundChoice {
  units: Readonly<Record<string, number>>;
  shipping: boolean;
  /** The location at which the units go back into stock; absent where they do not. */
  restockAt: string | undefined;
  notifyCustomer: boolean;
}

/** A line of an order, with the units that can still be refunded. */
export interface RefundableLine {
  sku: string;
  title: string;
  unitPrice: Money;
  left: number;
  refunded: number;
}

const standing = ({ refunds = [] }: Pick<Payment, 'refunds'>) => refunds.filter(({ status }) => status !== 'failed');

/** The lines of an order with what can still be refunded of each: a failed refund gave nothing back. */
export function refundableLines(order: Pick<Order, 'lines'>, payment: Pick<Payment, 'refunds'>): RefundableLine[] {
  const units = new Map<string, number>();
  for (const { lines = [] } of standing(payment))
    for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return order.lines.map(({ sku, title, unitPrice, quantity }) => {
    const refunded = units.get(sku) ?? 0;
    return { sku, title, unitPrice, refunded, left: Math.max(0, quantity - refunded) };
  });
}

/** What can still be refunded of the shipping, minor units. */
export function refundableShipping({ totals }: Pick<Order, 'totals'>, payment: Pick<Payment, 'refunds'>): number {
  const refunded = standing(payment).reduce((sum, { shipping }) => sum + (shipping?.amount ?? 0), 0);
  return Math.max(0, totals.shipping.amount - refunded);
}

/** What a choice is worth, minor units. */
export function refundValue(choice: RefundChoice, lines: readonly RefundableLine[], shippingLeft: number): number {
  const goods = lines.reduce((sum, { sku, unitPrice }) => sum + (choice.units[sku] ?? 0) * unitPrice.amount, 0);
  return goods + (choice.shipping ? shippingLeft : 0);
}

/** The request for a refund of `amount`, which may differ from what the choice is worth. */
export function refundBody(
  choice: RefundChoice,
  { amount, reason, shippingLeft }: { amount: Money; reason: string; shippingLeft: number },
): RefundRequest {
  const lines = Object.entries(choice.units).flatMap(([sku, quantity]) => (quantity > 0 ? [{ sku, quantity }] : []));
  const { restockAt, notifyCustomer } = choice;
  return {
    amount,
    reason: reason.trim(),
    ...(lines.length > 0 ? { lines } : {}),
    ...(choice.shipping ? { shipping: { amount: shippingLeft, currency: amount.currency } } : {}),
    ...(lines.length > 0 && restockAt !== undefined ? { restockAt } : {}),
    notifyCustomer,
  };
}

/**
 * A refund as its message says it. Refunds that did not fail count towards the total, pending ones included.
 * @param left what can still be refunded before it, minor units
 */
export function refundMessage(
  { id: orderId, number, lines: ordered }: Pick<Order, 'id' | 'number' | 'lines'>,
  { captured, left }: { captured: Money; left: number },
  { amount, choice }: { amount: Money; choice: RefundChoice },
): RefundMessage {
  const lines = ordered.flatMap(({ sku, title }) => {
    const quantity = choice.units[sku] ?? 0;
    return quantity > 0 ? [{ sku, title, quantity }] : [];
  });
  return {
    orderId,
    number,
    amount,
    refundedTotal: { amount: captured.amount - left + amount.amount, currency: amount.currency },
    whole: amount.amount === left,
    lines,
  };
}

/** The problem of a refund amount; undefined where it is valid. `left` in minor units. */
export function refundAmountProblem(text: string, left: number, currency: string): string | undefined {
  const amount = parseAmount(text, currency);
  if (amount === undefined) return 'Not an amount';
  if (amount <= 0) return 'At least something';
  return amount > left ? `At most ${formatMoney({ amount: left, currency })}` : undefined;
}

/** A refund whose outcome is unknown, from its intention (`['refund', paymentId, body]`), as it was chosen. */
export function unresolvedRefund(
  intent: readonly unknown[] | undefined,
): { amount: Money; reason: string; choice: RefundChoice } | undefined {
  const body = intent?.[2];
  if (!isObject(body) || !isMoney(body.amount) || typeof body.reason !== 'string') return undefined;
  const lines: unknown[] = Array.isArray(body.lines) ? body.lines : [];
  const units = lines.flatMap(line =>
    isObject(line) && typeof line.sku === 'string' && typeof line.quantity === 'number'
      ? [[line.sku, line.quantity] as const]
      : [],
  );
  const choice = {
    units: Object.fromEntries(units),
    shipping: body.shipping !== undefined,
    restockAt: typeof body.restockAt === 'string' ? body.restockAt : undefined,
    notifyCustomer: body.notifyCustomer !== false,
  };
  return { amount: body.amount, reason: body.reason, choice };
}
