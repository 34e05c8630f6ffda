import type { IncomingHttpHeaders } from 'node:http';

/** Belongs to one connection (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  ...[
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authentication-info',
    'proxy-authorization',
    'proxy-connection',
  ],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
];

/**
 * What only the edge may say of a request, and what could make an origin answer as if it had been asked for something
 * else: no cache key knows these, so whoever could send them could poison what others get ("Practical Web Cache
 * Poisoning", J. Kettle, 2018).
 */
const OURS = [
  ...['host', 'expect', 'accept-encoding', 'x-request-id', 'traceparent', 'tracestate', 'baggage', 'forwarded', 'via'],
  ...[
    'x-real-ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'true-client-ip',
    'x-original-url',
    'x-rewrite-url',
    'x-host',
    'x-original-host',
  ],
  ...['x-http-method', 'x-http-method-override', 'x-method-override', 'x-matched-path'],
];
const OURS_BY_PREFIX = /^x-(edge|forwarded|middleware|invoke|now|vercel|nextjs-(?!data$))|^cf-|^cdn-|^surrogate-/;

/**
 * What the cache answers itself: whether the browser has it already, and how old it may be, is not for the origin to
 * hear.
 */
const FOR_THE_CACHE = [
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'if-range',
  'range',
  'cache-control',
  'pragma',
];

const NEVER = new Set([...HOP_BY_HOP, ...OURS]);
const NOT_WHEN_CACHED = new Set([...FOR_THE_CACHE, 'content-length', 'content-type']);

/** What the edge says itself of a request. */
export interface Sender {
  address: string;
  host: string;
  scheme: string;
  requestId: string;
}

/** The headers with which the origin is asked. `isCached`: the answer may come from the cache or go there. */
export function headersOnward(
  given: IncomingHttpHeaders,
  sender: Sender,
  isCached: boolean,
): Record<string, string | string[]> {
  const named = new Set((given.connection ?? '').split(',').map(name => name.trim().toLowerCase()));
  const onward: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || NEVER.has(name) || named.has(name) || OURS_BY_PREFIX.test(name)) continue;
    if (!isCached || !NOT_WHEN_CACHED.has(name)) onward[name] = value;
  }
  return {
    ...onward,
    host: sender.host,
    'accept-encoding': 'identity',
    'x-request-id': sender.requestId,
    'x-forwarded-for': sender.address,
    'x-forwarded-host': sender.host,
    'x-forwarded-proto': sender.scheme,
  };
}

/** Of an answer: what belongs to the connection with the origin, or stays inside. */
const NOT_BACK = new Set([
  ...HOP_BY_HOP,
  ...[
    'x-edge-ticket',
    'x-edge-entry',
    'x-edge-browser',
    'surrogate-key',
    'surrogate-control',
    'cdn-cache-control',
    'warning',
  ],
  ...['x-powered-by', 'server', 'date', 'cache-control', 'x-request-id', 'x-cache'],
]);

/** The headers of an answer that the browser gets; the delivery adds what it says itself. */
export function headersBack(given: Record<string, string | string[] | undefined>): Record<string, string | string[]> {
  const named = new Set(
    String(given.connection ?? '')
      .split(',')
      .map(name => name.trim().toLowerCase()),
  );
  const back: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !NOT_BACK.has(name) && !named.has(name)) back[name] = value;
  }
  return back;
}
