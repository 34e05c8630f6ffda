import Stripe from 'stripe';
import { unavailable } from '../platform/http/unavailable.ts';
import type { PaymentProvider, PaymentToCreate, ProviderEvent, ProviderPayment } from './provider.ts';

/**
 * Hosted pages may last from 30 minutes to 24 hours (https://docs.stripe.com/api/checkout/sessions/create, expires_at).
 */
const SHORTEST_PAGE_MS = 30 * 60_000;
const TIMEOUT_MS = 20_000;

export interface StripeOptions {
  secretKey: string;
  webhookSecret: string;
  /** Where the API is: https://api.stripe.com, or the sandbox. */
  apiBase: string;
}

const expand = ['latest_charge'];

function idOf(value: string | { id: string } | null | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.id;
}

/** How Stripe's states read here (https://docs.stripe.com/payments/paymentintents/lifecycle). */
function providerStatus(intent: Stripe.PaymentIntent, hosted: boolean): ProviderPayment['status'] {
  switch (intent.status) {
    case 'requires_capture':
      return 'authorized';
    case 'succeeded':
      return 'captured';
    case 'canceled':
      return 'cancelled';
    case 'requires_action':
      return hosted ? 'open' : 'requires_action';
    case 'requires_payment_method':
      return !hosted && intent.last_payment_error ? 'declined' : 'open';
    default:
      return 'open';
  }
}

/** The reason of a decline: the issuer's code, else Stripe's own (https://docs.stripe.com/declines/codes). */
function declineCodeOf(
  error: { decline_code?: string | undefined; code?: string | undefined } | null,
): string | undefined {
  return error ? error.decline_code || error.code || 'card_declined' : undefined;
}

