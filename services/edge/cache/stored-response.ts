import { createHash } from 'node:crypto';
import type { interceptors } from 'undici';
import type { Encoding } from '../../platform/http/compression.ts';

/** The store of undici's cache. */
export type CacheStore = NonNullable<NonNullable<Parameters<typeof interceptors.cache>[0]>['store']>;
/** The cache key (RFC 9111, section 2): origin, path, method, and the request headers that `Vary` may name. */
export type CacheKey = Parameters<CacheStore['get']>[0];
export type CacheValue = Parameters<CacheStore['createWriteStream']>[1];

/** Internal headers between the origin handler, undici's cache and the response handler; never sent or received. */
export const FETCH_HEADER = 'x-edge-fetch';
export const STORED_RESPONSE_HEADER = 'x-edge-stored-response';
/** Carries the `Cache-Control` that the browser gets. */
export const CLIENT_CACHE_CONTROL_HEADER = 'x-edge-client-cache-control';

/** A stored response (RFC 9111). */
export interface StoredResponse extends CacheValue {
  readonly id: string;
  readonly uri: string;
  readonly host: string;
  readonly method: string;
  readonly listener: string;
  readonly tags: readonly string[];
  readonly body: Buffer;
  /** Bytes that it takes of the limit, with its compressed bodies. */
  size: number;
  /**
   * Until when it is reused without another request to the origin although it is stale: a revalidation is in flight, or
   * the origin just failed. ms since 1970.
   */
  reusableUntil: number;
  readonly encoded: Map<Encoding, Promise<Buffer>>;
}

/** Bytes that a stored response counts for beside its body and headers. */
const OVERHEAD_BYTES = 1_000;

/** Response headers that are about one request and are not stored. */
const PER_REQUEST_HEADERS = /^(ratelimit-|x-ratelimit-|idempotent-replayed$|server-timing$)/;

type Headers = CacheValue['headers'];

/** The target URI of a cache key. */
export const uriOf = (key: Pick<CacheKey, 'origin' | 'path'>): string => `${key.origin}${key.path}`;

const hostOf = (key: CacheKey): string => String(key.headers?.host);

/** Whether a stored response of the key's URI may be selected for the key (RFC 9111, section 4.1). */
export function matches(stored: StoredResponse, key: CacheKey): boolean {
  if (stored.method !== key.method || stored.host !== hostOf(key)) return false;
  for (const name in stored.vary)
    if (String(key.headers?.[name] ?? '') !== String(stored.vary[name] ?? '')) return false;
  return true;
}

/** The headers that are stored. */
export function storableHeaders(given: Headers): Headers {
  const { [FETCH_HEADER]: _, [STORED_RESPONSE_HEADER]: __, ...headers } = given;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PER_REQUEST_HEADERS.test(name)));
}

/** A validator for responses without one: browsers can then send conditional and range requests. */
function etagOf(body: Buffer): string {
  return `"${createHash('sha1').update(body).digest('base64url')}"`;
}

export interface NewStoredResponse {
  id: string;
  key: CacheKey;
  value: CacheValue;
  /** The storable headers. */
  headers: Headers;
  body: Buffer;
  listener: string;
  tags: readonly string[];
}

/** A stored response from a complete response of the origin. */
export function createStoredResponse(given: NewStoredResponse): StoredResponse {
  const { id, key, value, headers, body, listener, tags } = given;
  const etag = headers.etag === undefined && value.statusCode === 200 ? { etag: etagOf(body) } : {};
  return {
    ...value,
    headers: { ...headers, ...etag },
    id,
    uri: uriOf(key),
    host: hostOf(key),
    method: key.method,
    listener,
    tags,
    body,
    size: body.length + OVERHEAD_BYTES + JSON.stringify(headers).length,
    reusableUntil: 0,
    encoded: new Map(),
  };
}
