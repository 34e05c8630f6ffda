import type Stripe from 'stripe';
import { z } from 'zod';
import type { ProviderEvent } from './provider.ts';

/** Maximum age of a signature, as the SDK has it (https://docs.stripe.com/webhooks#replay-attacks). */
const TOLERANCE_SECONDS = 300;

/** Ids that may be stored: other programs on the Stripe account may put any text into metadata. */
const name = z.string().regex(/^[\w.:-]{1,255}$/);

/**
 * Which payment an object of Stripe's belongs to: PaymentIntents and sessions carry our metadata, charges, refunds and
 * disputes name their intent. Undefined for other objects.
 */
const eventSchema = z.object({
  id: name,
  type: name,
  data: z.object({
    object: z
      .object({
        object: z.string().optional().catch(undefined),
        id: name.optional().catch(undefined),
        payment_intent: z
          .union([name, z.object({ id: name }).transform(({ id }) => id)])
          .optional()
          .catch(undefined),
        metadata: z
          .object({ paymentId: z.uuid().optional().catch(undefined) })
          .optional()
          .catch(undefined),
      })
      .catch({}),
  }),
});

/**
 * The state of a payment with manual capture that these types imply (https://docs.stripe.com/api/events/types); every
 * other type implies none.
 */
const impliedStatuses: Readonly<Record<string, ProviderEvent['impliedStatus']>> = {
  'payment_intent.created': 'created',
  'payment_intent.amount_capturable_updated': 'authorized',
  'charge.succeeded': 'authorized',
  'payment_intent.succeeded': 'captured',
  'charge.captured': 'captured',
};

/**
 * The event of a webhook whose signature fits its body (https://docs.stripe.com/webhooks/signature); undefined where it
 * does not. A signed body of another shape, such as an event of API v2, is `unknown`: Stripe disables an endpoint that
 * refuses those.
 */
export function readStripeEvent(
  stripe: Stripe,
  body: Buffer,
  signature: string,
  secret: string,
): ProviderEvent | 'unknown' | undefined {
  if (!isSigned(stripe, body, signature, secret)) return undefined;
  const read = eventSchema.safeParse(parseJson(body));
  if (!read.success) return 'unknown';
  const { id, type, data } = read.data;
  const { object } = data;
  return {
    id,
    type,
    paymentId: object.metadata?.paymentId,
    intent: object.object === 'payment_intent' ? object.id : object.payment_intent,
    impliedStatus: impliedStatuses[type],
  };
}

function isSigned(stripe: Stripe, body: Buffer, signature: string, secret: string): boolean {
  try {
    return stripe.webhooks.signature?.verifyHeader(body, signature, secret, TOLERANCE_SECONDS) === true;
  } catch {
    // The SDK throws errors of several classes for signatures that it cannot read.
    return false;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
