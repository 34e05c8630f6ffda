import type { Metadata } from 'next';
import { CartLines } from '../../client/cart-lines.tsx';
import { CartTold, EmptyCartTold } from '../../client/cart-told.tsx';
import { Live } from '../../client/live.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OpenPayment } from '../../parts/open-payment.tsx';
import { cartIsKept, Unavailable } from '../../parts/unavailable.tsx';
import { emptyCartCount, toldNotices } from '../../server/cookies.ts';
import { fits, priceNotices, readCart } from '../../shop/cart.ts';
import { readCartNotices, readRemoved } from '../../shop/keepsakes.ts';
import { openPurchaseOf, withHeld } from '../../shop/open-purchase.ts';
import { readCookie } from '../../shop/visit.ts';

export const metadata: Metadata = { title: 'Cart', robots: { index: false } };

export default async function CartPage() {
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) {
    return (
      <Unavailable down={cart} what="Your cart" retry="/cart">
        {cartIsKept()}.
      </Unavailable>
    );
  }
  const removed = readRemoved();
  const told = { notices: readCartNotices(), ...(removed && { removed }) };
  toldNotices();
  if (!cart || cart.lines.length === 0) {
    emptyCartCount();
    return (
      <div className="mx-auto max-w-2xl">
        <EmptyCartTold first={{ ...told, cart }} />
        <Empty title="Your cart is empty" actions={[{ name: 'Look around', path: '/categories' }]}>
          <p>What you put in stays here for thirty days.</p>
        </Empty>
      </div>
    );
  }
  const open = await openPurchaseOf(cart.id);
  const mine = withHeld(cart, open);
  const first = { ...told, cart: mine, notices: [...told.notices, ...priceNotices(cart)] };
  const isReady = mine.lines.every(fits);
  return (
    <div className="mx-auto max-w-2xl">
      <h1 className="mb-6 text-3xl">Cart</h1>
      <OpenPayment open={open} where="cart" />
      <CartTold first={first} />
      <CartLines first={first}>
        <p className="mt-1 text-faint text-md">Shipping is added at checkout, by country.</p>
        {!isReady && (
          <p className="mt-4 text-critical-ink text-md">
            Some of this is not there any more. Adjust it above, then go on.
          </p>
        )}
        <a href="/checkout" className="button mt-6 w-full">
          Check out
        </a>
      </CartLines>
      <Live tags={cart.lines.slice(0, 20).map(({ sku }) => `stock:${encodeURIComponent(sku)}`)} />
    </div>
  );
}
