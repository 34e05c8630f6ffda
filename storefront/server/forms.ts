import { currentContext } from '../shop/request-context.ts';

/**
 * Whether a form was submitted by a page of our own origin (OWASP's CSRF cheat sheet, "Verifying Origin"). Browsers
 * send `Origin` or `Sec-Fetch-Site` with a change; a program that sends neither has nobody's cookies.
 */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return origin === currentContext().origin;
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

/** Redirects with GET (303), so that going back or reloading repeats nothing. */
export function seeOther(address: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: address });
  for (const line of cookies) headers.append('set-cookie', line);
  return new Response(null, { status: 303, headers });
}

/** A path of the storefront to redirect to; anything else becomes `fallback`. */
export function localPath(value: FormDataEntryValue | null, fallback: string): string {
  return typeof value === 'string' && /^\/(?!\/|\\)[\w/?=&.,%+~-]*$/.test(value) ? value : fallback;
}

/** The path and query of the page that the form was on, where the browser says so. */
export function refererPath(request: Request): string | null {
  const referer = request.headers.get('referer');
  if (referer === null || !URL.canParse(referer)) return null;
  const { origin, pathname, search } = new URL(referer);
  return origin === currentContext().origin ? `${pathname}${search}` : null;
}

export const crossSiteResponse = (): Response =>
  new Response('This came from a page of another site.', { status: 403 });
