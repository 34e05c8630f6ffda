import { z } from 'zod';
import type { Ending, State } from './checkout.ts';
import type { CompleteRequest } from './contact.ts';

export interface Checkout {
  id: string;
  request: CompleteRequest;
  shopperId?: string;
  /** Who is behind the request by the network address (`clientOf`). */
  client?: string;
  orderId: string;
  /** Given to the shopper, and to orders only as its SHA-256. */
  orderToken: string;
  state: State;
}

const money = z.object({ amount: z.number(), currency: z.string() });
const shortages = z.array(z.object({ sku: z.string(), requested: z.number(), available: z.number() }));
const line = z.object({
  sku: z.string(),
  title: z.string(),
  quantity: z.number(),
  unitPrice: money,
  lineTotal: money,
  imageUrl: z.string().exactOptional(),
});
const plan = z.object({
  lines: z.array(line),
  shippingMethod: z.object({ id: z.string(), name: z.string() }),
  totals: z.object({ subtotal: money, shipping: money, total: money }),
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
  z.object({
    as: z.literal('price_changed'),
    changes: z.array(z.object({ sku: z.string(), oldPrice: money, newPrice: money })),
  }),
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
const address = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().exactOptional(),
  city: z.string(),
  region: z.string().exactOptional(),
  postalCode: z.string(),
  country: z.string(),
});
const request = z.object({
  cartId: z.string(),
  email: z.string(),
  phone: z.string().exactOptional(),
  shippingAddress: address,
  shippingMethod: z.string(),
  paymentMethod: z.string().exactOptional(),
  returnUrl: z.string().exactOptional(),
}) satisfies z.ZodType<CompleteRequest>;
/** A row of checkouts. */
export const rowSchema = z
  .object({
    id: z.string(),
    request,
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
