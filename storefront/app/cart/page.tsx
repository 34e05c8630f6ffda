import type { Metadata } from 'next';
import { CartLines } from '../../client/cart-lines.tsx';
import { CartNotice, EmptyCartNotice } from '../../client/cart-notice.tsx';
import { CheckoutLink } from '../../client/checkout-link.tsx';
import { Live } from '../../client/live.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OpenPayment } from '../../parts/open-payment.tsx';
import { cartReassurance, Unavailable } from '../../parts/unavailable.tsx';
import { clearCartCount, clearCartNotices } from '../../server/cookies.ts';
import { canBuyLine, cartTags, priceNotices, readCart } from '../../shop/cart.ts';
import { readCartNotices, readRemoved } from '../../shop/cookie-state.ts';
import { findOpenPurchase, withReserved } from '../../shop/open-purchase.ts';
import { readCookie } from '../../shop/request-context.ts';

export const metadata: Metadata = { title: 'Cart', robots: { index: false } };

export default async function CartPage() {
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) {
    return (
      <Unavailable down={cart} what="Your cart" retry="/cart">
        {cartReassurance()}.
      </Unavailable>
    );
  }
  const removed = readRemoved();
  const lastChange = { notices: readCartNotices(), ...(removed && { removed }) };
  clearCartNotices();
  if (!cart || cart.lines.length === 0) {
    clearCartCount();
    return (
      <div className="mx-auto max-w-2xl">
        <EmptyCartNotice first={{ ...lastChange, cart }} />
        <Empty title="Your cart is empty" actions={[{ name: 'Look around', path: '/categories' }]}>
          <p>What you put in stays here for thirty days.</p>
        </Empty>
      </div>
    );
  }
  const open = await findOpenPurchase(cart.id);
  const available = withReserved(cart, open);
  const first = { ...lastChange, cart: available, notices: [...lastChange.notices, ...priceNotices(cart)] };
  const isReady = available.lines.every(canBuyLine);
  return (
    <div className="mx-auto max-w-2xl">
      <h1 className="mb-6 text-3xl">Cart</h1>
      <OpenPayment open={open} where="cart" />
      <CartNotice first={first} />
      <CartLines first={first}>
        <p className="mt-1 text-faint text-md">Shipping is added at checkout, by country.</p>
        {!isReady && (
          <p className="mt-4 text-critical-ink text-md">
            Some of this is not there any more. Adjust it above, then go on.
          </p>
        )}
        <CheckoutLink className="button mt-6 w-full" />
      </CartLines>
      <Live tags={cartTags(cart)} />
    </div>
  );
}
