import type { IncomingHttpHeaders } from 'node:http';

export type Headers = Record<string, string | string[] | undefined>;

/**
 * How long a public answer may stand in for an origin that is down, seconds, where the origin says nothing of it (RFC
 * 5861, section 4).
 */
const STALE_IF_ERROR = 86_400;

/** What of an answer's `Cache-Control` is for this cache, and what is for the browser behind it. */
export interface Policy {
  /** What the cache engine is told; undefined: nothing, which leaves alone what is stored. */
  inside: string | undefined;
  /** What the browser is told; undefined: as the origin said, which is nothing. */
  outside: string | undefined;
  /** Whether the answer may be stored here. */
  storable: boolean;
  /** How long it is fresh here, seconds. */
  lifetime: number;
}

type Directives = ReadonlyMap<string, string>;

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function directives(header: string): Directives {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of header.matchAll(/([\w-]+)\s*(?:=\s*("[^"]*"|[^\s,]*))?/g)) {
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), value.replaceAll('"', ''));
  }
  return found;
}

/**
 * Seconds of a directive; undefined where it is absent, 0 where it is no number (RFC 9111, section 4.2.1: then an
 * answer is stale).
 */
function seconds(given: Directives, name: string): number | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  return /^\d{1,10}$/.test(value) ? Number(value) : 0;
}

/**
 * Without what is meant for shared caches: a browser that kept a page while it revalidates would show a price of
 * yesterday.
 */
function forBrowser(given: Directives): string {
  const own = new Set(['s-maxage', 'stale-while-revalidate', 'stale-if-error', 'proxy-revalidate']);
  const left = [...given]
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  if (given.get('max-age') === '0' && !given.has('must-revalidate') && !given.has('no-cache'))
    left.push('must-revalidate');
  return left.length > 0 ? left.join(', ') : 'no-cache';
}

function mayStore(given: Directives, headers: Headers): boolean {
  if (given.has('no-store') || given.has('private') || headers['set-cookie'] !== undefined) return false;
  return given.has('public') || given.has('s-maxage');
}

/** Whether a status tells of trouble rather than of the thing asked for: then what is stored stays as it is. */
export function isTrouble(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/**
 * Splits an answer's `Cache-Control`. Stored is only what says so itself: `public` or `s-maxage`, without `private`,
 * `no-store` or a cookie; `CDN-Cache-Control` (RFC 9213) goes first. `s-maxage` becomes the `max-age` of the engine,
 * which, by the letter of RFC 9111, section 5.2.2.10, would else never serve an answer stale while it revalidates, as
 * CDNs do.
 */
export function policyOf(status: number, headers: Headers): Policy {
  const said = text(headers['cache-control']);
  const outside = said === undefined ? undefined : forBrowser(directives(said));
  if (isTrouble(status)) return { inside: undefined, outside: outside ?? 'no-store', storable: false, lifetime: 0 };
  const given = directives(text(headers['cdn-cache-control']) ?? said ?? '');
  if (!mayStore(given, headers)) return { inside: 'no-store', outside, storable: false, lifetime: 0 };
  const lifetime = seconds(given, 's-maxage') ?? seconds(given, 'max-age') ?? 0;
  const strict = ['no-cache', 'must-revalidate', 'proxy-revalidate'].filter(name => given.has(name));
  const parts = ['public', `max-age=${lifetime}`, ...strict];
  if (strict.length === 0) {
    const revalidate = seconds(given, 'stale-while-revalidate') ?? 0;
    if (revalidate > 0) parts.push(`stale-while-revalidate=${revalidate}`);
    parts.push(`stale-if-error=${seconds(given, 'stale-if-error') ?? STALE_IF_ERROR}`);
  }
  return { inside: parts.join(', '), outside, storable: true, lifetime };
}

/** The tags of an answer: words of `Surrogate-Key`. */
export function tagsOf(headers: Headers): string[] {
  return [...new Set((text(headers['surrogate-key']) ?? '').split(/\s+/).filter(Boolean))];
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}

/**
 * Whether what the browser has is what it would get: `If-None-Match`, else `If-Modified-Since` (RFC 9110, sections
 * 13.1.2 and 13.1.3).
 */
export function isNotModified(request: IncomingHttpHeaders, answer: Headers): boolean {
  const known = request['if-none-match'];
  const etag = text(answer.etag);
  if (known !== undefined) {
    return etag !== undefined && (known.trim() === '*' || known.split(',').some(tag => opaque(tag) === opaque(etag)));
  }
  const since = Date.parse(request['if-modified-since'] ?? '');
  const modified = Date.parse(text(answer['last-modified']) ?? '');
  return !Number.isNaN(since) && !Number.isNaN(modified) && modified <= since;
}
