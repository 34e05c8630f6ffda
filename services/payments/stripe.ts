import Stripe from 'stripe';
import { FailureError } from '../platform/failure.ts';
import type { PaymentProvider, ProviderPayment } from './provider.ts';
import { readStripeEvent } from './stripe-events.ts';
import { sortFailure } from './stripe-failures.ts';
import { requestOf, storedRequest } from './stripe-requests.ts';
import { declineCodeOf, disputeOf, idOf, refundOf, statusOf } from './stripe-state.ts';

const TIMEOUT_MS = 20_000;
const MAX_LISTED = 100;

export interface StripeOptions {
  secretKey: string;
  webhookSecret: string;
  /** Where the API is: https://api.stripe.com, or the sandbox. */
  apiBase: string;
}

const expand = ['latest_charge'];

/** A card token that Stripe does not know buys nothing, like a card that is declined. */
const unknownMethod: ProviderPayment = {
  reference: undefined,
  intent: undefined,
  status: 'declined',
  captured: 0,
  refunds: [],
  disputes: [],
  redirectUrl: undefined,
  declineCode: 'unknown_payment_method',
  card: undefined,
};

/** Stripe through its official SDK, or the sandbox that speaks its API. */
export function createStripe(options: StripeOptions): PaymentProvider {
  const base = new URL(options.apiBase);
  const stripe = new Stripe(options.secretKey, {
    host: base.hostname,
    protocol: base.protocol === 'http:' ? 'http' : 'https',
    port: base.port === '' ? (base.protocol === 'http:' ? 80 : 443) : Number(base.port),
    maxNetworkRetries: 2,
    timeout: TIMEOUT_MS,
    telemetry: false,
  });

  async function fromIntent(
    intent: Stripe.PaymentIntent,
    reference = intent.id,
    more = { disputes: false },
  ): Promise<ProviderPayment> {
    const hosted = reference !== intent.id;
    const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
    const list = { payment_intent: intent.id, limit: MAX_LISTED };
    // Cancelling an authorization makes Stripe write a refund of a charge that was never captured: no money moved.
    const refunds = charge?.captured ? (await stripe.refunds.list(list)).data : [];
    const disputes = charge?.disputed || more.disputes ? (await stripe.disputes.list(list)).data : [];
    const card = charge?.payment_method_details?.card;
    return {
      reference,
      intent: intent.id,
      status: statusOf(intent, hosted),
      captured: intent.amount_received,
      refunds: refunds.map(refundOf).reverse(),
      disputes: disputes.map(disputeOf).reverse(),
      redirectUrl: intent.next_action?.redirect_to_url?.url ?? undefined,
      declineCode: declineCodeOf(intent.last_payment_error),
      card: card?.brand && card.last4 ? { brand: card.brand, last4: card.last4 } : undefined,
    };
  }

  async function fromSession(session: Stripe.Checkout.Session, more?: { disputes: boolean }): Promise<ProviderPayment> {
    const intent = idOf(session.payment_intent);
    if (session.status === 'complete' && intent !== undefined)
      return fromIntent(await stripe.paymentIntents.retrieve(intent, { expand }), session.id, more);
    return {
      reference: session.id,
      intent,
      status: session.status === 'expired' ? 'expired' : 'open',
      captured: 0,
      refunds: [],
      disputes: [],
      redirectUrl: session.url ?? undefined,
      declineCode: undefined,
      card: undefined,
    };
  }

  async function retrieve(reference: string, more?: { disputes: boolean }): Promise<ProviderPayment> {
    return reference.startsWith('cs_')
      ? fromSession(await stripe.checkout.sessions.retrieve(reference), more)
      : fromIntent(await stripe.paymentIntents.retrieve(reference, { expand }), reference, more);
  }

  async function intentOf(reference: string): Promise<string> {
    const { intent } = await retrieve(reference);
    if (intent === undefined) throw new Error(`${reference} has no payment`);
    return intent;
  }

  async function authorize(params: Stripe.PaymentIntentCreateParams, paymentId: string): Promise<ProviderPayment> {
    try {
      return await fromIntent(await stripe.paymentIntents.create(params, { idempotencyKey: `authorize-${paymentId}` }));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'payment_method')
        return unknownMethod;
      if (!(error instanceof Stripe.errors.StripeCardError) || !error.payment_intent) throw error;
      return {
        ...(await fromIntent(error.payment_intent)),
        status: 'declined',
        declineCode: declineCodeOf({ decline_code: error.decline_code, code: error.code }),
      };
    }
  }

  /** Ends an open payment; one that went on meanwhile stays as it is. */
  async function end(reference: string): Promise<void> {
    const { status, intent } = await retrieve(reference);
    if (status === 'open' && reference.startsWith('cs_')) await stripe.checkout.sessions.expire(reference);
    else if (intent !== undefined && ['open', 'requires_action', 'authorized', 'declined'].includes(status))
      await stripe.paymentIntents.cancel(intent, { cancellation_reason: 'abandoned' });
  }

  return {
    name: 'stripe',
    buildRequest: requestOf,
    createPayment: (paymentId, request) =>
      sorted(async () => {
        const stored = storedRequest.parse(request);
        if (stored.make === 'payment_intent') return authorize(stored.params, paymentId);
        const idempotencyKey = `page-${paymentId}`;
        return fromSession(await stripe.checkout.sessions.create(stored.params, { idempotencyKey }));
      }),
    retrieve: (reference, more) => sorted(() => retrieve(reference, more)),
    cancelAuthorization: reference =>
      sorted(async () => {
        const refusal = await refusalOf(() => end(reference));
        return unlessIn(['open', 'requires_action', 'authorized'], await retrieve(reference), refusal);
      }),
    capture: reference =>
      sorted(async () => {
        const intent = await intentOf(reference);
        // Without a key of ours: Stripe captures an intent once, and would repeat an earlier refusal under the key.
        const refusal = await refusalOf(() => stripe.paymentIntents.capture(intent));
        return unlessIn(['authorized'], await retrieve(reference), refusal);
      }),
    refund: (reference, { id, amount, reason }) =>
      sorted(async () => {
        const before = await retrieve(reference);
        // The answer to an earlier request may have been lost: what carries our id was made.
        if (before.intent === undefined || before.refunds.some(refund => refund.id === id)) return before;
        const request = { payment_intent: before.intent, amount, metadata: { refundId: id, reason } };
        await stripe.refunds.create(request, { idempotencyKey: `refund-${id}` });
        return retrieve(reference);
      }),
    readEvent: (body, signature) => readStripeEvent(stripe, body, signature, options.webhookSecret),
  };
}

/** Does what may have been done, or overtaken, already, so that Stripe may refuse it; the refusal, if any. */
async function refusalOf(act: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return error;
    throw error;
  }
}

/** The state after a request; throws its refusal where nothing has come of it. */
function unlessIn(
  unchanged: readonly ProviderPayment['status'][],
  state: ProviderPayment,
  refusal: Error | undefined,
): ProviderPayment {
  if (refusal && unchanged.includes(state.status)) throw refusal;
  return state;
}

/** The result, or a FailureError that says what the failure means. */
async function sorted<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { statusCode, rawType, code, decline_code: declineCode, param, message } = error;
    throw new FailureError(sortFailure({ statusCode, rawType, code, declineCode, param, message }), error);
  }
}
