import { currentVisit } from '../shop/visit.ts';

/**
 * Whether a form was sent by a page of ours (OWASP's CSRF cheat sheet, verifying origin): browsers say where a change
 * comes from; programs that do not are no browsers and carry nobody's cookies.
 */
export function isOurs(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return origin === currentVisit().origin;
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

/** Sends the browser on with GET, so that going back or reloading repeats nothing. */
export function seeOther(address: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location: address });
  for (const line of cookies) headers.append('set-cookie', line);
  return new Response(null, { status: 303, headers });
}

/** A path of ours to go on at; anything else leads to `fallback`. */
export function ourPath(value: FormDataEntryValue | null, fallback: string): string {
  return typeof value === 'string' && /^\/(?!\/|\\)[\w/?=&.,%-]*$/.test(value) ? value : fallback;
}

export const forged = (): Response => new Response('This came from a page of another site.', { status: 403 });
