import { currentVisit } from '../shop/visit.ts';

const DAY = 86_400;

interface Keep {
  days: number;
  path?: string;
  /** The script in the page reads it: the number beside the cart. */
  readable?: boolean;
}

/**
 * A `Set-Cookie` of ours (RFC 6265bis): kept from other sites, from scripts unless they need it, and off plain
 * connections where there are others.
 */
export function cookie(name: string, value: string, { days, path = '/', readable = false }: Keep): string {
  const secure = currentVisit().origin.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; Max-Age=${days * DAY}; SameSite=Lax${readable ? '' : '; HttpOnly'}${secure}`;
}

/** Takes a cookie out of the browser. */
export const noCookie = (name: string, path = '/'): string => `${name}=; Path=${path}; Max-Age=0; SameSite=Lax`;

/** From a page: nothing is in the cart any more, so the number beside it goes. */
export function emptyCartCount(): void {
  const visit = currentVisit();
  if (visit.cookies.has('cart-count')) visit.cookiesToSet.push(noCookie('cart-count'));
}

/** From a page: what the last change had to tell is told once. */
export function toldNotices(): void {
  const visit = currentVisit();
  for (const name of ['cart-notices', 'cart-removed'])
    if (visit.cookies.has(name)) visit.cookiesToSet.push(noCookie(name, '/cart'));
}

/** A structure as the value of a cookie. */
export const packed = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
