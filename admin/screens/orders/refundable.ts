import type { Payment } from '../../../generated/payments/types.ts';

/** The refundable amount of a payment, minor units: captured, less all refunds, pending ones included. */
export function refundableOf({ captured, refunds = [] }: Pick<Payment, 'captured' | 'refunds'>): number {
  return captured.amount - refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
}

/** What happens to the payment when the order is cancelled now. */
export function moneyWhenCancelled(payment: Payment | null | undefined): 'none' | 'cancelAuthorization' | 'refund' {
  if (payment?.status === 'captured' && refundableOf(payment) > 0) return 'refund';
  return payment?.status === 'authorized' ? 'cancelAuthorization' : 'none';
}
