import { cookie, noCookie, packed } from '../../../server/cookies.ts';
import { forged, isOurs, ourPath, seeOther } from '../../../server/forms.ts';
import { addToCart, type Changed, countOf, priceNotices, readCart, setQuantity } from '../../../shop/cart.ts';
import { openPurchaseOf, withHeld } from '../../../shop/open-purchase.ts';
import { readCookie } from '../../../shop/visit.ts';

const KEPT_DAYS = 30;
const MOST = 1_000_000;

const wantsJson = (request: Request): boolean => (request.headers.get('accept') ?? '').includes('application/json');

/** The cart's id stays with the browser, as does the number beside the cart, which the script reads. */
function cookiesFor({ cart, notices }: Changed): string[] {
  if (cart)
    return [
      cookie('cart', cart.id, { days: KEPT_DAYS }),
      cookie('cart-count', String(countOf(cart)), { days: KEPT_DAYS, readable: true }),
    ];
  return notices.some(({ kind }) => kind === 'down') ? [] : [noCookie('cart'), noCookie('cart-count')];
}

async function answer(changed: Changed): Promise<Response> {
  const { cart } = changed;
  const mine = cart && withHeld(cart, await openPurchaseOf(cart.id));
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const line of cookiesFor(changed)) headers.append('set-cookie', line);
  return new Response(JSON.stringify({ ...changed, cart: mine }), { headers });
}

/** What is in the cart now, for the drawer. */
export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) return answer({ cart: undefined, notices: [{ kind: 'down' }] });
  return answer({ cart, notices: cart ? priceNotices(cart) : [] });
}

/**
 * Adds (`add`) or sets (`quantity`) how many of a sku are in the cart: with a script as data, without one as a page.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isOurs(request)) return forged();
  const form = await request.formData();
  const sku = form.get('sku');
  const number = (name: string): number | undefined => {
    const value = form.get(name);
    return typeof value === 'string' && /^\d{1,7}$/.test(value) ? Math.min(Number(value), MOST) : undefined;
  };
  const more = number('add');
  const quantity = number('quantity');
  if (
    typeof sku !== 'string' ||
    !/^[A-Za-z0-9._-]{1,64}$/.test(sku) ||
    (more === undefined && quantity === undefined)
  ) {
    return new Response('The form is incomplete.', { status: 400 });
  }
  const id = readCookie('cart');
  const changed =
    more === undefined ? await setQuantity(id, sku, quantity ?? 0) : await addToCart(id, sku, Math.max(1, more));
  if (wantsJson(request)) return answer(changed);
  const kept = (name: string, value: unknown): string =>
    value === undefined ? noCookie(name, '/cart') : cookie(name, packed(value), { days: 1, path: '/cart' });
  const told = [
    kept('cart-notices', changed.notices.length > 0 ? changed.notices : undefined),
    kept('cart-removed', changed.removed),
  ];
  return seeOther(ourPath(form.get('next'), '/cart'), [...cookiesFor(changed), ...told]);
}
