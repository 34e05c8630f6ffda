import type { PolicyDirectives } from '../../services/platform/http/security-headers.ts';
import type { RequestContext } from '../shop/request-context.ts';

const year = 31_536_000;

/**
 * `Cache-Control` (RFC 9111) and the cache tags of a response. Only complete public pages may be stored; files of the
 * build have a hash in their names and never change.
 */
export function cacheHeaders(
  context: RequestContext,
  path: string,
  status: number,
  sent: { cookies: boolean },
): Record<string, string> {
  if (path.startsWith('/_next/static/') && status === 200)
    return { 'cache-control': `public, max-age=${year}, immutable` };
  const { sharedCache: shared, tags, isPrivate: personal, retryAfter } = context;
  if (personal || sent.cookies || retryAfter !== undefined || (status !== 200 && status !== 308))
    return { 'cache-control': 'private, no-store' };
  if (!shared) return { 'cache-control': isFile(path) ? 'public, max-age=3600, s-maxage=86400' : 'private, no-store' };
  return {
    'cache-control': `public, max-age=0, s-maxage=${shared.maxAge}, stale-while-revalidate=${shared.staleWhileRevalidate}`,
    ...(tags.size > 0 ? { 'surrogate-key': [...tags].join(' ') } : {}),
  };
}

/** Icons, the manifest and robots.txt: the same for everybody. */
const isFile = (path: string): boolean => /\.(svg|png|ico|txt|webmanifest)$/.test(path);

/** What pages may use of the device (Permissions Policy): nothing. */
export const permissionsPolicy = 'camera=(), geolocation=(), microphone=(), payment=()';

const inline = "'unsafe-inline'";

/**
 * The Content-Security-Policy of a page: scripts from our own files, and the page's own inline scripts by hash. Only
 * the checkout's form may redirect to another origin, the payment page (browsers apply `form-action` to redirects too).
 * @param hashes of the page's inline scripts, as `sha256-…`
 */
export function contentSecurityPolicy(
  path: string,
  hashes: readonly string[],
  isDevelopment: boolean,
): PolicyDirectives {
  const self = "'self'";
  return {
    defaultSrc: [self],
    scriptSrc: [self, ...(isDevelopment ? [inline, "'unsafe-eval'"] : hashes.map(hash => `'${hash}'`))],
    styleSrc: isDevelopment ? [self, inline] : [self],
    ...(isDevelopment ? {} : { styleSrcAttr: [inline] }),
    imgSrc: [self, 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: path === '/checkout' ? [self, 'https:', 'http://localhost:*', 'http://127.0.0.1:*'] : [self],
  };
}
