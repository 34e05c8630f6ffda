import { removeCookie, setCookie } from '../../../server/cookies.ts';
import { crossSiteResponse, isSameOrigin, localPath, refererPath, seeOther } from '../../../server/forms.ts';
import { addToCart, type CartChange, itemCount, priceNotices, readCart, setQuantity } from '../../../shop/cart.ts';
import { findOpenPurchase, withReserved } from '../../../shop/open-purchase.ts';
import { readCookie } from '../../../shop/request-context.ts';

const CART_DAYS = 30;
const MAX_QUANTITY = 1_000_000;

const wantsJson = (request: Request): boolean => (request.headers.get('accept') ?? '').includes('application/json');

/** The cart's id, and the count beside the cart, which the script reads. */
function cookiesFor({ cart, notices }: CartChange): string[] {
  if (cart)
    return [
      setCookie('cart', cart.id, { days: CART_DAYS }),
      setCookie('cart-count', String(itemCount(cart)), { days: CART_DAYS, isReadable: true }),
    ];
  return notices.some(({ kind }) => kind === 'down') ? [] : [removeCookie('cart'), removeCookie('cart-count')];
}

async function jsonResponse(changed: CartChange): Promise<Response> {
  const { cart } = changed;
  const available = cart && withReserved(cart, await findOpenPurchase(cart.id));
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const line of cookiesFor(changed)) headers.append('set-cookie', line);
  return new Response(JSON.stringify({ ...changed, cart: available }), { headers });
}

/** The cart, for the drawer. */
export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) return jsonResponse({ cart: undefined, notices: [{ kind: 'down' }] });
  return jsonResponse({ cart, notices: cart ? priceNotices(cart) : [] });
}

/** Adds (`add`) or sets (`quantity`) a quantity of a SKU: JSON for a script, a redirect without one. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const form = await request.formData();
  const sku = form.get('sku');
  const number = (name: string): number | undefined => {
    const value = form.get(name);
    return typeof value === 'string' && /^\d{1,7}$/.test(value) ? Math.min(Number(value), MAX_QUANTITY) : undefined;
  };
  const added = number('add');
  const quantity = number('quantity');
  if (
    typeof sku !== 'string' ||
    !/^[A-Za-z0-9._-]{1,64}$/.test(sku) ||
    (added === undefined && quantity === undefined)
  ) {
    return new Response('The form is incomplete.', { status: 400 });
  }
  const id = readCookie('cart');
  const changed =
    added === undefined ? await setQuantity(id, sku, quantity ?? 0) : await addToCart(id, sku, Math.max(1, added));
  if (wantsJson(request)) return jsonResponse(changed);
  const stateCookie = (name: string, value: unknown): string =>
    value === undefined
      ? removeCookie(name, '/cart')
      : setCookie(name, JSON.stringify(value), { days: 1, path: '/cart' });
  const notices = [
    stateCookie('cart-notices', changed.notices.length > 0 ? changed.notices : undefined),
    stateCookie('cart-removed', changed.removed),
  ];
  const next = form.get('next') === 'back' ? refererPath(request) : form.get('next');
  return seeOther(localPath(next, '/cart'), [...cookiesFor(changed), ...notices]);
}
