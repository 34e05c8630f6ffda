import { createBodyWriter } from './body-writer.ts';
import { tagsOf } from './cache-control.ts';
import { createPurgeLog } from './purge-log.ts';
import { createResponseIndex } from './response-index.ts';
import {
  type CacheKey,
  type CacheStore,
  createStoredResponse,
  FETCH_HEADER,
  STORED_RESPONSE_HEADER,
  type StoredResponse,
  storableHeaders,
} from './stored-response.ts';

/** A request to an origin whose response may be stored. */
export interface OriginFetch {
  readonly number: number;
  readonly listener: string;
  /** The number of the last purge before the request was sent. */
  purgesAtStart: number;
  /** Whether its response is being stored. */
  isStoring: boolean;
  /** Called once when the response is stored, or will not be stored. */
  onComplete: (() => void) | undefined;
}

export interface EdgeStore extends CacheStore {
  createFetch(listener: string): OriginFetch;
  /** The request is sent now: a purge from here on keeps its response out of the store. `fetchEnded` must follow. */
  fetchStarted(fetch: OriginFetch): void;
  fetchEnded(fetch: OriginFetch): void;
  byId(id: string): StoredResponse | undefined;
  /** Whether any response is stored for the key, fresh or stale. */
  has(key: CacheKey): boolean;
  /** The stored response that may be sent without a request to the origin, marked as used. */
  reusable(key: CacheKey): StoredResponse | undefined;
  /** Whether undici's cache would serve without revalidation; 'stale': within `stale-while-revalidate`. Read only. */
  freshness(key: CacheKey): 'fresh' | 'stale' | 'absent';
  /**
   * Freshens the stored response after a `304` (RFC 9111, section 4.3.4) for `lifetime` seconds, or for its first
   * lifetime. Returns whether there was one.
   */
  freshen(key: CacheKey, lifetime: number | undefined): boolean;
  /** The origin failed: a stale response is reused for `ms` without another request. */
  serveStaleFor(key: CacheKey, ms: number): void;
  /** Adds the bytes of a compressed body. */
  addSize(stored: StoredResponse, bytes: number): void;
  /** Removes every response with one of the tags, and keeps responses in flight out. Returns what was removed. */
  purge(tags: readonly string[]): StoredResponse[];
  counts(): { responses: number; bytes: number; limit: number };
}

export interface StoreOptions {
  /** Bytes in all; the least recently used response is evicted first. */
  maxBytes: number;
  /** The longest body that is stored, bytes. */
  maxBodyBytes: number;
  /** Whether purges arrive; nothing is stored before. */
  isReceivingPurges(): boolean;
  /** Whether every purge until now was applied; otherwise stale responses are reused only in place of an error. */
  isUpToDate(): boolean;
}

/** A revalidation may take as long as the origin's timeout (origin.ts), and a little longer. */
const REVALIDATION_MS = 40_000;

/** Whether each reuse needs a revalidation. */
const mustRevalidate = ({ cacheControlDirectives }: StoredResponse): boolean =>
  cacheControlDirectives?.['no-cache'] !== undefined;

/**
 * The store of undici's cache (RFC 9111): in memory, bounded in bytes, keyed by URI, host and the headers that `Vary`
 * names, purged by the tags of `Surrogate-Key`. A response whose request was sent before a purge of one of its tags is
 * never stored.
 */
