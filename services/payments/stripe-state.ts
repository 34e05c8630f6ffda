import type Stripe from 'stripe';
import type { ProviderDispute, ProviderPayment, ProviderRefund } from './provider.ts';

/** Stripe's objects in the terms of provider.ts. */

export function idOf(value: string | { id: string } | null | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.id;
}

/** The charge of an intent that was retrieved with it. */
export function chargeOf(intent: Stripe.PaymentIntent): Stripe.Charge | undefined {
  return typeof intent.latest_charge === 'object' ? (intent.latest_charge ?? undefined) : undefined;
}

/**
 * The state of an intent, with its refunds and disputes; `reference` is its id, or that of the page on which it was
 * paid.
 */
export function intentState(
  intent: Stripe.PaymentIntent,
  reference: string,
  refunds: readonly Stripe.Refund[],
  disputes: readonly Stripe.Dispute[],
): ProviderPayment {
  const card = chargeOf(intent)?.payment_method_details?.card;
  return {
    reference,
    intent: intent.id,
    status: statusOf(intent, reference !== intent.id),
    captured: intent.amount_received,
    refunds: refunds.filter(movedMoney).map(refundOf).reverse(),
    disputes: disputes.map(disputeOf).reverse(),
    redirectUrl: intent.next_action?.redirect_to_url?.url ?? undefined,
    declineCode: declineCodeOf(intent.last_payment_error),
    card: card?.brand && card.last4 ? { brand: card.brand, last4: card.last4 } : undefined,
  };
}

/** Stripe's states in our terms (https://docs.stripe.com/payments/paymentintents/lifecycle). */
function statusOf(intent: Stripe.PaymentIntent, hosted: boolean): ProviderPayment['status'] {
  switch (intent.status) {
    case 'requires_capture':
      return 'authorized';
    case 'succeeded':
      return 'captured';
    case 'canceled':
      return 'cancelled';
    case 'processing':
      return 'processing';
    case 'requires_action':
      return hosted ? 'open' : 'requires_action';
    case 'requires_payment_method':
      return !hosted && intent.last_payment_error ? 'declined' : 'open';
    default:
      return 'open';
  }
}

/** The reason of a decline: the issuer's code, else Stripe's own (https://docs.stripe.com/declines/codes). */
export function declineCodeOf(
  error: { decline_code?: string | undefined; code?: string | undefined } | null,
): string | undefined {
  return error ? error.decline_code || error.code || 'card_declined' : undefined;
}

/**
 * Whether a refund is one. Stripe also lists what a capture of less than the authorized amount released: no money came
 * back, so it has no balance transaction (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method).
 */
function movedMoney({ status, balance_transaction }: Stripe.Refund): boolean {
  return status !== 'succeeded' || balance_transaction !== null;
}

/**
 * `canceled` refunds were pending and never paid out (https://docs.stripe.com/api/refunds/object#refund_object-status).
 */
function refundOf({ id, amount, metadata, reason, status, failure_reason }: Stripe.Refund): ProviderRefund {
  const failed = status === 'failed' || status === 'canceled';
  return {
    reference: id,
    id: metadata?.refundId,
    amount,
    reason: metadata?.reason ?? reason ?? undefined,
    status: failed ? 'failed' : status === 'succeeded' ? 'succeeded' : 'pending',
    failureCode: failed ? (failure_reason ?? 'merchant_request') : undefined,
  };
}

/**
 * https://docs.stripe.com/api/disputes/object#dispute_object-status: those that begin with `warning` are inquiries, by
 * which no money has moved yet.
 */
function disputeOf({ id, amount, reason, status, created }: Stripe.Dispute): ProviderDispute {
  const awaitsResponse = status === 'needs_response' || status === 'warning_needs_response';
  const isUnderReview = status === 'under_review' || status === 'warning_under_review';
  const state = awaitsResponse || isUnderReview ? 'open' : status === 'lost' ? 'lost' : 'won';
  return { id, amount, reason, status, awaitsResponse, state, createdAt: new Date(created * 1000) };
}
