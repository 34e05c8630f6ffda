import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import type { interceptors } from 'undici';
import { tagsOf } from './policy.ts';

type CacheStore = NonNullable<NonNullable<Parameters<typeof interceptors.cache>[0]>['store']>;
type Key = Parameters<CacheStore['get']>[0];
type Value = Parameters<CacheStore['createWriteStream']>[1];
export type Encoding = 'br' | 'gzip';

/** Headers between our side of the engine and its other side; no request or answer of the outside has them. */
export const TICKET_HEADER = 'x-edge-ticket';
export const ENTRY_HEADER = 'x-edge-entry';

/** A stored answer. */
export interface Entry extends Value {
  readonly id: string;
  readonly url: string;
  readonly host: string | string[] | undefined;
  readonly method: string;
  readonly front: string;
  readonly tags: readonly string[];
  readonly body: readonly Buffer[];
  /** Bytes of the body. */
  readonly length: number;
  /** Bytes that it counts for, with what was compressed of it. */
  size: number;
  /** Until when it is served without asking the origin again although it is stale: somebody is asking, or the origin just failed. ms. */
  excusedUntil: number;
  readonly encoded: Map<Encoding, Promise<Buffer>>;
}

/** A request to an origin that may end in a stored answer. */
export interface Ticket {
  readonly number: number;
  readonly front: string;
  /** The number of the last purge before it began. */
  began: number;
  /** Whether an answer to it is being stored. */
  isStoring: boolean;
  /** Called once when the answer is stored, or will not be after all. */
  whenSettled: (() => void) | undefined;
}

export interface EdgeStore extends CacheStore {
  /** For a request that may end in a stored answer. */
  ticket(front: string): Ticket;
  /** The origin is asked now: what is purged from here on cannot be stored. `end` it. */
  begin(ticket: Ticket): void;
  end(ticket: Ticket): void;
  entry(id: string): Entry | undefined;
  /** Whether the engine could answer at once: 'fresh', or 'stale' while it revalidates. Changes nothing. */
  standing(key: Key): 'fresh' | 'stale' | 'absent';
  /** The origin said that the stored answer is still good: it is fresh for `lifetime` seconds again, or for as long as at first. */
  refresh(key: Key, lifetime: number | undefined): boolean;
  /** The origin failed: what is stored is served for `ms` without asking again. */
  excuse(key: Key, ms: number): void;
  /** Counts what was compressed of an entry. */
  grow(entry: Entry, bytes: number): void;
  /** Forgets every answer that carries one of the tags, and never stores one that was asked for before. Returns those that were stored. */
  purge(tags: readonly string[]): Entry[];
  counts(): { answers: number; bytes: number; limit: number };
}

export interface StoreOptions {
  /** Bytes in all; what was not asked for longest goes first. */
  limit: number;
  /** Bytes of the longest body that is stored. */
  longest: number;
  /** Whether purges are heard of; until then nothing is stored. */
  isHearing(): boolean;
  /** Whether what was purged is purged here; otherwise nothing old is given but in place of an error. */
  isUpToDate(): boolean;
}

/** Of an answer: what is said to whoever asked first, and to nobody else. */
const PERSONAL = /^(ratelimit-|x-ratelimit-|idempotent-replayed$|server-timing$)/;

const OVERHEAD = 1_000;
/** A request that revalidates may take as long as an origin may (origin.ts), and then a little. */
const ASKING_MS = 40_000;
/** Tags whose last purge is remembered, for requests that began before it. */
const REMEMBERED = 50_000;

const urlOf = (key: Pick<Key, 'origin' | 'path'>): string => `${key.origin}${key.path}`;

const hostOf = (key: Key): string | string[] | undefined => key.headers?.host;

function matches(entry: Entry, key: Key): boolean {
  if (entry.method !== key.method || String(entry.host) !== String(hostOf(key))) return false;
  return Object.entries(entry.vary ?? {}).every(([name, value]) => String(key.headers?.[name] ?? '') === String(value ?? ''));
}

