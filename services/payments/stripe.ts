import Stripe from 'stripe';
import { FailureError } from '../platform/failure.ts';
import type { PaymentProvider, ProviderPayment } from './provider.ts';
import { readStripeEvent } from './stripe-events.ts';
import { classifyFailure } from './stripe-failures.ts';
import { requestOf, storedRequest } from './stripe-requests.ts';
import { chargeOf, declineCodeOf, idOf, intentState } from './stripe-state.ts';

const TIMEOUT_MS = 20_000;
const MAX_LISTED = 100;

export interface StripeOptions {
  secretKey: string;
  webhookSecret: string;
  /** Base URL of the API: https://api.stripe.com, or the sandbox. */
  apiBase: string;
}

const expand = ['latest_charge'];

/** An unknown card token is treated like a declined card. */
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

/** Stripe through its official SDK, or the sandbox, which implements the same API. */
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
    const charge = chargeOf(intent);
    const list = { payment_intent: intent.id, limit: MAX_LISTED };
    // Stripe records the cancellation of an authorization as a refund of an uncaptured charge: no money moved.
    const [refunds, disputes] = await Promise.all([
      charge?.captured ? stripe.refunds.list(list) : { data: [] },
      charge?.disputed || more.disputes ? stripe.disputes.list(list) : { data: [] },
    ]);
    return intentState(intent, reference, refunds.data, disputes.data);
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

  /**
   * Ends a payment that is in one of these states; one that was completed in the meantime stays as it is. Throws a
   * temporary failure while Stripe does not close a page: somebody is paying on it.
   */
  async function end(reference: string, states: readonly ProviderPayment['status'][]): Promise<ProviderPayment> {
    const { status, intent } = await retrieve(reference);
    const answer = await answerOf(async () => {
      if (!states.includes(status)) return;
      if (status === 'open' && reference.startsWith('cs_')) await stripe.checkout.sessions.expire(reference);
      else if (intent !== undefined) await stripe.paymentIntents.cancel(intent, { cancellation_reason: 'abandoned' });
    });
    const state = await retrieve(reference);
    const refusal = 'refusal' in answer ? answer.refusal : undefined;
    if (refusal && state.status === 'open')
      throw new FailureError({ kind: 'temporary', message: refusal.message }, refusal);
    // Paid between the question and the request: an authorization is ended in another way.
    if (refusal && state.status !== status && states.includes(state.status)) return end(reference, states);
    return unlessIn(states, state, refusal);
  }

  return {
    name: 'stripe',
    buildRequest: requestOf,
    createPayment: (paymentId, request) =>
      classified(async () => {
        const stored = storedRequest.parse(request);
        if (stored.make === 'payment_intent') return authorize(stored.params, paymentId);
        const idempotencyKey = `page-${paymentId}`;
        return fromSession(await stripe.checkout.sessions.create(stored.params, { idempotencyKey }));
      }),
    retrieve: (reference, more) => classified(() => retrieve(reference, more)),
    close: reference => classified(() => end(reference, ['open', 'requires_action'])),
    cancelAuthorization: reference =>
      classified(() => end(reference, ['open', 'requires_action', 'authorized', 'declined'])),
    capture: (reference, known) =>
      classified(async () => {
        const intent = known ?? (await intentOf(reference));
        // Without a key of ours: Stripe captures an intent once, and would repeat an earlier refusal under the key.
        const answer = await answerOf(() => stripe.paymentIntents.capture(intent, { expand }));
        // A payment that was just captured has no refunds yet.
        return 'value' in answer
          ? intentState(answer.value, reference, [], [])
          : unlessIn(['authorized'], await retrieve(reference), answer.refusal);
      }),
    refund: (reference, { id, amount, reason }) =>
      classified(async () => {
        const before = await retrieve(reference);
        // The response to an earlier request may have been lost: an object with our id was created.
        if (before.intent === undefined || before.refunds.some(refund => refund.id === id)) return before;
        const request = { payment_intent: before.intent, amount, metadata: { refundId: id, reason } };
        await stripe.refunds.create(request, { idempotencyKey: `refund-${id}` });
        return retrieve(reference);
      }),
    readEvent: (body, signature) => readStripeEvent(stripe, body, signature, options.webhookSecret),
  };
}

/** Sends a request that Stripe may refuse because its effect exists already; returns the response, or the refusal. */
async function answerOf<T>(act: () => Promise<T>): Promise<{ value: T } | { refusal: Error }> {
  try {
    return { value: await act() };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return { refusal: error };
    throw error;
  }
}

/** The state after a request; throws the refusal if the request had no effect. */
function unlessIn(
  unchanged: readonly ProviderPayment['status'][],
  state: ProviderPayment,
  refusal: Error | undefined,
): ProviderPayment {
  if (refusal && unchanged.includes(state.status)) throw refusal;
  return state;
}

/** The result; throws a classified FailureError. */
async function classified<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const { statusCode, rawType, code, decline_code: declineCode, param, message } = error;
    throw new FailureError(classifyFailure({ statusCode, rawType, code, declineCode, param, message }), error);
  }
}
