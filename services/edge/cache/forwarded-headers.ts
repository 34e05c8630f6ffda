import type { IncomingHttpHeaders } from 'node:http';

/** Headers of one connection (RFC 9110, section 7.6.1). */
export const HOP_BY_HOP: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

/**
 * Headers that the edge alone may set, and headers that can make an origin answer for another target. No cache key
 * contains them, so a client that could send them could poison the cache ("Practical Web Cache Poisoning", J. Kettle,
 * 2018).
 */
const SET_BY_EDGE: readonly string[] = [
  'host',
  'expect',
  'accept-encoding',
  'x-request-id',
  'traceparent',
  'tracestate',
  'baggage',
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'x-original-url',
  'x-rewrite-url',
  'x-host',
  'x-original-host',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-matched-path',
];
const SET_BY_EDGE_PREFIXES = /^x-(edge|forwarded|middleware|invoke|now|vercel|nextjs-(?!data$))|^cf-|^cdn-|^surrogate-/;

/** Conditions and ranges that the cache evaluates itself; the origin never sees the browser's. */
const ANSWERED_BY_CACHE: readonly string[] = [
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'if-range',
  'range',
  'cache-control',
  'pragma',
];

const NEVER_FORWARDED = new Set([...HOP_BY_HOP, ...SET_BY_EDGE]);
const NOT_FORWARDED_WHEN_CACHED = new Set([...ANSWERED_BY_CACHE, 'content-length', 'content-type']);

/** The headers about a request that the edge itself adds for the origin. */
export interface ClientInfo {
  address: string;
  host: string;
  scheme: string;
  requestId: string;
}

/** The header names that a `Connection` header lists, in lower case. */
export const connectionOptions = (connection: unknown): ReadonlySet<string> =>
  new Set(
    String(connection ?? '')
      .split(',')
      .map(name => name.trim().toLowerCase()),
  );

/** The headers of a request as they are forwarded to the origin. `isCached`: the cache may answer or store. */
export function forwardedHeaders(
  given: IncomingHttpHeaders,
  client: ClientInfo,
  isCached: boolean,
): Record<string, string | string[]> {
  const named = connectionOptions(given.connection);
  const forwarded: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || NEVER_FORWARDED.has(name) || named.has(name) || SET_BY_EDGE_PREFIXES.test(name))
      continue;
    if (!isCached || !NOT_FORWARDED_WHEN_CACHED.has(name)) forwarded[name] = value;
  }
  return {
    ...forwarded,
    host: client.host,
    'accept-encoding': 'identity',
    'x-request-id': client.requestId,
    'x-forwarded-for': client.address,
    'x-forwarded-host': client.host,
    'x-forwarded-proto': client.scheme,
  };
}
