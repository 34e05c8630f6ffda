import { newMethod } from '../api/payment-methods.ts';
import type { Ledger } from '../ledger.ts';
import { answerChallenge, confirm } from '../state/intents.ts';
import type { Decline, Intent, Session } from '../state/records.ts';
import { afterPayment, intentOf, isPayable } from '../state/sessions.ts';
import type { Attempt } from '../store.ts';
import { challengeUrl } from '../wire/payment-intent.ts';
import type { CardForm } from './card-form.ts';

const byShopper = { requestId: null, idempotencyKey: null };

/** What the shopper sees next. */
export type Outcome =
  /** `awaitEvent`: the webhook that Stripe lets the merchant handle first. */
  | { kind: 'leave'; url: string; awaitEvent: string | null }
  | { kind: 'declined'; decline: Decline }
  | { kind: 'closed' };

/**
 * Pays a session with a card, once per `attempt` (the page's own token): the same button pressed twice finds the first
 * outcome. The whole decision is one transaction.
 */
export function pay(ledger: Ledger, sessionId: string, attemptToken: string, form: CardForm): Outcome {
  const { store, clock } = ledger;
  return store.transaction(() => {
    const now = clock.now();
    const session = store.sessions.get(sessionId);
    if (!session) return { kind: 'closed' };
    const attemptId = `${session.id}/${attemptToken}`;
    const earlier = store.attempts.get(attemptId);
    if (earlier) return outcomeOf(ledger, session, earlier);
    if (!isPayable(session, now)) return { kind: 'closed' };
    const [open, intent] = withIntent(ledger, session, now);
    const billing = { ...form.typed, country: null, postalCode: null };
    const method = newMethod(form.card, billing, {}, now);
    const change = confirm(intent, method, { returnUrl: null, offSession: false, errorOnRequiresAction: false }, now);
    const events = ledger.apply({ ...afterPayment(open, change, method), method }, byShopper);
    const attempt: Attempt = {
      id: attemptId,
      created: now,
      sessionId: session.id,
      declined: change.declined ?? null,
      eventId: events.get('checkout.session.completed') ?? null,
    };
    store.attempts.put(attempt);
    return outcomeOf(ledger, store.sessions.get(session.id) ?? open, attempt);
  });
}

/** The session with its PaymentIntent, made at the first try. */
function withIntent(ledger: Ledger, session: Session, now: number): [Session, Intent] {
  const existing = session.intentId === null ? undefined : ledger.store.intents.get(session.intentId);
  if (existing) return [session, existing];
  const intent = intentOf(session, now);
  const open = { ...session, intentId: intent.id };
  ledger.apply({ intent, session: open, events: ['payment_intent.created'] }, byShopper);
  return [open, intent];
}

function outcomeOf(ledger: Ledger, session: Session, attempt: Attempt): Outcome {
  if (attempt.declined) return { kind: 'declined', decline: attempt.declined };
  if (session.status === 'complete') return { kind: 'leave', url: successUrl(session), awaitEvent: attempt.eventId };
  const intent = session.intentId === null ? undefined : ledger.store.intents.get(session.intentId);
  if (intent?.status !== 'requires_action' || !intent.challenge) return { kind: 'closed' };
  return { kind: 'leave', url: challengeUrl(intent, intent.challenge.token, ledger.publicUrl), awaitEvent: null };
}

/** Where the shopper goes after paying (https://docs.stripe.com/payments/checkout/custom-success-page). */
export const successUrl = (session: Session): string =>
  session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id);

/** The shopper's answer to the 3D Secure question; a second answer changes nothing and leads to the same place. */
export function answer(ledger: Ledger, intentId: string, token: string, approved: boolean): Outcome {
  const { store, clock } = ledger;
  return store.transaction(() => {
    const intent = store.intents.get(intentId);
    if (!intent) return { kind: 'closed' };
    const method = intent.methodId === null ? undefined : store.methods.get(intent.methodId);
    const session = intent.sessionId === null ? undefined : store.sessions.get(intent.sessionId);
    if (intent.challenge?.token !== token) return { kind: 'closed' };
    if (intent.status !== 'requires_action' || !method) return afterAnswer(ledger, intent, session, null);
    const change = answerChallenge(intent, method, approved, clock.now());
    const events = ledger.apply(session ? afterPayment(session, change, method) : change, byShopper);
    const completed = events.get('checkout.session.completed') ?? null;
    return afterAnswer(ledger, change.intent ?? intent, session && store.sessions.get(session.id), completed);
  });
}

function afterAnswer(ledger: Ledger, intent: Intent, session: Session | undefined, eventId: string | null): Outcome {
  if (session?.status === 'complete') return { kind: 'leave', url: successUrl(session), awaitEvent: eventId };
  if (session) return { kind: 'leave', url: `${ledger.publicUrl}/c/pay/${session.id}?retry=1`, awaitEvent: null };
  const returnUrl = intent.challenge?.returnUrl;
  if (!returnUrl) return { kind: 'closed' };
  return { kind: 'leave', url: returnAddress(returnUrl, intent), awaitEvent: null };
}

/** The parameters that Stripe adds (https://docs.stripe.com/payments/3d-secure/authentication-flow#return-url). */
function returnAddress(returnUrl: string, intent: Intent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.secret);
  url.searchParams.set(
    'redirect_status',
    intent.status === 'succeeded' || intent.status === 'requires_capture' ? 'succeeded' : 'failed',
  );
  return url.href;
}
