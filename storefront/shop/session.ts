import { readCookie } from './request-context.ts';

/**
 * The session of a shopper, on the storefront's host. It has a name of its own, as browsers send the cookies of a host
 * to all its ports: whoever works in the console and shops, both on one host, stays signed in to both.
 */
const SESSION_COOKIE = '__Host-shopper';
/** The name that identity and the gateway know. */
const GATEWAY_COOKIE = '__Host-session';

/** The `Cookie` header of requests in the name of whoever is signed in; undefined when nobody is. */
function sessionHeader(): { cookie: string } | undefined {
  const value = readCookie(SESSION_COOKIE);
  return value === undefined || value === '' ? undefined : { cookie: `${GATEWAY_COOKIE}=${value}` };
}

/** Whether this browser has a session, which may be over. */
export const hasSession = (): boolean => sessionHeader() !== undefined;

/** The headers that a generated client adds in the name of whoever is signed in. */
export function sessionHeaders(): { headers?: () => Record<string, string> } {
  const header = sessionHeader();
  return header ? { headers: () => header } : {};
}

/** The session cookie of a response of identity, for the storefront's host: `Set-Cookie` headers, one or none. */
export function sessionCookieOf({ headers }: { headers?: Record<string, string> }): string[] {
  const line = headers?.['set-cookie'];
  return line?.startsWith(`${GATEWAY_COOKIE}=`) ? [line.replace(GATEWAY_COOKIE, SESSION_COOKIE)] : [];
}

/** A `Set-Cookie` header after which nobody is signed in. `__Host-` asks for `Secure` (RFC 6265bis, 4.1.3.2). */
export const noSessionCookie = `${SESSION_COOKIE}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`;

/** The pages that the links of mails lead to; each keeps the token of its link in a cookie. */
export const linkPages = ['new-password', 'confirm-address'] as const;
export type LinkPage = (typeof linkPages)[number];

export const linkCookieName = (page: LinkPage): string => `link-${page}`;

/** The token of the link that this browser has followed last. */
export const readLinkToken = (page: LinkPage): string | undefined => readCookie(linkCookieName(page)) || undefined;
