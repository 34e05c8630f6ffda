import { createHash } from 'node:crypto';
import type { interceptors } from 'undici';

export type CacheStore = NonNullable<NonNullable<Parameters<typeof interceptors.cache>[0]>['store']>;
/** What an answer is asked for by: address, method, and the headers that `Vary` may name. */
export type Key = Parameters<CacheStore['get']>[0];
export type Value = Parameters<CacheStore['createWriteStream']>[1];
export type Encoding = 'br' | 'gzip';

/** Headers between our side of the engine and its other side; no request or answer of the outside has them. */
export const TICKET_HEADER = 'x-edge-ticket';
export const ENTRY_HEADER = 'x-edge-entry';
/** Where the engine's answer carries what the browser is told as `Cache-Control`. */
export const BROWSER_HEADER = 'x-edge-browser';

/** A stored answer. */
export interface Entry extends Value {
  readonly id: string;
  readonly url: string;
  readonly host: string;
  readonly method: string;
  readonly front: string;
  readonly tags: readonly string[];
  readonly body: Buffer;
  /** Bytes that it counts for, with what was compressed of it. */
  size: number;
  /**
   * Until when it is served without asking the origin again although it is stale: somebody is asking, or the origin
   * just failed. ms.
   */
  excusedUntil: number;
  readonly encoded: Map<Encoding, Promise<Buffer>>;
}

/** What an entry counts for beside its body and headers, bytes. */
const OVERHEAD = 1_000;

/** Of an answer: what is said to whoever asked first, and to nobody else. */
const PERSONAL = /^(ratelimit-|x-ratelimit-|idempotent-replayed$|server-timing$)/;

type Headers = Value['headers'];

/** The address of what a key asks for. */
export const urlOf = (key: Pick<Key, 'origin' | 'path'>): string => `${key.origin}${key.path}`;

const hostOf = (key: Key): string => String(key.headers?.host);

/** Whether the entry, which has the key's address, answers it. */
export function matches(entry: Entry, key: Key): boolean {
  if (entry.method !== key.method || entry.host !== hostOf(key)) return false;
  for (const name in entry.vary) if (String(key.headers?.[name] ?? '') !== String(entry.vary[name] ?? '')) return false;
  return true;
}

/** The headers of an answer that everybody gets. */
export function sharedHeaders(given: Headers): Headers {
  const { [TICKET_HEADER]: _, [ENTRY_HEADER]: __, ...headers } = given;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PERSONAL.test(name)));
}

/**
 * A tag of our own for answers that have none: browsers then ask whether a page changed instead of for the page, and
 * for the rest of what broke off.
 */
function etagOf(body: Buffer): string {
  return `"${createHash('sha1').update(body).digest('base64url')}"`;
}

export interface NewEntry {
  id: string;
  key: Key;
  value: Value;
  /** Those that are shared. */
  headers: Headers;
  body: Buffer;
  front: string;
  tags: readonly string[];
}

/** The entry for a whole answer. */
export function createEntry({ id, key, value, headers, body, front, tags }: NewEntry): Entry {
  const etag = headers.etag === undefined && value.statusCode === 200 ? { etag: etagOf(body) } : {};
  const size = body.length + OVERHEAD + JSON.stringify(headers).length;
  return {
    ...{ ...value, headers: { ...headers, ...etag }, id, url: urlOf(key), host: hostOf(key), method: key.method },
    ...{ front, tags, body, size, excusedUntil: 0, encoded: new Map() },
  };
}