/** An entity tag of our own for answers that have none: browsers then ask whether a page changed instead of for the page. */
function etagOf(body: readonly Buffer[]): string {
  const hash = createHash('sha1');
  for (const chunk of body) hash.update(chunk);
  return `W/"${hash.digest('base64url')}"`;
}

/**
 * The answers that the engine (undici's cache, RFC 9111) keeps: in memory, bounded in bytes, found by address, host and what `Vary` names, purged
 * by the tags of their `Surrogate-Key`. An answer that was asked for before a purge of one of its tags is never stored.
 */
export function createStore(options: StoreOptions): EdgeStore {
  const byUrl = new Map<string, Set<Entry>>();
  const byTag = new Map<string, Set<Entry>>();
  /** In the order of use, the longest unused first. */
  const byUse = new Map<string, Entry>();
  const tickets = new Map<number, Ticket>();
  const purged = new Map<string, number>();
  let purges = 0;
  /** Requests that began before this purge cannot be told what was purged since. */
  let forgotten = 0;
  let last = 0;
  let bytes = 0;

  /** Until when it may be given while it is revalidated. */
  function staleUntil({ staleAt, cacheControlDirectives }: Entry): number {
    const seconds = options.isUpToDate() ? cacheControlDirectives?.['stale-while-revalidate'] : 0;
    return staleAt + (seconds ?? 0) * 1_000;
  }

  function remove(entry: Entry): void {
    if (!byUse.delete(entry.id)) return;
    bytes -= entry.size;
    const same = byUrl.get(entry.url);
    same?.delete(entry);
    if (same?.size === 0) byUrl.delete(entry.url);
    for (const tag of entry.tags) {
      const tagged = byTag.get(tag);
      tagged?.delete(entry);
      if (tagged?.size === 0) byTag.delete(tag);
    }
  }

  function find(key: Key): Entry | undefined {
    const now = Date.now();
    for (const entry of byUrl.get(urlOf(key)) ?? []) {
      if (!matches(entry, key)) continue;
      if (entry.deleteAt > now) return entry;
      remove(entry);
    }
    return undefined;
  }

  function shrink(): void {
    for (const entry of byUse.values()) {
      if (bytes <= options.limit) return;
      remove(entry);
    }
  }

  function add(entry: Entry, key: Key): void {
    const before = find(key);
    if (before) remove(before);
    byUse.set(entry.id, entry);
    bytes += entry.size;
    byUrl.set(entry.url, (byUrl.get(entry.url) ?? new Set()).add(entry));
    for (const tag of entry.tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(entry));
    shrink();
  }

  const isPurgedSince = (tags: readonly string[], began: number): boolean =>
    began < forgotten || tags.some(tag => (purged.get(tag) ?? 0) > began);

  function settle(ticket: Ticket): void {
    const { whenSettled } = ticket;
    ticket.whenSettled = undefined;
    whenSettled?.();
  }

  function rememberPurge(tag: string): void {
    purged.delete(tag);
    purged.set(tag, purges);
    for (const [oldest, number] of purged) {
      if (purged.size <= REMEMBERED) return;
      purged.delete(oldest);
      forgotten = number;
    }
  }

  return {
    ticket(front) {
      last += 1;
      return { number: last, front, began: purges, isStoring: false, whenSettled: undefined };
    },

    begin(ticket) {
      ticket.began = purges;
      tickets.set(ticket.number, ticket);
    },

    end(ticket) {
      tickets.delete(ticket.number);
    },

    get(key) {
      const entry = find(key);
      if (!entry) return undefined;
      byUse.delete(entry.id);
      byUse.set(entry.id, entry);
      const now = Date.now();
      let { staleAt } = entry;
      if (staleAt < now) {
        // One asks the origin; to everybody else it is as good as fresh until the answer is there.
        if (entry.excusedUntil > now) staleAt = now + 1_000;
        else if (staleUntil(entry) >= now) entry.excusedUntil = now + ASKING_MS;
      }
      const { statusCode, statusMessage, headers, vary, etag, cachedAt, deleteAt } = entry;
      const { 'stale-while-revalidate': revalidate = 0, ...directives } = entry.cacheControlDirectives ?? {};
      const cacheControlDirectives = options.isUpToDate() ? { ...directives, 'stale-while-revalidate': revalidate } : directives;
      return {
        ...{ statusCode, statusMessage, headers: { ...headers, [ENTRY_HEADER]: entry.id }, body: [...entry.body] },
        ...{ cacheControlDirectives, cachedAt, staleAt, deleteAt },
        ...(vary && { vary }),
        ...(etag === undefined ? {} : { etag }),
      };
    },

    createWriteStream(key, value) {
      const { [TICKET_HEADER]: number, [ENTRY_HEADER]: _, ...given } = value.headers;
      const headers = Object.fromEntries(Object.entries(given).filter(([name]) => !PERSONAL.test(name)));
      const ticket = tickets.get(Number(number));
      const tags = tagsOf(headers);
      if (!ticket || !options.isHearing() || isPurgedSince(tags, ticket.began)) return undefined;
      const body: Buffer[] = [];
      let length = 0;
      ticket.isStoring = true;
      const done = () => {
        ticket.isStoring = false;
        settle(ticket);
      };
      return new Writable({
        write(chunk: Buffer, _encoding, next) {
          length += chunk.length;
          if (length > options.longest) {
            const before = find(key);
            if (before) remove(before);
            this.destroy();
          } else body.push(chunk);
          next();
        },
        final(next) {
          if (!isPurgedSince(tags, ticket.began)) {
            last += 1;
            const etag = headers.etag === undefined && value.statusCode === 200 ? { etag: etagOf(body) } : {};
            const size = length + OVERHEAD + JSON.stringify(headers).length;
            add(
              {
                ...{ ...value, headers: { ...headers, ...etag }, id: String(last), url: urlOf(key), host: hostOf(key), method: key.method },
                ...{ front: ticket.front, tags, body: [Buffer.concat(body)], length, size, excusedUntil: 0, encoded: new Map() },
              },
              key,
            );
          }
          next();
          done();
        },
        destroy(error, next) {
          done();
          next(error);
        },
      });
    },

    delete(key) {
      for (const entry of [...(byUrl.get(urlOf(key)) ?? [])]) remove(entry);
    },

    entry: id => byUse.get(id),

    standing(key) {
      const entry = find(key);
      const now = Date.now();
      if (!entry || entry.cacheControlDirectives?.['no-cache'] !== undefined) return 'absent';
      if (entry.staleAt >= now) return 'fresh';
      return entry.excusedUntil > now || staleUntil(entry) >= now ? 'stale' : 'absent';
    },

    refresh(key, lifetime) {
      const entry = find(key);
      if (!entry) return false;
      const now = Date.now();
      const kept = entry.deleteAt - entry.staleAt;
      entry.cachedAt = now;
      entry.staleAt = now + (lifetime ?? entry.cacheControlDirectives?.['max-age'] ?? 0) * 1_000;
      entry.deleteAt = entry.staleAt + kept;
      entry.excusedUntil = 0;
      return true;
    },

    excuse(key, ms) {
      const entry = find(key);
      if (!entry) return;
      const inPlaceOfErrors = entry.staleAt + (entry.cacheControlDirectives?.['stale-if-error'] ?? 0) * 1_000;
      if (Math.max(inPlaceOfErrors, staleUntil(entry)) > Date.now()) entry.excusedUntil = Date.now() + ms;
    },

    grow(entry, more) {
      if (!byUse.has(entry.id)) return;
      entry.size += more;
      bytes += more;
      shrink();
    },

    purge(tags) {
      purges += 1;
      const found = new Set<Entry>();
      for (const tag of tags) {
        rememberPurge(tag);
        for (const entry of byTag.get(tag) ?? []) found.add(entry);
      }
      for (const entry of found) remove(entry);
      return [...found];
    },

    counts: () => ({ answers: byUse.size, bytes, limit: options.limit }),
  };
}
