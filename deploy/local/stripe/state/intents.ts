import { newId, randomText } from '../ids.ts';
import { balanceOfCharge } from './balance.ts';
import { cardByNumber, notATestCard } from './cards.ts';
import type { Change } from './change.ts';
import { disputeTime } from './disputes.ts';
import { mustBeIn } from './intent-status.ts';
import type { Charge, Decline, Intent, PaymentMethod } from './records.ts';

/**
 * The functions of this module decide how a PaymentIntent is paid
 * (https://docs.stripe.com/payments/paymentintents/lifecycle). They are pure: each takes records and the time, and
 * returns a `Change`, or throws Stripe's error.
 */

/** What a confirmation says beside its payment method. */
export interface Confirmation {
  returnUrl: string | null;
  /** The shopper is not there: a card that needs 3D Secure is declined with `authentication_required`. */
  offSession: boolean;
  /** The caller cannot handle a challenge: the same, and nothing waits for the shopper. */
  errorOnRequiresAction: boolean;
}

/** Card authorizations lapse after seven days (https://docs.stripe.com/payments/place-a-hold-on-a-payment-method). */
const HOLD_SECONDS = 7 * 24 * 60 * 60;

const authenticationFailed: Decline = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
};
const authenticationRequired: Decline = {
  type: 'card_error',
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** Tries to pay with this method: succeeds, is held for capture, asks the shopper, or is declined. */
export function confirm(intent: Intent, method: PaymentMethod, how: Confirmation, now: number): Change {
  mustBeIn(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'confirm');
  const card = cardByNumber(method.cardNumber);
  const asked = intent.requestThreeDSecure !== 'automatic' && card?.authentication === 'when_asked';
  if (card?.authentication !== 'always' && !asked) return attempt(intent, method, false, now);
  if (card.lookupFailure) return declinedAttempt(intent, method, false, card.lookupFailure, now);
  if (how.offSession || how.errorOnRequiresAction)
    return declinedAttempt(intent, method, false, authenticationRequired, now);
  return {
    intent: {
      ...intent,
      status: 'requires_action',
      methodId: method.id,
      challenge: { token: randomText(32), returnUrl: how.returnUrl },
      lastError: null,
    },
    events: ['payment_intent.requires_action'],
  };
}

/**
 * The shopper answered the 3D Secure challenge. Refusing it makes no charge
 * (https://docs.stripe.com/payments/3d-secure/authentication-flow).
 */
export function answerChallenge(intent: Intent, method: PaymentMethod, approved: boolean, now: number): Change {
  mustBeIn(intent, ['requires_action'], 'authenticate');
  if (approved) return attempt(intent, method, true, now);
  return {
    intent: {
      ...intent,
      status: 'requires_payment_method',
      methodId: null,
      lastError: { ...authenticationFailed, methodId: method.id },
    },
    events: ['payment_intent.payment_failed'],
    declined: authenticationFailed,
  };
}

function attempt(intent: Intent, method: PaymentMethod, authenticated: boolean, now: number): Change {
  const card = cardByNumber(method.cardNumber);
  const decline = card ? card.decline : notATestCard;
  if (decline) return declinedAttempt(intent, method, authenticated, decline, now);
  const held = intent.captureMethod === 'manual';
  const charge = newCharge(intent, method, authenticated, null, now);
  const balance = held ? null : balanceOfCharge(charge.id, intent.amount, intent.currency, now);
  const captureBefore = held ? now + HOLD_SECONDS : null;
  return {
    charge: {
      ...charge,
      captured: !held,
      amountCaptured: held ? 0 : intent.amount,
      captureBefore,
      balanceTransactionId: balance?.id ?? null,
      ...(held ? {} : disputeTime(method, now)),
    },
    ...(balance ? { balance } : {}),
    intent: {
      ...intent,
      status: held ? 'requires_capture' : 'succeeded',
      methodId: method.id,
      latestChargeId: charge.id,
      amountCapturable: held ? intent.amount : 0,
      amountReceived: held ? 0 : intent.amount,
      captureBefore,
      lastError: null,
    },
    events: ['charge.succeeded', held ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded'],
  };
}

function declinedAttempt(
  intent: Intent,
  method: PaymentMethod,
  authenticated: boolean,
  decline: Decline,
  now: number,
): Change {
  const charge = newCharge(intent, method, authenticated, decline, now);
  return {
    charge,
    intent: {
      ...intent,
      status: 'requires_payment_method',
      methodId: null,
      latestChargeId: charge.id,
      lastError: { ...decline, chargeId: charge.id, methodId: method.id },
    },
    events: ['charge.failed', 'payment_intent.payment_failed'],
    declined: decline,
  };
}

const newCharge = (
  intent: Intent,
  method: PaymentMethod,
  authenticated: boolean,
  failure: Decline | null,
  now: number,
): Charge => ({
  id: newId.charge(),
  created: now,
  intentId: intent.id,
  methodId: method.id,
  amount: intent.amount,
  amountCaptured: 0,
  amountRefunded: 0,
  currency: intent.currency,
  status: failure ? 'failed' : 'succeeded',
  captured: false,
  captureBefore: null,
  authenticated,
  failure,
  balanceTransactionId: null,
  description: intent.description,
  receiptEmail: intent.receiptEmail,
  statementDescriptor: intent.statementDescriptor,
  statementDescriptorSuffix: intent.statementDescriptorSuffix,
  transferGroup: intent.transferGroup,
  shipping: intent.shipping,
  metadata: intent.metadata,
});
