import { z } from 'zod';
import type { Notice, RemovedLine } from './cart.ts';
import { emptyDelivery } from './delivery.ts';
import { readCookie } from './request-context.ts';

// The shopper's state in the browser: HttpOnly cookies.

/** The current purchase: the attempt to check out a cart, and the order that it created. */
const purchase = z.object({
  cartId: z.string(),
  attempt: z.string(),
  checkoutId: z.string().optional(),
  orderId: z.string().optional(),
  orderNumber: z.string().optional(),
  token: z.string().optional(),
});
export type Purchase = z.output<typeof purchase>;

/** The checkout form as it was last submitted, with its validation errors. */
const draft = z.object({
  values: z.object(
    Object.fromEntries(Object.keys(emptyDelivery).map(name => [name, z.string()])) as Record<
      keyof typeof emptyDelivery,
      z.ZodString
    >,
  ),
  faults: z.record(z.string(), z.string()),
  problem: z.string().optional(),
  /** Prices that were shown before, minor units by SKU. */
  before: z.record(z.string(), z.number()).optional(),
});
export type Draft = z.output<typeof draft>;

function readJsonCookie<S extends z.ZodType>(name: string, shape: S): z.output<S> | undefined {
  const text = readCookie(name);
  if (text === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(decodeURIComponent(text))).data;
  } catch {
    return undefined;
  }
}

export const readPurchase = (): Purchase | undefined => readJsonCookie('purchase', purchase);
export const readDraft = (): Draft | undefined => readJsonCookie('checkout', draft);

const money = z.object({ amount: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) });
const notices: z.ZodType<Notice[]> = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('short'), sku: z.string(), available: z.number() }),
    z.object({ kind: z.literal('gone'), sku: z.string() }),
    z.object({ kind: z.literal('limit'), sku: z.string(), reason: z.string() }),
    z.object({ kind: z.literal('price'), sku: z.string(), was: money, now: money }),
    z.object({ kind: z.literal('down') }),
  ]),
);

/** The notices of the last change of the cart, for a page without a script. */
export const readCartNotices = (): Notice[] => readJsonCookie('cart-notices', notices) ?? [];

const removed: z.ZodType<RemovedLine> = z.object({ sku: z.string(), title: z.string(), quantity: z.number() });

/** The line that the last change of the cart removed, for a page without a script. */
export const readRemoved = (): RemovedLine | undefined => readJsonCookie('cart-removed', removed);

/** What came of the last form of the account, and what was typed into it besides passwords. */
const formOutcome = z.object({
  form: z.string(),
  result: z.string(),
  text: z.string().optional(),
  minutes: z.number().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
});
export type FormOutcome = z.output<typeof formOutcome>;

export const readFormOutcome = (): FormOutcome | undefined => readJsonCookie('account-form', formOutcome);

/** The token of an order, and the id of its checkout. */
export function readOrderToken(orderId: string): { token: string; checkoutId: string | undefined } | undefined {
  const [token, checkoutId] = (readCookie(`order-${orderId}`) ?? '').split('.');
  return token ? { token, checkoutId } : undefined;
}
