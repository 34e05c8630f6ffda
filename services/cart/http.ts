import type { ChainableCommander } from 'ioredis';
import type { CartHandlers } from '../../generated/cart/server.ts';
import type { Cart, CreateCartResponse, Sku } from '../../generated/cart/types.ts';
import { parseDayRange } from '../platform/days.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { unavailable } from '../platform/http/unavailable.ts';
import { newId } from '../platform/ids.ts';
import type { UnitLimits } from '../platform/unit-limits.ts';
import { changeCart, emptyCart, lastQuantities, mergeLines, refreshCart } from './cart.ts';
import { cartProblem } from './refusals.ts';
import type { Cached, Store, StoredCart } from './store.ts';
import { refuseUnits } from './units.ts';
import type { Upstream } from './upstream.ts';

const HOUR_MS = 60 * 60 * 1_000;
/** Time to live of a new cart; most carts that are never used again come from crawlers and other programs. */
const FIRST_TTL_MS = HOUR_MS;
const CART_TTL_MS = 30 * 24 * HOUR_MS;
const MAX_ATTEMPTS = 100;

type ReadCart = StoredCart & { cached: Cached };
type WriteAttempt<T> = { result: T } | 'conflict';
type Change = ReturnType<typeof changeCart>;

const expiry = (ttlMs = CART_TTL_MS) => new Date(Date.now() + ttlMs).toISOString();
/** The time of expiry of a cart that is used again. */
const prolonged = (expiresAt: string) => (Date.parse(expiresAt) - Date.now() <= FIRST_TTL_MS ? expiry() : expiresAt);
const skusOf = (cart: Cart) => cart.lines.map(line => line.sku);

const notFound = refusal(404, 'There is no such cart, or no longer.', { code: 'cart_not_found' });

/**
 * Runs `attempt` with the stored cart and retries after each version conflict; undefined when there is no such cart.
 * Throws ProblemError 503 after 100 attempts.
 */
async function withOptimisticLock<T>(
  store: Store,
  id: string,
  attempt: (stored: ReadCart) => Promise<WriteAttempt<T>>,
  others: readonly Sku[] = [],
): Promise<T | undefined> {
  for (let turn = 0; turn < MAX_ATTEMPTS; turn += 1) {
    const stored = await store.read(id, others);
    if (!stored) return undefined;
    const written = await attempt(stored);
    if (written !== 'conflict') return written.result;
  }
  throw unavailable('This cart', 1);
}

export function createHandlers({
  store,
  upstream,
  unitLimits,
}: {
  store: Store;
  upstream: Upstream;
  unitLimits: UnitLimits;
}): CartHandlers<RequestContext<ChainableCommander>> {
  /** Updates the cart to current prices and stock, and stores it as shown. */
  async function show(stored: ReadCart): Promise<WriteAttempt<Cart>> {
    const current = { ...stored.cart, expiresAt: prolonged(stored.cart.expiresAt) };
    const cart = refreshCart(current, await upstream.read(skusOf(stored.cart), stored.cached));
    const same = JSON.stringify(cart) === JSON.stringify(stored.cart);
    return same || (await store.replace(stored, cart)) ? { result: cart } : 'conflict';
  }

  return {
    async createCart({ body }, context) {
      const wanted = mergeLines(body.lines);
      const expiresAt = expiry(FIRST_TTL_MS);
      const cart = emptyCart(newId(), expiresAt);
      const current = await upstream.fetchForChange([...wanted.keys()]);
      const outcome = refuseUnits(changeCart(cart, wanted, current, expiresAt), wanted, unitLimits);
      if ('refused' in outcome) return cartProblem(outcome.refused);
      const response: CreateCartResponse = {
        status: 201,
        body: outcome.cart,
        headers: { location: `/cart/${outcome.cart.id}` },
      };
      await store.create(outcome.cart, async multi => context.idempotency?.recordIn(multi, response));
      return response;
    },

    async getCart({ path }) {
      const cart = await withOptimisticLock(store, path.cartId, show);
      return cart ? { status: 200, body: cart } : notFound;
    },

    async updateCart({ path, body }) {
      const wanted = lastQuantities(body.lines);
      const named = new Set([...wanted].flatMap(([sku, quantity]) => (quantity > 0 ? [sku] : [])));
      const change = async (stored: ReadCart): Promise<WriteAttempt<Change>> => {
        const { cached } = stored;
        const skus = [...new Set([...skusOf(stored.cart), ...wanted.keys()])];
        const current = await (named.size > 0
          ? upstream.fetchForChange(skus, named, cached)
          : upstream.read(skus, cached));
        const next = refuseUnits(changeCart(stored.cart, wanted, current, expiry()), wanted, unitLimits);
        if ('refused' in next) return { result: next };
        return (await store.replace(stored, next.cart)) ? { result: next } : 'conflict';
      };
      const outcome = await withOptimisticLock(store, path.cartId, change, [...wanted.keys()]);
      if (!outcome) return notFound;
      return 'refused' in outcome ? cartProblem(outcome.refused) : { status: 200, body: outcome.cart };
    },

    async getCartStatistics({ query }) {
      const range = parseDayRange(query);
      if (typeof range === 'string') return refusal(422, range);
      return { status: 200, body: { days: await store.countByDay(range) } };
    },

    async getShownCart({ path }) {
      const stored = await store.read(path.cartId);
      return stored ? { status: 200, body: stored.cart } : notFound;
    },
  };
}
