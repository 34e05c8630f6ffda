import type { PaymentRequest } from '../../generated/payments/types.ts';

export type PaymentLine = NonNullable<PaymentRequest['lines']>[number];

/**
 * Lines for a page with a maximum of `most`: if there are more, those in the middle are summed up in one, and the last,
 * which is the shipping, stays. The sum is the same.
 */
export function fitLines(lines: readonly PaymentLine[], most: number): PaymentLine[] {
  const last = lines.at(-1);
  if (lines.length <= most || last === undefined) return [...lines];
  const shown = lines.slice(0, most - 2);
  const rest = lines.slice(most - 2, -1);
  const amount = rest.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0);
  const { currency } = last.unitPrice;
  return [...shown, { title: `and ${rest.length} more things`, quantity: 1, unitPrice: { amount, currency } }, last];
}
