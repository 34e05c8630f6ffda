import { z } from 'zod';
import { parseCheckoutRequest, parsePriceChange, parseShortage } from '../../generated/checkout/parsers.ts';
import { parseOrderLine, parseTotals } from '../../generated/orders/parsers.ts';
import type { Ending, State } from './checkout.ts';
import type { CompleteRequest } from './contact.ts';

export interface Checkout {
  id: string;
  request: CompleteRequest;
  shopperId?: string;
  /** Hash of the client's network address (`clientOf`). */
  client?: string;
  orderId: string;
  /** The shopper gets the token; orders gets only its SHA-256. */
  orderToken: string;
  state: State;
}

const stored = <T>(parse: (value: unknown) => T) => z.unknown().transform(parse);
const shortages = z.array(stored(parseShortage));
const plan = z.object({
  lines: z.array(stored(parseOrderLine)),
  shippingMethod: z.object({ id: z.string(), name: z.string() }),
  totals: stored(parseTotals),
});
const placed = z.object({ plan, reservedUntil: z.string(), orderNumber: z.string() });
const ending = z.discriminatedUnion('as', [
  z.object({ as: z.literal('authorized') }),
  z.object({
    as: z.literal('awaiting_payment'),
    payment: z.enum(['pending', 'requires_action']),
    redirectUrl: z.string().optional(),
  }),
  z.object({ as: z.literal('declined'), declineCode: z.string().optional(), detail: z.string().optional() }),
  z.object({ as: z.literal('price_changed'), changes: z.array(stored(parsePriceChange)) }),
  z.object({ as: z.enum(['not_enough_stock', 'not_for_sale']), shortages }),
  z.object({ as: z.literal('no_cart') }),
  z.object({ as: z.enum(['expired', 'rejected', 'too_many_unpaid_orders']) }),
]) satisfies z.ZodType<Ending>;
const state = z.discriminatedUnion('step', [
  z.object({ step: z.literal('started') }),
  z.object({ step: z.literal('priced'), plan }),
  z.object({ step: z.literal('reserved'), plan, reservedUntil: z.string() }),
  placed.extend({ step: z.literal('ordered'), orderIsPaid: z.literal(true).optional() }),
  z.object({
    step: z.literal('compensating'),
    lastStep: z.enum(['priced', 'reserved', 'ordered']),
    ending,
    placed: placed.optional(),
  }),
  z.object({ step: z.literal('finished'), ending, placed: placed.optional() }),
]) satisfies z.ZodType<State>;

/** A stored request with every field of the contract; older rows may lack the postal code. */
function parseCompleteRequest(value: unknown): CompleteRequest {
  const { shippingAddress, ...request } = parseCheckoutRequest(value);
  return { ...request, shippingAddress: { ...shippingAddress, postalCode: shippingAddress.postalCode ?? '' } };
}

/** A row of checkouts. */
export const rowSchema = z
  .object({
    id: z.string(),
    request: stored(parseCompleteRequest),
    shopperId: z.string().nullable(),
    client: z.string().nullable(),
    orderId: z.string(),
    orderToken: z.string(),
    state,
  })
  .transform(
    ({ shopperId, client, ...row }): Checkout => ({
      ...row,
      ...(shopperId === null ? {} : { shopperId }),
      ...(client === null ? {} : { client }),
    }),
  );
