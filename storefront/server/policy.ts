import type { Visit } from '../shop/visit.ts';

const year = 31_536_000;

/**
 * What caches may do with an answer, in RFC 9111's words, and the tags by which it is purged. Kept are only whole pages
 * that were read from nothing personal; files of the build carry a hash in their names and never change.
 */
export function cacheHeaders(
  visit: Visit,
  path: string,
  status: number,
  sent: { cookies: boolean },
): Record<string, string> {
  if (path.startsWith('/_next/static/') && status === 200)
    return { 'cache-control': `public, max-age=${year}, immutable` };
  const { shared, tags, personal, retryAfter } = visit;
  if (personal || sent.cookies || retryAfter !== undefined || (status !== 200 && status !== 308))
    return { 'cache-control': 'private, no-store' };
  if (!shared) return { 'cache-control': isFile(path) ? 'public, max-age=3600, s-maxage=86400' : 'private, no-store' };
  return {
    'cache-control': `public, max-age=0, s-maxage=${shared.fresh}, stale-while-revalidate=${shared.stale}`,
    ...(tags.size > 0 ? { 'surrogate-key': [...tags].join(' ') } : {}),
  };
}

/** Icons, the manifest and robots.txt: the same for everybody. */
const isFile = (path: string): boolean => /\.(svg|png|ico|txt|webmanifest)$/.test(path);

/** Headers that every answer carries. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * The Content-Security-Policy of a page: scripts of our own files, and of the inline ones exactly those that the page
 * came with. Forms may lead elsewhere from the checkout only, to the payment page (browsers hold redirects after a form
 * to `form-action`).
 * @param hashes of the page's inline scripts, as `sha256-…`
 */
export function contentSecurityPolicy(path: string, hashes: readonly string[], loose: boolean): string {
  const scripts = loose ? "'unsafe-inline' 'unsafe-eval'" : hashes.map(hash => `'${hash}'`).join(' ');
  return [
    "default-src 'self'",
    `script-src 'self' ${scripts}`.trim(),
    loose ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'; style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    path === '/checkout' ? "form-action 'self' https: http://localhost:* http://127.0.0.1:*" : "form-action 'self'",
  ].join('; ');
}
