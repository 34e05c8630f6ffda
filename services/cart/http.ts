import type { ChainableCommander } from 'ioredis';
import type { CartHandlers } from '../../generated/cart/server.ts';
import type { Cart, CreateCartResponse, Problem } from '../../generated/cart/types.ts';
import { parseDayRange } from '../platform/days.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { unavailable } from '../platform/http/unavailable.ts';
import { newId } from '../platform/ids.ts';
import { changed, emptyCart, lastNamed, merged, shownNow } from './cart.ts';
import type { Markets } from './market.ts';
import { refusal } from './refusals.ts';
import type { Store, StoredCart } from './store.ts';

const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
const MOST_ATTEMPTS = 100;

type Written<T> = { done: T } | 'overtaken';
type Change = ReturnType<typeof changed>;

const expiry = () => new Date(Date.now() + KEPT_MS).toISOString();
const skusOf = (cart: Cart) => cart.lines.map(line => line.sku);

const notFound: { status: 404; body: Problem } = {
  status: 404,
  body: {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    code: 'cart_not_found',
    detail: 'There is no such cart, or no longer.',
  },
};

/**
 * Runs `attempt` with the cart as it stands until nobody else wrote it in between; undefined when there is none. Throws
 * ProblemError 503 after 100 turns.
 */
async function onNewest<T>(
  store: Store,
  id: string,
  attempt: (stored: StoredCart) => Promise<Written<T>>,
): Promise<T | undefined> {
  for (let turn = 0; turn < MOST_ATTEMPTS; turn += 1) {
    const stored = await store.read(id);
    if (!stored) return undefined;
    const written = await attempt(stored);
    if (written !== 'overtaken') return written.done;
  }
  throw unavailable('This cart', 1);
}

export function createHandlers({
  store,
  markets,
}: {
  store: Store;
  markets: Markets;
}): CartHandlers<RequestContext<ChainableCommander>> {
  /** Shows the cart as of now and remembers that it was shown. */
  async function show(stored: StoredCart): Promise<Written<Cart>> {
    const cart = shownNow(stored.cart, await markets.look(skusOf(stored.cart)));
    const same = JSON.stringify(cart) === JSON.stringify(stored.cart);
    return same || (await store.replace(stored, cart)) ? { done: cart } : 'overtaken';
  }

  return {
    async createCart({ body }, context) {
      const wanted = merged(body.lines);
      const expiresAt = expiry();
      const outcome = changed(emptyCart(newId(), expiresAt), wanted, await markets.ask([...wanted.keys()]), expiresAt);
      if ('refused' in outcome) return refusal(outcome.refused);
      const response: CreateCartResponse = {
        status: 201,
        body: outcome.cart,
        headers: { location: `/cart/${outcome.cart.id}` },
      };
      await store.create(outcome.cart, async multi => context.idempotency?.recordIn(multi, response));
      return response;
    },

    async getCart({ path }) {
      const cart = await onNewest(store, path.cartId, show);
      return cart ? { status: 200, body: cart } : notFound;
    },

    async updateCart({ path, body }) {
      const wanted = lastNamed(body.lines);
      const promises = [...wanted.values()].some(quantity => quantity > 0);
      const outcome = await onNewest(store, path.cartId, async (stored): Promise<Written<Change>> => {
        const skus = [...new Set([...skusOf(stored.cart), ...wanted.keys()])];
        const market = promises ? await markets.ask(skus) : await markets.look(skus);
        const next = changed(stored.cart, wanted, market, expiry());
        if ('refused' in next) return { done: next };
        return (await store.replace(stored, next.cart)) ? { done: next } : 'overtaken';
      });
      if (!outcome) return notFound;
      return 'refused' in outcome ? refusal(outcome.refused) : { status: 200, body: outcome.cart };
    },

    async getCartStatistics({ query }) {
      const range = parseDayRange(query);
      if (typeof range === 'string')
        return {
          status: 422,
          body: { type: 'about:blank', title: 'Unprocessable Content', status: 422, detail: range },
        };
      return { status: 200, body: { days: await store.countByDay(range) } };
    },

    async getShownCart({ path }) {
      const stored = await store.read(path.cartId);
      return stored ? { status: 200, body: stored.cart } : notFound;
    },
  };
}
