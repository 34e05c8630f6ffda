import type { ChainableCommander, Redis } from 'ioredis';
import type { Cart, Sku } from '../../generated/cart/types.ts';
import { type DayRange, dayOf, daysIn } from '../platform/days.ts';
import type { Offer } from './cart.ts';
import { compact, type Description, expand, parseCompact } from './stored-cart.ts';

/** A cart and the number of its writes: the version that `replace` compares. */
export interface StoredCart {
  cart: Cart;
  version: string;
}

/** A cached value of a sku with the version of its product or of its stock. */
export interface Versioned<T> {
  sku: Sku;
  version: number;
  value: T;
}

/** Cached offers and stock of skus. */
export interface Cached {
  offers: ReadonlyMap<Sku, Offer>;
  stock: ReadonlyMap<Sku, number>;
}

export interface Store {
  /** Stores a new cart. `also` queues more commands into the same transaction. */
  create(cart: Cart, also?: (multi: ChainableCommander) => Promise<void>): Promise<void>;
  /** The number of carts created on each day of a period, to the quarter of an hour. */
  countByDay(range: DayRange): Promise<{ date: string; carts: number }[]>;
  /**
   * The cart as it was last shown, with the cached values of its skus and of others; undefined when it does not exist,
   * ended or expired.
   */
  read(id: string, others?: readonly Sku[]): Promise<(StoredCart & { cached: Cached }) | undefined>;
  /**
   * Replaces a cart if it is still at the version that was read; false when it was written, or ended, in the meantime.
   */
  replace(stored: StoredCart, next: Cart): Promise<boolean>;
  /** Deletes a cart, if it exists. */
  end(id: string): Promise<void>;
  /** The cached offers and availability of these skus. */
  readCached(skus: readonly Sku[]): Promise<Cached>;
  /** Caches offers; 'evicted' drops the offer of a sku. An older version never replaces a newer one. */
  cacheOffers(entries: readonly Versioned<Offer | 'evicted'>[]): Promise<void>;
  /**
   * Caches stock. An event has the version of its sku; a response without one is cached as version 0, so that any event
   * replaces it.
   */
  cacheStock(entries: readonly Versioned<number>[]): Promise<void>;
  ping(): Promise<unknown>;
}

const QUARTER_MS = 15 * 60_000; // every time zone's offset is a multiple of it
const COUNT_RETENTION_S = 400 * 24 * 60 * 60;
const OFFER_TTL_MS = 60_000;
const STOCK_TTL_MS = 30_000;
/** Time to live of a product: as long as a cart that shows it. */
const DESCRIPTION_TTL_S = 31 * 24 * 60 * 60;

/** KEYS: one cart; ARGV: the version that was read, the cart, when it expires (ms since 1970). */
const REPLACE = `
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, 'lines', ARGV[2])
redis.call('HDEL', KEYS[1], 'cart')
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
return 1`;

/** KEYS: entries "version newline content"; ARGV: their time to live (ms), then version and content of each. */
const SET_IF_NEWER = `
for i, key in ipairs(KEYS) do
  local version, content = ARGV[2 * i], ARGV[2 * i + 1]
  local known = redis.call('GET', key)
  if not known or tonumber(string.match(known, '^%d+')) <= tonumber(version) then
    redis.call('SET', key, version .. '\\n' .. content, 'PX', ARGV[1])
  end
end`;

const cartKey = (id: string) => `cart:${id.toLowerCase()}`;
/** Carts by the quarter of an hour in which they were begun, a hash a day (UTC). */
const countKey = (moment: number) => `cart-count:${new Date(moment).toISOString().slice(0, 10)}`;
const quarterOf = (moment: number) => Math.floor(moment / QUARTER_MS) * QUARTER_MS;
const offerKey = (sku: Sku) => `cart-offer:${sku}`;
const stockKey = (sku: Sku) => `cart-stock:${sku}`;
const descriptionKey = (sku: Sku) => `cart-product:${sku}`;
const cachedValue = (entry: string | null | undefined) => entry?.slice(entry.indexOf('\n') + 1) ?? '';

/**
 * Carts in Redis: a hash each, with a time to live; beside them a cache of prices, stock and descriptions, a string a
 * sku.
 */
