import { createEntries } from './entries.ts';
import {
  type CacheStore,
  createEntry,
  ENTRY_HEADER,
  type Entry,
  type Key,
  sharedHeaders,
  TICKET_HEADER,
} from './entry.ts';
import { tagsOf } from './policy.ts';
import { createPurgeMemory } from './purge-memory.ts';
import { storing } from './storing.ts';

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
  /** Whether there is anything that answers this, however old. */
  has(key: Key): boolean;
  /** What can be given at once without asking the origin, and counts as used then: it is fresh, or excused. */
  ready(key: Key): Entry | undefined;
  /** Whether the engine could answer at once: 'fresh', or 'stale' while it revalidates. Changes nothing. */
  standing(key: Key): 'fresh' | 'stale' | 'absent';
  /**
   * The origin said that the stored answer is still good: it is fresh for `lifetime` seconds again, or for as long as
   * at first.
   */
  refresh(key: Key, lifetime: number | undefined): boolean;
  /** The origin failed: what is stored is served for `ms` without asking again. */
  excuse(key: Key, ms: number): void;
  /** Counts what was compressed of an entry. */
  grow(entry: Entry, bytes: number): void;
  /**
   * Forgets every answer that carries one of the tags, and never stores one that was asked for before. Returns those
   * that were stored.
   */
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

/** A request that revalidates may take as long as an origin may (origin.ts), and then a little. */
const ASKING_MS = 40_000;

/** Whether the origin has to be asked each time. */
const isAlwaysAsked = ({ cacheControlDirectives }: Entry): boolean =>
  cacheControlDirectives?.['no-cache'] !== undefined;

/**
 * The answers that the engine (undici's cache, RFC 9111) keeps: in memory, bounded in bytes, found by address, host and
 * what `Vary` names, purged by the tags of their `Surrogate-Key`. An answer that was asked for before a purge of one of
 * its tags is never stored.
 */
export function createStore(options: StoreOptions): EdgeStore {
  const entries = createEntries(options.limit);
  const purges = createPurgeMemory();
  const tickets = new Map<number, Ticket>();
  let last = 0;

  /** Until when it may be given while it is revalidated. */
  function staleUntil({ staleAt, cacheControlDirectives }: Entry): number {
    const seconds = options.isUpToDate() ? cacheControlDirectives?.['stale-while-revalidate'] : 0;
    return staleAt + (seconds ?? 0) * 1_000;
  }

  function settle(ticket: Ticket): void {
    const { whenSettled } = ticket;
    ticket.isStoring = false;
    ticket.whenSettled = undefined;
    whenSettled?.();
  }

  return {
    ticket(front) {
      last += 1;
      return { number: last, front, began: purges.latest(), isStoring: false, whenSettled: undefined };
    },

    begin(ticket) {
      ticket.began = purges.latest();
      tickets.set(ticket.number, ticket);
    },

    end(ticket) {
      tickets.delete(ticket.number);
    },

    get(key) {
      const entry = entries.find(key);
      if (!entry) return undefined;
      entries.touch(entry);
      const now = Date.now();
      let { staleAt } = entry;
      if (staleAt < now) {
        // One asks the origin; to everybody else it is as good as fresh until the answer is there.
        if (entry.excusedUntil > now) staleAt = now + 1_000;
        else if (staleUntil(entry) >= now) entry.excusedUntil = now + ASKING_MS;
      }
      const { statusCode, statusMessage, headers, vary, etag, cachedAt, deleteAt } = entry;
      const { 'stale-while-revalidate': revalidate = 0, ...directives } = entry.cacheControlDirectives ?? {};
      const cacheControlDirectives = options.isUpToDate()
        ? { ...directives, 'stale-while-revalidate': revalidate }
        : directives;
      return {
        ...{ statusCode, statusMessage, headers: { ...headers, [ENTRY_HEADER]: entry.id }, body: [entry.body] },
        ...{ cacheControlDirectives, cachedAt, staleAt, deleteAt },
        ...(vary && { vary }),
        ...(etag === undefined ? {} : { etag }),
      };
    },

    createWriteStream(key, value) {
      const ticket = tickets.get(Number(value.headers[TICKET_HEADER]));
      const headers = sharedHeaders(value.headers);
      const tags = tagsOf(headers);
      if (!ticket || !options.isHearing() || purges.hasPurged(tags, ticket.began)) return undefined;
      ticket.isStoring = true;
      return storing({
        longest: options.longest,
        whole(body) {
          if (purges.hasPurged(tags, ticket.began)) return;
          last += 1;
          entries.add(createEntry({ id: String(last), key, value, headers, body, front: ticket.front, tags }), key);
        },
        tooLong() {
          const before = entries.find(key);
          if (before) entries.remove(before);
        },
        ended: () => settle(ticket),
      });
    },

    delete: key => entries.removeAddress(key),

    entry: id => entries.byId(id),

    has: key => entries.find(key) !== undefined,

    ready(key) {
      const entry = entries.find(key);
      const now = Date.now();
      if (!entry || isAlwaysAsked(entry) || Math.max(entry.staleAt, entry.excusedUntil) < now) return undefined;
      entries.touch(entry);
      return entry;
    },

    standing(key) {
      const entry = entries.find(key);
      const now = Date.now();
      if (!entry || isAlwaysAsked(entry)) return 'absent';
      if (entry.staleAt >= now) return 'fresh';
      return entry.excusedUntil > now || staleUntil(entry) >= now ? 'stale' : 'absent';
    },

    refresh(key, lifetime) {
      const entry = entries.find(key);
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
      const entry = entries.find(key);
      if (!entry) return;
      const inPlaceOfErrors = entry.staleAt + (entry.cacheControlDirectives?.['stale-if-error'] ?? 0) * 1_000;
      if (Math.max(inPlaceOfErrors, staleUntil(entry)) > Date.now()) entry.excusedUntil = Date.now() + ms;
    },

    grow: (entry, more) => entries.grow(entry, more),

    purge(tags) {
      purges.add(tags);
      const found = new Set(tags.flatMap(tag => [...entries.tagged(tag)]));
      for (const entry of found) entries.remove(entry);
      return [...found];
    },

    counts: () => ({ ...entries.counts(), limit: options.limit }),
  };
}
