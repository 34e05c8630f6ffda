import { serializeCookie } from '../../services/platform/http/cookies.ts';
import { type FormOutcome, readFormOutcome } from '../shop/cookie-state.ts';
import { currentContext } from '../shop/request-context.ts';

const DAY_SECONDS = 86_400;

interface CookieOptions {
  days: number;
  path?: string;
  /** Readable by scripts: the count beside the cart. */
  isReadable?: boolean;
}

/** A `Set-Cookie` header, sent over HTTPS alone where the shop uses it. */
export function setCookie(name: string, value: string, { days, ...options }: CookieOptions): string {
  const isSecure = currentContext().origin.startsWith('https:');
  return serializeCookie(name, value, { ...options, maxAge: days * DAY_SECONDS, isSecure });
}

/** A `Set-Cookie` header that removes a cookie. */
export const removeCookie = (name: string, path = '/'): string => setCookie(name, '', { days: 0, path });

/** From a page: removes the count beside the cart, as the cart is empty. */
export function clearCartCount(): void {
  const context = currentContext();
  if (context.cookies.has('cart-count')) context.cookiesToSet.push(removeCookie('cart-count'));
}

/** From a page: what came of the last form of the account. It is removed, so that it is shown once. */
export function takeFormOutcome(): FormOutcome | undefined {
  const context = currentContext();
  if (context.cookies.has('account-form')) context.cookiesToSet.push(removeCookie('account-form', '/account'));
  return readFormOutcome();
}

/** From a page: removes the notices, so that they are shown once. */
export function clearCartNotices(): void {
  const context = currentContext();
  for (const name of ['cart-notices', 'cart-removed'])
    if (context.cookies.has(name)) context.cookiesToSet.push(removeCookie(name, '/cart'));
}
