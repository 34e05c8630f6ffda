import { z } from 'zod';
import type { Order } from '../../generated/orders/types.ts';
import type { RefundLine, RefundRequest } from '../../generated/payments/types.ts';
import { formatMoney } from '../../look/money.ts';
import { refusal } from '../platform/http/problem.ts';
import type { RefundStatus } from './payment.ts';

/** The lines and shipping of a refund, and its options. `shipping` is in minor units of the payment. */
export const refundParts = z.object({
  lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
  shipping: z.number(),
  restockAt: z.string().exactOptional(),
  notifyCustomer: z.boolean().exactOptional(),
});
export type RefundParts = z.infer<typeof refundParts>;

/** Whether a refund names lines or shipping. */
export const isByLine = ({ lines, shipping }: RefundRequest): boolean => lines !== undefined || shipping !== undefined;

/** The parts of a refund request, one line a sku. */
export function partsOf({ lines = [], shipping, restockAt, notifyCustomer }: RefundRequest): RefundParts {
  return {
    lines: mergeLines(lines),
    shipping: shipping?.amount ?? 0,
    ...(restockAt === undefined ? {} : { restockAt }),
    ...(notifyCustomer === undefined ? {} : { notifyCustomer }),
  };
}

/**
 * The value of the parts of an order, minor units; or why they cannot be refunded: each unit is refunded once at most,
 * and so is the shipping. Failed refunds do not count.
 */
export function valueOfParts(
  parts: RefundParts,
  { lines, totals }: Pick<Order, 'lines' | 'totals'>,
  refunds: readonly { status: RefundStatus; parts: RefundParts | undefined }[],
) {
  const earlier = refunds.flatMap(({ status, parts: known }) => (status === 'failed' || !known ? [] : [known]));
  const refunded = new Map(mergeLines(earlier.flatMap(part => part.lines)).map(line => [line.sku, line.quantity]));
  let amount = parts.shipping;
  for (const { sku, quantity } of parts.lines) {
    const bought = lines.filter(line => line.sku === sku);
    const [first] = bought;
    if (!first) return { refused: refusal(422, `${sku} is not in this order.`, { code: 'not_in_order' }) };
    const before = refunded.get(sku) ?? 0;
    const units = bought.reduce((sum, line) => sum + line.quantity, 0);
    if (before + quantity > units) {
      const earlierToo = before === 0 ? '' : `, and ${before} of them refunded`;
      const detail = `${units} of ${first.title} were bought${earlierToo}.`;
      return { refused: refusal(422, detail, { code: 'too_many_units' }) };
    }
    amount += first.unitPrice.amount * quantity;
  }
  const shippingLeft = totals.shipping.amount - earlier.reduce((sum, { shipping }) => sum + shipping, 0);
  if (parts.shipping > shippingLeft) {
    const left = formatMoney({ amount: shippingLeft, currency: totals.shipping.currency });
    return { refused: refusal(422, `${left} of the shipping is left to refund.`, { code: 'too_much_shipping' }) };
  }
  return { amount };
}

function mergeLines(lines: readonly RefundLine[]): RefundLine[] {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return [...units].map(([sku, quantity]) => ({ sku, quantity }));
}
