import { isCompressible } from '../../platform/http/compression.ts';
import type { Headers } from './cache-control.ts';
import { connectionOptions, HOP_BY_HOP } from './forwarded-headers.ts';
import { CLIENT_CACHE_CONTROL_HEADER, FETCH_HEADER, STORED_RESPONSE_HEADER } from './stored-response.ts';

/** How a response was made, as `X-Cache` says it. */
export type CacheStatus = 'HIT' | 'STALE' | 'MISS' | 'PASS';

/** The headers of a response to a browser, as they are sent. */
export type ResponseHeaders = Record<string, string | string[]>;

/** Headers of the connection with the origin, headers for caches, and headers that the edge sets itself. */
const INTERNAL_RESPONSE_HEADERS = new Set([
  ...HOP_BY_HOP,
  FETCH_HEADER,
  STORED_RESPONSE_HEADER,
  CLIENT_CACHE_CONTROL_HEADER,
  'surrogate-key',
  'surrogate-control',
  'cdn-cache-control',
  'warning',
  'x-powered-by',
  'server',
  'date',
  'cache-control',
  'x-request-id',
  'x-cache',
]);

function withoutInternalHeaders(given: Headers): ResponseHeaders {
  const named = connectionOptions(given.connection);
  const headers: ResponseHeaders = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !INTERNAL_RESPONSE_HEADERS.has(name) && !named.has(name)) headers[name] = value;
  }
  return headers;
}

/** The headers that are the same in every response made from these headers of the origin. */
export function sharedResponseHeaders(status: number, given: Headers): ResponseHeaders {
  const headers = withoutInternalHeaders(given);
  const cacheControl = given[CLIENT_CACHE_CONTROL_HEADER];
  if (cacheControl !== undefined) headers['cache-control'] = cacheControl;
  if (isCompressible(status, given)) headers.vary = withVary(headers.vary);
  return headers;
}

/** Adds the headers of one response. `strippedPrefix` is what the route removed; it returns in front of `Location`. */
export function responseHeaders(
  shared: ResponseHeaders,
  {
    requestId,
    strippedPrefix,
    cacheStatus,
  }: {
    requestId: string;
    strippedPrefix: string;
    cacheStatus: CacheStatus;
  },
): ResponseHeaders {
  const headers: ResponseHeaders = { ...shared, 'x-request-id': requestId, 'x-cache': cacheStatus };
  const { location } = shared;
  if (strippedPrefix !== '' && typeof location === 'string' && /^\/(?!\/)/.test(location))
    headers.location = `${strippedPrefix}${location}`;
  return headers;
}

function withVary(vary: string | string[] | undefined): string {
  const named = vary === undefined ? '' : String(vary);
  return /\baccept-encoding\b|\*/i.test(named) ? named : [named, 'Accept-Encoding'].filter(Boolean).join(', ');
}

/** A compressed body is another representation: its entity tag becomes weak (RFC 9110, section 8.8.1). */
export function withContentEncoding(headers: ResponseHeaders, encoding: string): ResponseHeaders {
  const { 'content-length': _, 'accept-ranges': __, ...left } = headers;
  const { etag } = left;
  const weak = typeof etag === 'string' && !etag.startsWith('W/') ? { etag: `W/${etag}` } : {};
  return { ...left, ...weak, 'content-encoding': encoding };
}

/** The headers of a `304`. */
export function notModifiedHeaders(headers: ResponseHeaders): ResponseHeaders {
  const { 'content-length': _, 'content-type': __, ...left } = headers;
  return left;
}
