import { newId } from '../ids.ts';
import type { BalanceTransaction } from './records.ts';

/** A charge on the balance with Stripe's standard fee for cards, 2.9 % + 30 (https://stripe.com/pricing). */
export const balanceOfCharge = (
  sourceId: string,
  amount: number,
  currency: string,
  now: number,
): BalanceTransaction => ({
  id: newId.balanceTransaction(),
  created: now,
  sourceId,
  type: 'charge',
  amount,
  fee: Math.min(amount, Math.round(amount * 0.029) + 30),
  currency,
});

/** Money given back; Stripe keeps the original fee (https://docs.stripe.com/refunds). */
export const balanceOfRefund = (
  sourceId: string,
  amount: number,
  currency: string,
  now: number,
): BalanceTransaction => ({
  id: newId.balanceTransaction(),
  created: now,
  sourceId,
  type: 'refund',
  amount: -amount,
  fee: 0,
  currency,
});
