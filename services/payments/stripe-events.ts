import type Stripe from 'stripe';
import { z } from 'zod';
import type { ProviderEvent } from './provider.ts';

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
 * The event of a webhook whose signature fits its body (https://docs.stripe.com/webhooks/signature); undefined for
 * every other body and signature.
 */
export function readStripeEvent(
  stripe: Stripe,
  body: Buffer,
  signature: string,
  secret: string,
): ProviderEvent | undefined {
  const event = verified(stripe, body, signature, secret);
  const read = eventSchema.safeParse(event);
  if (!read.success) return undefined;
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

function verified(stripe: Stripe, body: Buffer, signature: string, secret: string): unknown {
  try {
    return stripe.webhooks.constructEvent(body, signature, secret);
  } catch {
    // The SDK throws errors of several classes for signatures that it cannot read.
    return undefined;
  }
}
