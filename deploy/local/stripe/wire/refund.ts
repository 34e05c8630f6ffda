import type Stripe from 'stripe';
import type { BalanceTransaction, Refund } from '../state/records.ts';

export const refundObject = (refund: Refund): Stripe.Refund => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amount,
  balance_transaction: refund.balanceTransactionId,
  charge: refund.chargeId,
  created: refund.created,
  currency: refund.currency,
  customer: null,
  customer_account: null,
  destination_details: {
    type: 'card',
    card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: refund.kind },
  },
  ...(refund.failureReason ? { failure_reason: refund.failureReason } : {}),
  metadata: refund.metadata,
  payment_intent: refund.intentId,
  payment_method: null,
  ...(refund.status === 'pending' ? { pending_reason: 'processing' } : {}),
  reason: refund.reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: refund.status,
  transfer_reversal: null,
});

/** Sandbox money is available two days after it came in. */
const AVAILABLE_AFTER_SECONDS = 2 * 24 * 60 * 60;

export const balanceTransactionObject = (balance: BalanceTransaction, now: number): Stripe.BalanceTransaction => {
  const availableOn = balance.created + AVAILABLE_AFTER_SECONDS;
  return {
    id: balance.id,
    object: 'balance_transaction',
    amount: balance.amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: balance.created,
    currency: balance.currency,
    description: null,
    exchange_rate: null,
    fee: balance.fee,
    fee_details:
      balance.fee === 0
        ? []
        : [
            {
              amount: balance.fee,
              application: null,
              currency: balance.currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: balance.amount - balance.fee,
    reporting_category: balance.type,
    source: balance.sourceId,
    status: availableOn <= now ? 'available' : 'pending',
    type: balance.type,
  };
};
