import { createCartClient } from '../../generated/cart/client.ts';
import type { Cart, CartLine, Problem, Shortage } from '../../generated/cart/types.ts';
import type { Money } from '../../look/money.ts';
import { messages } from '../messages/messages.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';

export type { Cart, CartLine };

/** A message to the shopper about a change of the cart: what differs from the request, and why. */
export type Notice =
  | { kind: 'short'; sku: string; available: number }
  | { kind: 'gone'; sku: string }
  | { kind: 'limit'; sku: string; reason: string }
  | { kind: 'price'; sku: string; was: Money; now: Money }
  | { kind: 'down' };

/** A line that was removed from the cart. */
export interface RemovedLine {
  sku: string;
  title: string;
  /** The quantity that undo restores; 0 where the product is not available any more. */
  quantity: number;
}

export interface CartChange {
  /** Undefined where no cart exists, or it expired. */
  cart: Cart | undefined;
  notices: Notice[];
  /** The line that the change removed. */
  removed?: RemovedLine;
}

const client = () => createCartClient(gateway('cart'));
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The cart with current prices and stock; undefined where none exists, or it expired. */
export async function readCart(id: string | undefined): Promise<Cart | undefined | ServiceUnavailable> {
  if (id === undefined || !UUID.test(id)) return undefined;
  const response = await orUnavailable(client().getCart({ path: { cartId: id } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}

/** Adds a quantity of a SKU to the cart, or creates a cart with it. */
export async function addToCart(id: string | undefined, sku: string, quantity: number): Promise<CartChange> {
  const cart = await readCart(id);
  if (cart === undefined) return createCart(sku, quantity);
  if ('status' in cart) return { cart: undefined, notices: [{ kind: 'down' }] };
  const current = cart.lines.find(line => line.sku === sku)?.quantity ?? 0;
  return updateLine(cart, sku, current + quantity);
}

/** Sets the quantity of a SKU; 0 removes its line. A quantity above the stock is corrected to the stock. */
export async function setQuantity(id: string | undefined, sku: string, quantity: number): Promise<CartChange> {
  const cart = await readCart(id);
  if (cart === undefined) return { cart, notices: [] };
  if ('status' in cart) return { cart: undefined, notices: [{ kind: 'down' }] };
  return updateLine(cart, sku, quantity);
}

async function createCart(sku: string, quantity: number): Promise<CartChange> {
  const response = await orUnavailable(client().createCart({ body: { lines: [{ sku, quantity }] } }));
  if (response.status === 201) return { cart: response.body, notices: [] };
  if (response.status !== 409)
    return { cart: undefined, notices: [response.status === 503 ? { kind: 'down' } : refusalNotice(sku, response)] };
  const left = availableOf(sku, response.body.shortages);
  const notices: Notice[] = [{ kind: 'short', sku, available: left }];
  return left === 0 ? { cart: undefined, notices } : { ...(await createCart(sku, left)), notices };
}

async function updateLine(before: Cart, sku: string, quantity: number): Promise<CartChange> {
  const response = await orUnavailable(
    client().updateCart({ path: { cartId: before.id }, body: { lines: [{ sku, quantity }] } }),
  );
  const priceChanges = priceNotices(before);
  if (response.status === 200) {
    const removed = quantity === 0 ? removedLine(before, sku) : undefined;
    return {
      cart: response.body,
      notices: [...priceChanges, ...priceNotices(response.body)],
      ...(removed && { removed }),
    };
  }
  if (response.status === 404) return { cart: undefined, notices: [] };
  if (response.status === 503) return { cart: before, notices: [...priceChanges, { kind: 'down' }] };
  if (response.status !== 409) return { cart: before, notices: [...priceChanges, refusalNotice(sku, response)] };
  const left = availableOf(sku, response.body.shortages);
  const short: Notice = { kind: 'short', sku, available: left };
  const current = before.lines.find(line => line.sku === sku)?.quantity ?? 0;
  if (left === 0 || left >= quantity || left === current) return { cart: before, notices: [...priceChanges, short] };
  const corrected = await updateLine(before, sku, left);
  return { ...corrected, notices: [...corrected.notices, short] };
}

/** Messages for changes that are refused for another reason than the stock. */
function refusalNotice(sku: string, { body }: { body: Problem }): Notice {
  if (body.code === 'too_many_units') return { kind: 'limit', sku, reason: body.detail ?? messages().cart.tooMany };
  return { kind: 'gone', sku };
}

function removedLine(before: Cart, sku: string): RemovedLine | undefined {
  const line = before.lines.find(each => each.sku === sku);
  if (!line) return undefined;
  const isUnavailableNow = line.purchasable === false || line.available === 0;
  return { sku, title: line.title, quantity: isUnavailableNow ? 0 : line.quantity };
}

const availableOf = (sku: string, shortages: readonly Shortage[] = []): number =>
  shortages.find(short => short.sku === sku)?.available ?? 0;

/** The prices that changed since the cart was last read. The cart service reports each change once. */
export function priceNotices(cart: Cart): Notice[] {
  return cart.lines.flatMap(({ sku, unitPrice, previousUnitPrice }) =>
    previousUnitPrice ? [{ kind: 'price' as const, sku, was: previousUnitPrice, now: unitPrice }] : [],
  );
}

/** How many items are in the cart. */
export const itemCount = (cart: Cart | undefined): number =>
  cart ? cart.lines.reduce((count, { quantity }) => count + quantity, 0) : 0;

/** Whether a line can be bought in its quantity. */
export const canBuyLine = ({ quantity, available, purchasable }: CartLine): boolean =>
  purchasable !== false && quantity <= available;

/** An open page follows at most so many tags (contracts/openapi/edge.yaml). */
const MAX_TAGS = 50;

/** The tags of what a page with the cart depends on: prices before stock, where there are too many. */
export function cartTags({ lines }: Cart): string[] {
  const tags = (kind: string, names: readonly (string | undefined)[]) =>
    [...new Set(names)].flatMap(name => (name === undefined ? [] : [`${kind}:${encodeURIComponent(name)}`]));
  const products = tags(
    'product',
    lines.map(({ slug }) => slug),
  );
  const stock = tags(
    'stock',
    lines.map(({ sku }) => sku),
  );
  return [...products, ...stock].slice(0, MAX_TAGS);
}
