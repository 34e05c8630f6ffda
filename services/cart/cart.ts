import type { Cart, CartLine, Money, Shortage, Sku } from '../../generated/cart/types.ts';
import type { UnitLimits } from '../platform/unit-limits.ts';

/**
 * The maximum number of different skus of a cart: also the maximum of one look-up at catalog and inventory, and the
 * maximum number of lines of an order.
 */
export const MAX_LINES = 200;

/** The data of a sku for sale that a cart line shows. */
export interface Offer {
  sku: Sku;
  slug: string;
  title: string;
  price: Money;
  image?: NonNullable<CartLine['image']>;
}

/**
 * The prices and stock of the skus of a cart. A sku that is not among `offers` is not for sale, one not in `stock` has
 * none; if a whole member is absent its service was unavailable, and the values last shown apply.
 */
export interface PricesAndStock {
  offers?: ReadonlyMap<Sku, Offer>;
  stock?: ReadonlyMap<Sku, number>;
}

/** Prices and stock from both services; a change of a cart requires both. */
export type CompletePricesAndStock = Required<PricesAndStock>;

/** Why a change of a cart is refused. */
export type Refusal =
  | { reason: 'unknown_sku'; skus: Sku[] }
  | { reason: 'not_enough_stock'; shortages: Shortage[] }
  | { reason: 'currency_mix'; currencies: string[] }
  | { reason: 'too_many_lines'; lines: number }
  | { reason: 'too_many_units'; limits: UnitLimits }
  | { reason: 'total_too_large' };

export type Wanted = ReadonlyMap<Sku, number>;

/** The lines of a new cart: the quantities of a sku that is named twice add up. */
export function mergeLines(lines: readonly { sku: Sku; quantity: number }[]): Map<Sku, number> {
  const wanted = new Map<Sku, number>();
  for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  return wanted;
}

/** The quantities that a change sets: of a sku that is named twice the last one counts. */
export function lastQuantities(lines: readonly { sku: Sku; quantity: number }[]): Map<Sku, number> {
  return new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
}

function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}

function times(price: Money, quantity: number): Money {
  return { amount: price.amount * quantity, currency: price.currency };
}

function newLine(offer: Offer, quantity: number, available: number): CartLine {
  return {
    sku: offer.sku,
    slug: offer.slug,
    title: offer.title,
    ...(offer.image && { image: offer.image }),
    quantity,
    unitPrice: offer.price,
    lineTotal: times(offer.price, quantity),
    available,
    purchasable: true,
  };
}

/** A line at its current price and stock, beside the values last shown. */
function refreshLine(line: CartLine, current: PricesAndStock, currency: string): CartLine {
  const { previousUnitPrice: _, ...last } = line;
  const available = current.stock ? (current.stock.get(line.sku) ?? 0) : line.available;
  if (!current.offers) return { ...last, available };
  const offer = current.offers.get(line.sku);
  if (offer?.price.currency !== currency) return { ...last, available: 0, purchasable: false };
  const { quantity, unitPrice } = line;
  return {
    ...newLine(offer, quantity, available),
    ...(!sameMoney(unitPrice, offer.price) && { previousUnitPrice: unitPrice }),
  };
}

function withLines(cart: Cart, lines: CartLine[], currency: string): Cart {
  return {
    ...cart,
    lines,
    subtotal: { amount: lines.reduce((sum, line) => sum + line.lineTotal.amount, 0), currency },
  };
}

/**
 * The cart at current prices and stock: a line whose price differs from the one last shown has the latter as
 * `previousUnitPrice`, so the next response no longer has it. A sku that is no longer for sale (or only in another
 * currency) keeps its last price and cannot be bought.
 */
export function refreshCart(cart: Cart, current: PricesAndStock): Cart {
  const { currency } = cart.subtotal;
  return withLines(
    cart,
    cart.lines.map(line => refreshLine(line, current, currency)),
    currency,
  );
}

function shortagesOf(wanted: Wanted, stock: ReadonlyMap<Sku, number>): Shortage[] {
  return [...wanted]
    .map(([sku, requested]) => ({ sku, requested, available: stock.get(sku) ?? 0 }))
    .filter(({ requested, available }) => requested > available);
}

/**
 * The lines with their requested quantities: zero removes a line, lines that are not named stay as they are, new ones
 * come last.
 */
function linesWith(cart: Cart, wanted: Wanted, current: PricesAndStock): CartLine[] {
  const kept = cart.lines.flatMap(line => {
    const quantity = wanted.get(line.sku) ?? line.quantity;
    return quantity === 0 ? [] : [{ ...line, quantity, lineTotal: times(line.unitPrice, quantity) }];
  });
  const present = new Set(cart.lines.map(line => line.sku));
  const added = [...wanted].flatMap(([sku, quantity]) => {
    const offer = current.offers?.get(sku);
    return present.has(sku) || quantity === 0 || !offer ? [] : [newLine(offer, quantity, current.stock?.get(sku) ?? 0)];
  });
  return [...kept, ...added];
}

/**
 * The cart with the requested quantities, at current prices and stock; or the refusal. Only named skus are checked
 * against the stock: a line that ran out of stock in the meantime does not block the others. Removals are never
 * refused, so a change that only removes lines needs no prices and no stock.
 */
export function changeCart(
  cart: Cart,
  wanted: Wanted,
  current: PricesAndStock,
  expiresAt: string,
): { cart: Cart } | { refused: Refusal } {
  const kept = new Map([...wanted].filter(([, quantity]) => quantity > 0));
  const skus = [...kept.keys()].filter(sku => !current.offers?.has(sku));
  if (skus.length > 0) return { refused: { reason: 'unknown_sku', skus } };
  const shortages = shortagesOf(kept, current.stock ?? new Map());
  if (shortages.length > 0) return { refused: { reason: 'not_enough_stock', shortages } };

  const lines = linesWith(cart, wanted, current);
  if (lines.length > MAX_LINES) return { refused: { reason: 'too_many_lines', lines: lines.length } };
  const priceOf = (line: CartLine) => (kept.has(line.sku) && current.offers?.get(line.sku)?.price) || line.unitPrice;
  const currencies = [...new Set(lines.map(line => priceOf(line).currency))];
  if (currencies.length > 1) return { refused: { reason: 'currency_mix', currencies } };
  const next = refreshCart({ ...withLines(cart, lines, currencies[0] ?? cart.subtotal.currency), expiresAt }, current);
  return Number.isSafeInteger(next.subtotal.amount) ? { cart: next } : { refused: { reason: 'total_too_large' } };
}

/** A cart without lines; its first line decides its currency. */
export function emptyCart(id: string, expiresAt: string): Cart {
  return { id, lines: [], subtotal: { amount: 0, currency: 'XXX' }, expiresAt };
}
