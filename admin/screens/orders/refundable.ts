import type { Payment } from '../../../generated/payments/types.ts';

/** What is left to give back of a payment, minor units: what was captured, less every refund that was decided. */
export function refundableOf({ captured, refunds = [] }: Pick<Payment, 'captured' | 'refunds'>): number {
  return captured.amount - refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
}

/** What becomes of the money when an order is cancelled now. */
export function moneyWhenCancelled(payment: Payment | null | undefined): 'nothing' | 'let go' | 'given back' {
  if (payment?.status === 'captured' && refundableOf(payment) > 0) return 'given back';
  return payment?.status === 'authorized' ? 'let go' : 'nothing';
}
