import { conflictingState } from '../errors.ts';
import { newId } from '../ids.ts';
import { balanceOfCharge } from './balance.ts';
import type { Change } from './change.ts';
import { disputeTime } from './disputes.ts';
import { mustBeIn } from './intent-status.ts';
import type { CancellationReason, Charge, Intent, PaymentMethod, Refund } from './records.ts';

/**
 * How money that was held is taken or released, as pure decisions
 * (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method).
 */

/**
 * Captures the held amount; the remainder is released as a reversal, which Stripe shows as a refund of the charge
 * (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method).
 */
export function capture(
  intent: Intent,
  charge: Charge,
  method: PaymentMethod | undefined,
  amount: number | undefined,
  now: number,
): Change {
  mustBeIn(intent, ['requires_capture'], 'capture');
  const taken = amount ?? intent.amountCapturable;
  if (taken > intent.amountCapturable) {
    throw conflictingState(
      'amount_too_large',
      `The amount_to_capture for this PaymentIntent (${taken}) is greater than its amount_capturable (${intent.amountCapturable}).`,
      { param: 'amount_to_capture' },
    );
  }
  const released = intent.amountCapturable - taken;
  const balance = balanceOfCharge(charge.id, taken, charge.currency, now);
  return {
    charge: {
      ...charge,
      captured: true,
      amountCaptured: taken,
      amountRefunded: released,
      captureBefore: null,
      balanceTransactionId: balance.id,
      ...(method ? disputeTime(method, now) : {}),
    },
    balance,
    ...(released > 0 ? { refund: reversal(charge, released, null, now) } : {}),
    intent: { ...intent, status: 'succeeded', amountCapturable: 0, amountReceived: taken, captureBefore: null },
    events: ['charge.captured', 'payment_intent.succeeded'],
  };
}

/** Cancels; a hold is released (https://docs.stripe.com/api/payment_intents/cancel). */
export function cancel(
  intent: Intent,
  charge: Charge | undefined,
  reason: CancellationReason | null,
  now: number,
): Change {
  mustBeIn(
    intent,
    ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action'],
    'cancel',
  );
  const canceled: Intent = {
    ...intent,
    status: 'canceled',
    canceledAt: now,
    cancellationReason: reason,
    amountCapturable: 0,
    captureBefore: null,
  };
  if (intent.status !== 'requires_capture' || !charge) return { intent: canceled, events: ['payment_intent.canceled'] };
  const lapsed = reason === 'automatic';
  return {
    intent: canceled,
    charge: { ...charge, amountRefunded: charge.amount, captureBefore: null },
    refund: reversal(charge, charge.amount, lapsed ? 'expired_uncaptured_charge' : 'requested_by_customer', now),
    events: [lapsed ? 'charge.expired' : 'charge.refunded', 'payment_intent.canceled'],
  };
}

const reversal = (charge: Charge, amount: number, reason: Refund['reason'], now: number): Refund => ({
  id: newId.refund(),
  created: now,
  chargeId: charge.id,
  intentId: charge.intentId,
  amount,
  currency: charge.currency,
  status: 'succeeded',
  kind: 'reversal',
  failureReason: null,
  reason,
  balanceTransactionId: null,
  metadata: {},
  settlesAt: null,
});
