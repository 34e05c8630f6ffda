import { setCookie } from '../../../../server/cookies.ts';
import { crossSiteResponse, isSameOrigin, seeOther } from '../../../../server/forms.ts';
import { addToCart, type CartChange, itemCount } from '../../../../shop/cart.ts';
import { readOrderToken } from '../../../../shop/cookie-state.ts';
import { findOrder, findOwnOrder } from '../../../../shop/orders.ts';
import { readCookie } from '../../../../shop/request-context.ts';

const CART_DAYS = 30;

/** Puts what was ordered into the cart again, as far as it is there; the cart says what is not. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const { id } = await params;
  const key = readOrderToken(id);
  const order = (key && (await findOrder(id, key.token))) ?? (await findOwnOrder(id));
  if (!order || !('lines' in order)) return seeOther(`/orders/${id}`);
  let changed: CartChange = { cart: undefined, notices: [] };
  let cartId = readCookie('cart');
  const notices: CartChange['notices'] = [];
  for (const { sku, quantity } of order.lines) {
    const next = await addToCart(cartId, sku, quantity);
    notices.push(...next.notices);
    if (next.cart) changed = next;
    cartId = next.cart?.id ?? cartId;
  }
  const { cart } = changed;
  return seeOther('/cart', [
    ...(cart
      ? [
          setCookie('cart', cart.id, { days: CART_DAYS }),
          setCookie('cart-count', String(itemCount(cart)), { days: CART_DAYS, isReadable: true }),
        ]
      : []),
    setCookie('cart-notices', JSON.stringify(notices.slice(0, 20)), { days: 1, path: '/cart' }),
  ]);
}
