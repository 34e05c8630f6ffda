import { ApiError, conflictingState } from '../errors.ts';
import { newId } from '../ids.ts';
import { formatMoney } from '../money.ts';
import { balanceOfRefund } from './balance.ts';
import { cardByNumber } from './cards.ts';
import type { Change } from './change.ts';
import type { BalanceTransaction, Charge, Metadata, PaymentMethod, Refund } from './records.ts';

/** Refunds, as pure decisions (https://docs.stripe.com/refunds). */
export interface RefundRequest {
  /** Minor units; everything that is left when absent. */
  amount: number | undefined;
  reason: Refund['reason'];
  metadata: Metadata;
}

/**
 * How long the test cards whose refunds change later take; Stripe says "asynchronous"
 * (https://docs.stripe.com/testing#refunds).
 */
const SETTLES_AFTER_SECONDS = 3;

/** Refunds a captured charge, at most its refundable amount. */
export function refund(charge: Charge, method: PaymentMethod, request: RefundRequest, now: number): Change {
  if (charge.status === 'failed')
    throw conflictingState('charge_not_refundable', `The charge ${charge.id} has failed, so it cannot be refunded.`);
  if (!charge.captured) {
    throw conflictingState(
      'charge_not_refundable',
      `This PaymentIntent (${charge.intentId}) does not have a successful charge to refund: it has not been captured. Cancel it instead.`,
    );
  }
  if (charge.disputeId !== undefined)
    throw conflictingState('charge_disputed', `Charge ${charge.id} has been charged back; cannot issue a refund.`);
  const left = charge.amount - charge.amountRefunded;
  if (left === 0)
    throw conflictingState('charge_already_refunded', `Charge ${charge.id} has already been refunded.`, {
      charge: charge.id,
    });
  const amount = request.amount ?? left;
  if (amount > left) {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      message: `Refund amount (${formatMoney(amount, charge.currency)}) is greater than unrefunded amount on charge (${formatMoney(left, charge.currency)})`,
      param: 'amount',
    });
  }
  const later = cardByNumber(method.cardNumber)?.refund ?? 'succeeds';
  const id = newId.refund();
  const balance = balanceOfRefund(id, amount, charge.currency, now);
  return {
    refund: {
      id,
      created: now,
      chargeId: charge.id,
      intentId: charge.intentId,
      amount,
      currency: charge.currency,
      status: later === 'succeeds_later' ? 'pending' : 'succeeded',
      kind: 'refund',
      failureReason: null,
      reason: request.reason,
      balanceTransactionId: balance.id,
      metadata: request.metadata,
      settlesAt: later === 'succeeds' ? null : now + SETTLES_AFTER_SECONDS,
    },
    balance,
    charge: { ...charge, amountRefunded: charge.amountRefunded + amount },
    events: ['refund.created', 'charge.refunded'],
  };
}

/**
 * The final state of a refund whose test card changes it later: a failed one returns the money to the merchant's
 * balance.
 */
export function settle(one: Refund, charge: Charge, now: number): Change {
  if (one.status === 'pending') {
    return {
      refund: { ...one, status: 'succeeded', settlesAt: null },
      events: ['refund.updated', 'charge.refund.updated'],
    };
  }
  return failRefund(one, charge, 'expired_or_canceled_card', now);
}

/** The bank sends a refund back, days after it looked successful (https://docs.stripe.com/refunds#failed-refunds). */
export function failRefund(one: Refund, charge: Charge, failureReason: string, now: number): Change {
  if (one.status === 'failed')
    throw conflictingState('refund_already_failed', `The refund ${one.id} has failed already.`);
  const balance: BalanceTransaction = {
    ...balanceOfRefund(one.id, -one.amount, one.currency, now),
    type: 'refund_failure',
  };
  return {
    refund: { ...one, status: 'failed', failureReason, settlesAt: null },
    charge: { ...charge, amountRefunded: charge.amountRefunded - one.amount },
    balance,
    events: ['refund.failed', 'refund.updated', 'charge.refund.updated'],
  };
}