/** A card token that Stripe does not know buys nothing, like a card that is declined. */
const unknownMethod: ProviderPayment = {
  ...{ reference: undefined, intent: undefined, status: 'declined', captured: 0, refunds: [] },
  ...{ redirectUrl: undefined, declineCode: 'unknown_payment_method', card: undefined },
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

  async function fromIntent(intent: Stripe.PaymentIntent, reference = intent.id): Promise<ProviderPayment> {
    const hosted = reference !== intent.id;
    const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
    // Letting a hold go makes Stripe write a refund of a charge that was never captured: no money went back.
    const refunds =
      charge?.captured && charge.amount_refunded > 0
        ? await stripe.refunds.list({ payment_intent: intent.id, limit: 100 })
        : undefined;
    const card = charge?.payment_method_details?.card;
    return {
      reference,
      intent: intent.id,
      status: providerStatus(intent, hosted),
      captured: intent.amount_received,
      refunds: (refunds?.data ?? [])
        .filter(refund => refund.status !== 'failed' && refund.status !== 'canceled')
        .map(({ id, amount, metadata, reason }) => ({
          reference: id,
          id: metadata?.refundId,
          amount,
          reason: metadata?.reason ?? reason ?? undefined,
        })),
      redirectUrl: intent.next_action?.redirect_to_url?.url ?? undefined,
      declineCode: declineCodeOf(intent.last_payment_error),
      card: card?.brand && card.last4 ? { brand: card.brand, last4: card.last4 } : undefined,
    };
  }

  async function fromSession(session: Stripe.Checkout.Session): Promise<ProviderPayment> {
    const intent = idOf(session.payment_intent);
    if (session.status === 'complete' && intent !== undefined)
      return fromIntent(await stripe.paymentIntents.retrieve(intent, { expand }), session.id);
    const status = session.status === 'expired' ? 'expired' : 'open';
    const open = { captured: 0, refunds: [], declineCode: undefined, card: undefined };
    return { reference: session.id, intent, status, redirectUrl: session.url ?? undefined, ...open };
  }

  async function look(reference: string): Promise<ProviderPayment> {
    return reference.startsWith('cs_')
      ? fromSession(await stripe.checkout.sessions.retrieve(reference))
      : fromIntent(await stripe.paymentIntents.retrieve(reference, { expand }));
  }

  async function intentOf(reference: string): Promise<string> {
    const { intent } = await look(reference);
    if (intent === undefined) throw new Error(`${reference} has no payment`);
    return intent;
  }

  async function authorize(
    { paymentId, orderId, request }: PaymentToCreate,
    paymentMethod: string,
  ): Promise<ProviderPayment> {
    const { amount, email, returnUrl, orderNumber } = request;
    try {
      const intent = await stripe.paymentIntents.create(
        {
          ...{
            amount: amount.amount,
            currency: amount.currency.toLowerCase(),
            payment_method: paymentMethod,
            confirm: true,
            expand,
          },
          ...{
            capture_method: 'manual',
            return_url: returnUrl,
            receipt_email: email,
            metadata: { paymentId, orderId },
          },
          ...{ allowed_payment_method_types: ['card'], description: `Order ${orderNumber ?? orderId}` },
        },
        { idempotencyKey: `authorize-${paymentId}` },
      );
      return await fromIntent(intent);
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

  async function openPage({ paymentId, orderId, request }: PaymentToCreate): Promise<ProviderPayment> {
    const { amount, email, returnUrl, cancelUrl, lines, orderNumber, expiresAt } = request;
    const currency = amount.currency.toLowerCase();
    const shown = lines ?? [{ title: `Order ${orderNumber ?? orderId}`, quantity: 1, unitPrice: amount }];
    const metadata = { paymentId, orderId };
    const session = await stripe.checkout.sessions.create(
      {
        ...{
          mode: 'payment',
          customer_email: email,
          client_reference_id: orderId,
          success_url: returnUrl,
          cancel_url: cancelUrl ?? returnUrl,
          metadata,
        },
        ...{
          allowed_payment_method_types: ['card'],
          payment_intent_data: { capture_method: 'manual', metadata, description: `Order ${orderNumber ?? orderId}` },
        },
        expires_at: Math.ceil(Math.max(Date.parse(expiresAt), Date.now() + SHORTEST_PAGE_MS + 5_000) / 1000),
        line_items: shown.map(({ title, quantity, unitPrice }) => ({
          quantity,
          price_data: { currency, unit_amount: unitPrice.amount, product_data: { name: title } },
        })),
      },
      { idempotencyKey: `page-${paymentId}` },
    );
    return fromSession(session);
  }

  /** Ends an open payment; a payment that went on meanwhile is looked at instead. */
  async function end(reference: string): Promise<void> {
    const found = await look(reference);
    if (found.status === 'open' && reference.startsWith('cs_')) await stripe.checkout.sessions.expire(reference);
    else if (
      found.intent !== undefined &&
      ['open', 'requires_action', 'authorized', 'declined'].includes(found.status)
    ) {
      await stripe.paymentIntents.cancel(found.intent, { cancellation_reason: 'abandoned' });
    }
  }

  return {
    name: 'stripe',
    createPayment: asked =>
      mapFailures(() =>
        asked.request.paymentMethod === undefined ? openPage(asked) : authorize(asked, asked.request.paymentMethod),
      ),
    retrieve: reference => mapFailures(() => look(reference)),
    cancelAuthorization: reference =>
      mapFailures(async () => {
        await ignoreRefusal(() => end(reference));
        return look(reference);
      }),
    capture: reference =>
      mapFailures(async () => {
        const intent = await intentOf(reference);
        await ignoreRefusal(() => stripe.paymentIntents.capture(intent, {}, { idempotencyKey: `capture-${intent}` }));
        return look(reference);
      }),
    refund: (reference, { id, amount, reason }) =>
      mapFailures(async () => {
        const intent = await intentOf(reference);
        const metadata = { refundId: id, reason };
        await stripe.refunds.create({ payment_intent: intent, amount, metadata }, { idempotencyKey: `refund-${id}` });
        return look(reference);
      }),
    readEvent(body, signature): ProviderEvent | undefined {
      try {
        const event = stripe.webhooks.constructEvent(body, signature, options.webhookSecret);
        return { id: event.id, type: event.type, ...subjectOf(event.data.object) };
      } catch (error) {
        if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError)
          return undefined;
        throw error;
      }
    },
  };
}

function text(object: object, name: string): string | undefined {
  const value: unknown = name in object ? Reflect.get(object, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/**
 * Which payment an object of Stripe's belongs to: PaymentIntents and sessions carry our metadata, charges and refunds
 * name their intent.
 */
function subjectOf(object: object): Pick<ProviderEvent, 'paymentId' | 'intent'> {
  const metadata: unknown = Reflect.get(object, 'metadata');
  const paymentId = typeof metadata === 'object' && metadata !== null ? text(metadata, 'paymentId') : undefined;
  return {
    paymentId,
    intent: text(object, 'object') === 'payment_intent' ? text(object, 'id') : text(object, 'payment_intent'),
  };
}

/** Does something that may have been done, or overtaken, already: what came of it is looked at afterwards. */
async function ignoreRefusal(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
}

/** Not reached, busy or broken: 503. A request that Stripe refuses is a fault of ours. */
async function mapFailures<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeIdempotencyError } = Stripe.errors;
    if (
      error instanceof StripeConnectionError ||
      error instanceof StripeAPIError ||
      error instanceof StripeRateLimitError
    ) {
      throw unavailable('The payment provider', 5, error);
    }
    if (error instanceof StripeIdempotencyError) throw unavailable('The payment provider', 1, error);
    throw error;
  }
}
