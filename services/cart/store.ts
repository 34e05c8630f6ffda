import { type ChainableCommander, Redis } from 'ioredis';
import type { Cart, Sku } from '../../generated/cart/types.ts';
import { type DayRange, dayOf, daysIn } from '../platform/days.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Offer } from './cart.ts';

/** A cart and how often it was written: what `replace` compares. */
export interface StoredCart {
  cart: Cart;
  version: string;
}

/** Something known of a sku, as of a version of its product or of its stock. */
export interface Noted<T> {
  sku: Sku;
  version: number;
  value: T;
}

export interface Store {
  /** Stores a new cart. `also` queues more commands into the same transaction. */
  create(cart: Cart, also?: (multi: ChainableCommander) => Promise<void>): Promise<void>;
  /** How many carts were begun on each day of a stretch of time, to the quarter of an hour. */
  countByDay(range: DayRange): Promise<{ date: string; carts: number }[]>;
  /** The cart as it was last shown; undefined when it never was, ended or expired. */
  read(id: string): Promise<StoredCart | undefined>;
  /** Writes a cart over the version that was read; false when somebody else wrote it, or it ended, meanwhile. */
  replace(stored: StoredCart, next: Cart): Promise<boolean>;
  /** Ends a cart; one that is not there stays so. */
  end(id: string): Promise<void>;
  /** What is remembered of these skus: their offers, and how many could be bought. */
  recall(skus: readonly Sku[]): Promise<{ offers: Map<Sku, Offer>; stock: Map<Sku, number> }>;
  /** Remembers offers; 'gone' forgets what is known of a sku. Nothing older takes the place of something newer. */
  noteOffers(notes: readonly Noted<Offer | 'gone'>[]): Promise<void>;
  /**
   * Remembers stock. News has the version of its sku; an answer that has none is noted as version 0 and gives way to
   * all news.
   */
  noteStock(notes: readonly Noted<number>[]): Promise<void>;
  ping(): Promise<unknown>;
}

const QUARTER_MS = 15 * 60_000; // of which every time zone's offset is a multiple
const COUNTS_KEPT_S = 400 * 24 * 60 * 60;
const OFFER_MS = 60_000;
const STOCK_MS = 30_000;

/** KEYS: one cart; ARGV: the version that was read, the cart, when it expires (ms since 1970). */
const REPLACE = `
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, 'cart', ARGV[2])
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
return 1`;

/** KEYS: entries "version newline content"; ARGV: how long to keep them (ms), then version and content of each. */
const NOTE = `
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
const content = (entry: string | null | undefined) => entry?.slice(entry.indexOf('\n') + 1) ?? '';

/**
 * Carts in Redis: a hash each, which Redis forgets when it expires; beside them what is remembered of prices and stock,
 * a string a sku.
 */
export function createStore(redis: Redis): Store {
  async function note(keepMs: number, notes: readonly { key: string; version: number; text: string }[]): Promise<void> {
    if (notes.length === 0) return;
    const values = notes.flatMap(({ version, text }) => [version, text]);
    await redis.eval(NOTE, notes.length, ...notes.map(({ key }) => key), keepMs, ...values);
  }

  return {
    async create(cart, also) {
      const multi = redis.multi();
      multi.hset(cartKey(cart.id), { version: 1, cart: JSON.stringify(cart) });
      multi.pexpireat(cartKey(cart.id), Date.parse(cart.expiresAt));
      const now = Date.now();
      multi.hincrby(countKey(now), String(quarterOf(now)), 1);
      multi.expire(countKey(now), COUNTS_KEPT_S);
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
    async read(id) {
      const [version, text] = await redis.hmget(cartKey(id), 'version', 'cart');
      return version && text ? { version, cart: JSON.parse(text) } : undefined;
    },
    async replace({ version, cart }, next) {
      const written = await redis.eval(
        REPLACE,
        1,
        cartKey(cart.id),
        version,
        JSON.stringify(next),
        Date.parse(next.expiresAt),
      );
      return written === 1;
    },
    async end(id) {
      await redis.del(cartKey(id));
    },
    async recall(skus) {
      const offers = new Map<Sku, Offer>();
      const stock = new Map<Sku, number>();
      if (skus.length === 0) return { offers, stock };
      const entries = await redis.mget([...skus.map(offerKey), ...skus.map(stockKey)]);
      for (const [at, sku] of skus.entries()) {
        const offer = content(entries[at]);
        const available = content(entries[skus.length + at]);
        if (offer) offers.set(sku, JSON.parse(offer));
        if (available) stock.set(sku, Number(available));
      }
      return { offers, stock };
    },
    noteOffers: notes =>
      note(
        OFFER_MS,
        notes.map(({ sku, version, value }) => ({
          key: offerKey(sku),
          version,
          text: value === 'gone' ? '' : JSON.stringify(value),
        })),
      ),
    noteStock: notes =>
      note(
        STOCK_MS,
        notes.map(({ sku, version, value }) => ({ key: stockKey(sku), version, text: String(value) })),
      ),
    ping: () => redis.ping(),
  };
}

/** A connection that comes back by itself; while it is away commands fail after at most 2 s. */
export function connectRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 1,
    retryStrategy: times => Math.min(times * 50, 500),
  });
  redis.on('error', error => log.warn({ error }, 'the store cannot be reached'));
  return redis;
}
