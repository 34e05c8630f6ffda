import type { Metadata } from 'next';
import { CartLines } from '../../client/cart-lines.tsx';
import { CartNotice, EmptyCartNotice } from '../../client/cart-notice.tsx';
import { CheckoutLink } from '../../client/checkout-link.tsx';
import { Live } from '../../client/live.tsx';
import { messages } from '../../messages/messages.ts';
import { Empty } from '../../parts/empty.tsx';
import { OpenPayment } from '../../parts/open-payment.tsx';
import { cartReassurance, Unavailable } from '../../parts/unavailable.tsx';
import { clearCartCount, clearCartNotices } from '../../server/cookies.ts';
import { canBuyLine, cartTags, priceNotices, readCart } from '../../shop/cart.ts';
import { readCartNotices, readRemoved } from '../../shop/cookie-state.ts';
import { findOpenPurchase, withReserved } from '../../shop/open-purchase.ts';
import { readCookie } from '../../shop/request-context.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().cart.title,
  robots: { index: false },
});

export default async function CartPage() {
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) {
    return (
      <Unavailable down={cart} what="cart" retry="/cart">
        {cartReassurance(messages().shop.unavailable)}
      </Unavailable>
    );
  }
  const words = messages().cart;
  const removed = readRemoved();
  const lastChange = { notices: readCartNotices(), ...(removed && { removed }) };
  clearCartNotices();
  if (!cart || cart.lines.length === 0) {
    clearCartCount();
    return (
      <div className="mx-auto max-w-2xl">
        <EmptyCartNotice first={{ ...lastChange, cart }} />
        <Empty title={words.empty} actions={[{ name: messages().shop.lookAround, path: '/categories' }]}>
          <p>{words.emptyText}</p>
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
      <h1 className="mb-6 text-3xl">{words.title}</h1>
      <OpenPayment open={open} where="cart" />
      <CartNotice first={first} />
      <CartLines first={first}>
        <p className="mt-1 text-faint text-md">{words.shipping}</p>
        {!isReady && <p className="mt-4 text-critical-ink text-md">{words.adjust}</p>}
        <CheckoutLink className="button mt-6 w-full" />
      </CartLines>
      <Live tags={cartTags(cart)} />
    </div>
  );
}
