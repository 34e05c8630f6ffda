import type { Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';

/**
 * The refundable amount of a payment, minor units: captured, less all refunds that did not fail, pending ones included.
 */
export function refundableOf({ captured, refunds = [] }: Pick<Payment, 'captured' | 'refunds'>): number {
  const standing = refunds.filter(({ status }) => status !== 'failed');
  return captured.amount - standing.reduce((sum, refund) => sum + refund.amount.amount, 0);
}

/** What happens to the payment when the order is cancelled now. */
export function moneyWhenCancelled(payment: Payment | null | undefined): 'none' | 'cancelAuthorization' | 'refund' {
  if (payment?.status === 'captured' && refundableOf(payment) > 0) return 'refund';
  return payment?.status === 'authorized' ? 'cancelAuthorization' : 'none';
}

/** Whether some of an order's money was refunded, and not all: all makes the order's status `refunded`. */
export function isPartlyRefunded({ status, totals }: Pick<Order, 'status' | 'totals'>): boolean {
  const refunded = totals.refunded?.amount ?? 0;
  return status !== 'refunded' && refunded > 0 && refunded < totals.total.amount;
}
