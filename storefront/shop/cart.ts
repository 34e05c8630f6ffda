import { createCartClient } from '../../generated/cart/client.ts';
import type { Cart, CartLine, Shortage } from '../../generated/cart/types.ts';
import { asked, type Down, gateway } from './gateway.ts';
import type { Money } from './money.ts';

export type { Cart, CartLine };

/** What a shopper has to be told of a change: that it was corrected, and why. */
export type Notice =
  | { kind: 'short'; sku: string; available: number }
  | { kind: 'gone'; sku: string }
  | { kind: 'price'; sku: string; was: Money; now: Money }
  | { kind: 'down' };

/** A line that was taken out. */
export interface Removed {
  sku: string;
  title: string;
  /** How many can be put back as they were; 0 where there is nothing of it to have any more. */
  quantity: number;
}

export interface Changed {
  /** Undefined where there is no cart (any more). */
  cart: Cart | undefined;
  notices: Notice[];
  /** What the change took out. */
  removed?: Removed;
}

const client = () => createCartClient(gateway());
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The cart at today's prices and stock; undefined when there is none, or no longer. */
export async function readCart(id: string | undefined): Promise<Cart | undefined | Down> {
  if (id === undefined || !UUID.test(id)) return undefined;
  const answer = await asked(client().getCart({ path: { cartId: id } }));
  if (answer.status === 200) return answer.body;
  return answer.status === 503 ? answer : undefined;
}

/** Puts so many more of a sku into the cart, or into a new one. */
export async function addToCart(id: string | undefined, sku: string, more: number): Promise<Changed> {
  const cart = await readCart(id);
  if (cart === undefined) return startCart(sku, more);
  if ('status' in cart) return { cart: undefined, notices: [{ kind: 'down' }] };
  const has = cart.lines.find(line => line.sku === sku)?.quantity ?? 0;
  return change(cart, sku, has + more);
}

/** Sets how many of a sku are in the cart; none takes it out. More than there is becomes what there is. */
export async function setQuantity(id: string | undefined, sku: string, quantity: number): Promise<Changed> {
  const cart = await readCart(id);
  if (cart === undefined) return { cart, notices: [] };
  if ('status' in cart) return { cart: undefined, notices: [{ kind: 'down' }] };
  return change(cart, sku, quantity);
}

async function startCart(sku: string, quantity: number): Promise<Changed> {
  const answer = await asked(client().createCart({ body: { lines: [{ sku, quantity }] } }));
  if (answer.status === 201) return { cart: answer.body, notices: [] };
  if (answer.status !== 409)
    return { cart: undefined, notices: [answer.status === 503 ? { kind: 'down' } : { kind: 'gone', sku }] };
  const left = leftOf(sku, answer.body.shortages);
  const notices: Notice[] = [{ kind: 'short', sku, available: left }];
  return left === 0 ? { cart: undefined, notices } : { ...(await startCart(sku, left)), notices };
}

async function change(before: Cart, sku: string, quantity: number): Promise<Changed> {
  const answer = await asked(
    client().updateCart({ path: { cartId: before.id }, body: { lines: [{ sku, quantity }] } }),
  );
  const seen = priceNotices(before);
  if (answer.status === 200) {
    const removed = quantity === 0 ? removedFrom(before, sku) : undefined;
    return { cart: answer.body, notices: [...seen, ...priceNotices(answer.body)], ...(removed && { removed }) };
  }
  if (answer.status === 404) return { cart: undefined, notices: [] };
  if (answer.status === 503) return { cart: before, notices: [...seen, { kind: 'down' }] };
  if (answer.status !== 409) return { cart: before, notices: [...seen, { kind: 'gone', sku }] };
  const left = leftOf(sku, answer.body.shortages);
  const short: Notice = { kind: 'short', sku, available: left };
  const has = before.lines.find(line => line.sku === sku)?.quantity ?? 0;
  if (left === 0 || left >= quantity || left === has) return { cart: before, notices: [...seen, short] };
  const corrected = await change(before, sku, left);
  return { ...corrected, notices: [...corrected.notices, short] };
}

function removedFrom(before: Cart, sku: string): Removed | undefined {
  const line = before.lines.find(each => each.sku === sku);
  if (!line) return undefined;
  const isGone = line.purchasable === false || line.available === 0;
  return { sku, title: line.title, quantity: isGone ? 0 : line.quantity };
}

const leftOf = (sku: string, shortages: readonly Shortage[] = []): number =>
  shortages.find(short => short.sku === sku)?.available ?? 0;

/**
 * The prices that are not what the cart showed before: they are told once by the cart, so whoever reads it passes them
 * on.
 */
export function priceNotices(cart: Cart): Notice[] {
  return cart.lines.flatMap(({ sku, unitPrice, previousUnitPrice }) =>
    previousUnitPrice ? [{ kind: 'price' as const, sku, was: previousUnitPrice, now: unitPrice }] : [],
  );
}

/** How many things are in the cart. */
export const countOf = (cart: Cart | undefined): number =>
  cart ? cart.lines.reduce((count, { quantity }) => count + quantity, 0) : 0;

/** Whether a line can be bought as it is. */
export const fits = ({ quantity, available, purchasable }: CartLine): boolean =>
  purchasable !== false && quantity <= available;
