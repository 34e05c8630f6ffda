import { ApiError } from '../errors.ts';
import { type Change, merged } from './change.ts';
import { cancel } from './holds.ts';
import { newIntent } from './new-intent.ts';
import type { Intent, PaymentMethod, Session } from './records.ts';

/** The life of a Checkout Session, as pure decisions (https://docs.stripe.com/payments/checkout/how-checkout-works). */
export const totalOf = (session: Session): number =>
  session.lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);

/** Open, and not past its time even if the timer has not come by yet. */
export const isPayable = (session: Session, now: number): boolean =>
  session.status === 'open' && session.expiresAt > now;

/**
 * The session's PaymentIntent, made when the shopper first tries to pay (https://docs.stripe.com/changelog/2022-08-01:
 * created lazily).
 */
export const intentOf = (session: Session, now: number): Intent =>
  newIntent(
    {
      amount: totalOf(session),
      currency: session.currency,
      automatic: 'always',
      allowedTypes: session.allowedTypes,
      requestThreeDSecure: 'automatic',
      ...session.intentData,
      sessionId: session.id,
    },
    now,
  );

/** What paying means for the session: it is complete as soon as the money is taken or held. */
export function afterPayment(session: Session, payment: Change, method: PaymentMethod): Change {
  const status = payment.intent?.status;
  if (status !== 'succeeded' && status !== 'requires_capture') return payment;
  const customer = { name: method.billing.name, email: method.billing.email };
  return merged(payment, {
    session: { ...session, status: 'complete', customer },
    events: ['checkout.session.completed'],
  });
}

/**
 * Closes an unpaid session, and its PaymentIntent with it, so that nobody can be charged any more
 * (https://docs.stripe.com/api/checkout/sessions/expire).
 */
export function expire(session: Session, intent: Intent | undefined, now: number): Change {
  if (session.status !== 'open') {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    });
  }
  const expired: Change = { session: { ...session, status: 'expired' }, events: ['checkout.session.expired'] };
  return intent && intent.status !== 'canceled' ? merged(cancel(intent, undefined, 'expired', now), expired) : expired;
}