export function createStore(redis: Redis): Store {
  async function cacheIfNewer(
    keepMs: number,
    entries: readonly { key: string; version: number; text: string }[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const values = entries.flatMap(({ version, text }) => [version, text]);
    await redis.eval(SET_IF_NEWER, entries.length, ...entries.map(({ key }) => key), keepMs, ...values);
  }

  async function readDescriptions(skus: readonly Sku[]): Promise<Map<Sku, Description>> {
    if (skus.length === 0) return new Map();
    const entries = await redis.mget(skus.map(descriptionKey));
    return new Map(
      skus.flatMap((sku, at): [Sku, Description][] => (entries[at] ? [[sku, JSON.parse(entries[at])]] : [])),
    );
  }

  async function readCached(skus: readonly Sku[]): Promise<Cached> {
    const offers = new Map<Sku, Offer>();
    const stock = new Map<Sku, number>();
    if (skus.length === 0) return { offers, stock };
    const entries = await redis.mget([...skus.map(offerKey), ...skus.map(stockKey)]);
    for (const [at, sku] of skus.entries()) {
      const offer = cachedValue(entries[at]);
      const available = cachedValue(entries[skus.length + at]);
      if (offer) offers.set(sku, JSON.parse(offer));
      if (available) stock.set(sku, Number(available));
    }
    return { offers, stock };
  }

  /** The catalog's data of skus, for carts that are shown while it is unavailable. */
  async function cacheDescriptions(offers: readonly Offer[]): Promise<void> {
    if (offers.length === 0) return;
    const pipeline = redis.pipeline();
    for (const { sku, slug, title, image } of offers)
      pipeline.set(descriptionKey(sku), JSON.stringify({ slug, title, image }), 'EX', DESCRIPTION_TTL_S);
    await pipeline.exec();
  }

  return {
    async create(cart, also) {
      const multi = redis.multi();
      multi.hset(cartKey(cart.id), { version: 1, lines: JSON.stringify(compact(cart)) });
      multi.pexpireat(cartKey(cart.id), Date.parse(cart.expiresAt));
      const now = Date.now();
      multi.hincrby(countKey(now), String(quarterOf(now)), 1);
      multi.expire(countKey(now), COUNT_RETENTION_S);
      await also?.(multi);
      const results = await multi.exec();
      const failed = results?.find(([error]) => error)?.[0];
      if (failed) throw failed;
    },
    async countByDay(range) {
      const { from, to, timeZone } = range;
      const keys = daysIn({ from, to, timeZone: 'UTC' }).map(day => countKey(Date.parse(day)));
      const hashes = await Promise.all(keys.map(key => redis.hgetall(key)));
      const counts = new Map(daysIn(range).map(day => [day, 0]));
      for (const [quarter, count] of hashes.flatMap(hash => Object.entries(hash))) {
        const moment = Number(quarter);
        if (moment < quarterOf(from.getTime()) || moment >= to.getTime()) continue;
        const day = dayOf(new Date(Math.max(moment, from.getTime())), timeZone);
        counts.set(day, (counts.get(day) ?? 0) + Number(count));
      }
      return [...counts].map(([date, carts]) => ({ date, carts }));
    },
    async read(id, others = []) {
      const [version, text, whole] = await redis.hmget(cartKey(id), 'version', 'lines', 'cart');
      if (!version) return undefined;
      if (whole) {
        const cart: Cart = JSON.parse(whole); // written by an earlier version
        return { version, cart, cached: await readCached([...cart.lines.map(({ sku }) => sku), ...others]) };
      }
      if (!text) return undefined;
      const stored = parseCompact(text);
      const skus = stored.lines.map(([sku]) => sku);
      // Commands of one event loop turn are pipelined.
      const [descriptions, cached] = await Promise.all([
        readDescriptions(skus),
        readCached([...new Set([...skus, ...others])]),
      ]);
      return { version, cart: expand(id.toLowerCase(), stored, descriptions), cached };
    },
    async replace({ version, cart }, next) {
      const written = await redis.eval(
        REPLACE,
        1,
        cartKey(cart.id),
        version,
        JSON.stringify(compact(next)),
        Date.parse(next.expiresAt),
      );
      return written === 1;
    },
    async end(id) {
      await redis.del(cartKey(id));
    },
    readCached,
    async cacheOffers(entries) {
      const offers = entries.flatMap(({ value }) => (value === 'evicted' ? [] : [value]));
      const texts = entries.map(({ sku, version, value }) => ({
        key: offerKey(sku),
        version,
        text: value === 'evicted' ? '' : JSON.stringify(value),
      }));
      await Promise.all([cacheDescriptions(offers), cacheIfNewer(OFFER_TTL_MS, texts)]);
    },
    cacheStock: entries =>
      cacheIfNewer(
        STOCK_TTL_MS,
        entries.map(({ sku, version, value }) => ({ key: stockKey(sku), version, text: String(value) })),
      ),
    ping: () => redis.ping(),
  };
}