export function createStore(options: StoreOptions): EdgeStore {
  const responses = createResponseIndex(options.maxBytes);
  const purges = createPurgeLog();
  const fetches = new Map<number, OriginFetch>();
  let lastNumber = 0;

  /** Until when it may be sent while it is revalidated, ms since 1970. */
  function staleUntil({ staleAt, cacheControlDirectives }: StoredResponse): number {
    const seconds = options.isUpToDate() ? cacheControlDirectives?.['stale-while-revalidate'] : 0;
    return staleAt + (seconds ?? 0) * 1_000;
  }

  function complete(fetch: OriginFetch): void {
    const { onComplete } = fetch;
    fetch.isStoring = false;
    fetch.onComplete = undefined;
    onComplete?.();
  }

  return {
    createFetch(listener) {
      lastNumber += 1;
      return {
        number: lastNumber,
        listener,
        purgesAtStart: purges.latest(),
        isStoring: false,
        onComplete: undefined,
      };
    },

    fetchStarted(fetch) {
      fetch.purgesAtStart = purges.latest();
      fetches.set(fetch.number, fetch);
    },

    fetchEnded(fetch) {
      fetches.delete(fetch.number);
    },

    get(key) {
      const stored = responses.find(key);
      if (!stored) return undefined;
      responses.markUsed(stored);
      const now = Date.now();
      let { staleAt } = stored;
      if (staleAt < now) {
        // One request revalidates; to all others the response counts as fresh until that request ends.
        if (stored.reusableUntil > now) staleAt = now + 1_000;
        else if (staleUntil(stored) >= now) stored.reusableUntil = now + REVALIDATION_MS;
      }
      const { statusCode, statusMessage, headers, vary, etag, cachedAt, deleteAt } = stored;
      const { 'stale-while-revalidate': revalidate = 0, ...directives } = stored.cacheControlDirectives ?? {};
      return {
        statusCode,
        statusMessage,
        headers: { ...headers, [STORED_RESPONSE_HEADER]: stored.id },
        body: [stored.body],
        cacheControlDirectives: options.isUpToDate()
          ? { ...directives, 'stale-while-revalidate': revalidate }
          : directives,
        cachedAt,
        staleAt,
        deleteAt,
        ...(vary && { vary }),
        ...(etag === undefined ? {} : { etag }),
      };
    },

    createWriteStream(key, value) {
      const fetch = fetches.get(Number(value.headers[FETCH_HEADER]));
      const headers = storableHeaders(value.headers);
      const tags = tagsOf(headers);
      if (!fetch || !options.isReceivingPurges() || purges.isPurgedSince(tags, fetch.purgesAtStart)) return undefined;
      fetch.isStoring = true;
      return createBodyWriter({
        maxBytes: options.maxBodyBytes,
        onComplete(body) {
          if (purges.isPurgedSince(tags, fetch.purgesAtStart)) return;
          lastNumber += 1;
          const { listener } = fetch;
          const id = String(lastNumber);
          responses.add(createStoredResponse({ id, key, value, headers, body, listener, tags }), key);
        },
        onTooLong() {
          const previous = responses.find(key);
          if (previous) responses.remove(previous);
        },
        onEnd: () => complete(fetch),
      });
    },

    delete: key => responses.removeUri(key),

    byId: id => responses.get(id),

    has: key => responses.find(key) !== undefined,

    reusable(key) {
      const stored = responses.find(key);
      const now = Date.now();
      if (!stored || mustRevalidate(stored) || Math.max(stored.staleAt, stored.reusableUntil) < now) return undefined;
      responses.markUsed(stored);
      return stored;
    },

    freshness(key) {
      const stored = responses.find(key);
      const now = Date.now();
      if (!stored || mustRevalidate(stored)) return 'absent';
      if (stored.staleAt >= now) return 'fresh';
      return stored.reusableUntil > now || staleUntil(stored) >= now ? 'stale' : 'absent';
    },

    freshen(key, lifetime) {
      const stored = responses.find(key);
      if (!stored) return false;
      const now = Date.now();
      const staleMs = stored.deleteAt - stored.staleAt;
      stored.cachedAt = now;
      stored.staleAt = now + (lifetime ?? stored.cacheControlDirectives?.['max-age'] ?? 0) * 1_000;
      stored.deleteAt = stored.staleAt + staleMs;
      stored.reusableUntil = 0;
      return true;
    },

    serveStaleFor(key, ms) {
      const stored = responses.find(key);
      if (!stored) return;
      const staleIfErrorUntil = stored.staleAt + (stored.cacheControlDirectives?.['stale-if-error'] ?? 0) * 1_000;
      if (Math.max(staleIfErrorUntil, staleUntil(stored)) > Date.now()) stored.reusableUntil = Date.now() + ms;
    },

    addSize: (stored, bytes) => responses.addSize(stored, bytes),

    purge(tags) {
      purges.record(tags);
      const found = new Set(tags.flatMap(tag => [...responses.withTag(tag)]));
      for (const stored of found) responses.remove(stored);
      return [...found];
    },

    counts: () => ({ ...responses.counts(), limit: options.maxBytes }),
  };
}
