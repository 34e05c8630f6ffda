import { z } from 'zod';
import type { Notice, Removed } from './cart.ts';
import { emptyDelivery } from './delivery.ts';
import { readCookie } from './visit.ts';

/** What the browser keeps for the shopper, in cookies that no script reads. */

/** The purchase under way: which attempt at which cart, and what came of it so far. */
const purchase = z.object({
  cartId: z.string(),
  attempt: z.string(),
  checkoutId: z.string().optional(),
  orderId: z.string().optional(),
  orderNumber: z.string().optional(),
  token: z.string().optional(),
});
export type Purchase = z.output<typeof purchase>;

/** The checkout form as it was last sent, with what was wrong with it. */
const draft = z.object({
  values: z.object(
    Object.fromEntries(Object.keys(emptyDelivery).map(name => [name, z.string()])) as Record<
      keyof typeof emptyDelivery,
      z.ZodString
    >,
  ),
  faults: z.record(z.string(), z.string()),
  problem: z.string().optional(),
  /** Prices that were shown before, minor units by sku. */
  before: z.record(z.string(), z.number()).optional(),
});
export type Draft = z.output<typeof draft>;

function parsed<S extends z.ZodType>(name: string, shape: S): z.output<S> | undefined {
  const text = readCookie(name);
  if (text === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(decodeURIComponent(text))).data;
  } catch {
    return undefined;
  }
}

export const readPurchase = (): Purchase | undefined => parsed('purchase', purchase);
export const readDraft = (): Draft | undefined => parsed('checkout', draft);

const money = z.object({ amount: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) });
const notices: z.ZodType<Notice[]> = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('short'), sku: z.string(), available: z.number() }),
    z.object({ kind: z.literal('gone'), sku: z.string() }),
    z.object({ kind: z.literal('price'), sku: z.string(), was: money, now: money }),
    z.object({ kind: z.literal('down') }),
  ]),
);

/** What the last change of the cart had to tell, for a page that is shown without a script. */
export const readCartNotices = (): Notice[] => parsed('cart-notices', notices) ?? [];

const removed: z.ZodType<Removed> = z.object({ sku: z.string(), title: z.string(), quantity: z.number() });

/** What the last change took out of the cart, likewise. */
export const readRemoved = (): Removed | undefined => parsed('cart-removed', removed);

/** The token of an order, and the checkout it came from. */
export function readOrderKey(orderId: string): { token: string; checkoutId: string | undefined } | undefined {
  const [token, checkoutId] = (readCookie(`order-${orderId}`) ?? '').split('.');
  return token ? { token, checkoutId } : undefined;
}
