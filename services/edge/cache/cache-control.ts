export type Headers = Record<string, string | string[] | undefined>;

/**
 * The default `stale-if-error`, seconds: how long a public response may be reused while the origin is down (RFC 5861,
 * section 4).
 */
const STALE_IF_ERROR = 86_400;

/** A response's `Cache-Control`, split into the part of this cache and the part of the browser. */
export interface CachePolicy {
  /** `Cache-Control` for undici's cache; undefined: none, so that the stored response stays. */
  forCache: string | undefined;
  /** `Cache-Control` for the browser; undefined: none, as the origin sent none. */
  forClient: string | undefined;
  /** Whether the response may be stored here. */
  isStorable: boolean;
  /** The freshness lifetime here (RFC 9111, section 4.2.1), seconds. */
  freshnessLifetime: number;
}

type Directives = ReadonlyMap<string, string>;

/** One value of a header that may have been sent several times. */
export function headerValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function parseDirectives(header: string): Directives {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of header.matchAll(/([\w-]+)\s*(?:=\s*("[^"]*"|[^\s,]*))?/g)) {
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value.replaceAll('"', ''));
  }
  return found;
}

/**
 * Seconds of a directive; undefined where it is absent, 0 where it is no number: an invalid lifetime counts as stale
 * (RFC 9111, section 4.2.1).
 */
function seconds(given: Directives, name: string): number | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  return /^\d{1,10}$/.test(value) ? Number(value) : 0;
}

/**
 * Without the directives for shared caches: a browser that reuses a stale page while it revalidates would show an old
 * price.
 */
function clientCacheControl(given: Directives): string {
  const shared = new Set(['s-maxage', 'stale-while-revalidate', 'stale-if-error', 'proxy-revalidate']);
  const left = [...given]
    .filter(([name]) => !shared.has(name))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  if (given.get('max-age') === '0' && !given.has('must-revalidate') && !given.has('no-cache'))
    left.push('must-revalidate');
  return left.length > 0 ? left.join(', ') : 'no-cache';
}

function mayStore(given: Directives, headers: Headers): boolean {
  if (given.has('no-store') || given.has('private') || headers['set-cookie'] !== undefined) return false;
  return given.has('public') || given.has('s-maxage');
}

/** Whether a status is about a failure of the origin and not about the resource: the stored response then stays. */
export function isFailure(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/**
 * Splits a response's `Cache-Control`. A response is storable only if it says so itself: `public` or `s-maxage`,
 * without `private`, `no-store` or a cookie; `CDN-Cache-Control` (RFC 9213) takes precedence. `s-maxage` becomes the
 * `max-age` of undici's cache: by the letter of RFC 9111, section 5.2.2.10, `s-maxage` would forbid stale responses
 * during revalidation, which CDNs send.
 */
export function cachePolicyOf(status: number, headers: Headers): CachePolicy {
  const cacheControl = headerValue(headers['cache-control']);
  const forClient = cacheControl === undefined ? undefined : clientCacheControl(parseDirectives(cacheControl));
  if (isFailure(status)) {
    return { forCache: undefined, forClient: forClient ?? 'no-store', isStorable: false, freshnessLifetime: 0 };
  }
  const given = parseDirectives(headerValue(headers['cdn-cache-control']) ?? cacheControl ?? '');
  if (!mayStore(given, headers)) return { forCache: 'no-store', forClient, isStorable: false, freshnessLifetime: 0 };
  const freshnessLifetime = seconds(given, 's-maxage') ?? seconds(given, 'max-age') ?? 0;
  const strict = ['no-cache', 'must-revalidate', 'proxy-revalidate'].filter(name => given.has(name));
  const directives = ['public', `max-age=${freshnessLifetime}`, ...strict];
  if (strict.length === 0) {
    const revalidate = seconds(given, 'stale-while-revalidate') ?? 0;
    if (revalidate > 0) directives.push(`stale-while-revalidate=${revalidate}`);
    directives.push(`stale-if-error=${seconds(given, 'stale-if-error') ?? STALE_IF_ERROR}`);
  }
  return { forCache: directives.join(', '), forClient, isStorable: true, freshnessLifetime };
}

/** The cache tags of a response: the words of `Surrogate-Key`. */
export function tagsOf(headers: Headers): string[] {
  return [...new Set((headerValue(headers['surrogate-key']) ?? '').split(/\s+/).filter(Boolean))];
}
