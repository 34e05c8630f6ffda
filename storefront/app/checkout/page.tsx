import type { Metadata } from 'next';
import { CheckoutForm } from '../../client/checkout-form.tsx';
import { CheckoutTold } from '../../parts/checkout-told.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OpenPayment } from '../../parts/open-payment.tsx';
import { cartIsKept, Unavailable } from '../../parts/unavailable.tsx';
import { emptyCartCount } from '../../server/cookies.ts';
import { fits, readCart } from '../../shop/cart.ts';
import { digestOf } from '../../shop/checkout.ts';
import { countries } from '../../shop/countries.ts';
import { emptyDelivery } from '../../shop/delivery.ts';
import type { Down } from '../../shop/gateway.ts';
import { readDraft } from '../../shop/keepsakes.ts';
import { openPurchaseOf, withHeld } from '../../shop/open-purchase.ts';
import { shippingMethods } from '../../shop/shipping.ts';
import { readCookie } from '../../shop/visit.ts';

export const metadata: Metadata = { title: 'Checkout', robots: { index: false } };

export default async function CheckoutPage() {
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) return <NotNow down={cart} />;
  if (!cart || cart.lines.length === 0) {
    emptyCartCount();
    return (
      <Empty title="There is nothing to check out" actions={[{ name: 'Look around', path: '/categories' }]}>
        <p>Your cart is empty. If you have just paid, the confirmation is on its way to your inbox.</p>
      </Empty>
    );
  }
  const draft = readDraft();
  const values = draft?.values ?? emptyDelivery;
  const methods = await shippingMethods(values.country || emptyDelivery.country);
  if ('status' in methods) return <NotNow down={methods} />;
  const open = await openPurchaseOf(cart.id);
  const mine = withHeld(cart, open);
  const before = { ...pricesBefore(cart), ...draft?.before };
  return (
    <div className="mx-auto max-w-xl">
      <h1 className="mb-6 text-3xl">Checkout</h1>
      <OpenPayment open={open} where="checkout" />
      <CheckoutTold
        cart={mine}
        problem={draft?.problem}
        before={before}
        hasFaults={Object.keys(draft?.faults ?? {}).length > 0}
      />
      <CheckoutForm
        key={digestOf(cart)}
        cart={cart}
        shown={digestOf(cart)}
        values={values}
        faults={draft?.faults ?? {}}
        countries={countries()}
        methods={methods}
        before={before}
        isReady={mine.lines.every(fits)}
      />
    </div>
  );
}

function NotNow({ down }: { down: Down }) {
  return (
    <Unavailable down={down} what="The checkout" retry="/checkout">
      {cartIsKept()}, and nothing is charged before you pay.
    </Unavailable>
  );
}

/** The prices that changed since the cart was last seen anywhere. */
const pricesBefore = (cart: {
  lines: readonly { sku: string; previousUnitPrice?: { amount: number } }[];
}): Record<string, number> =>
  Object.fromEntries(
    cart.lines.flatMap(({ sku, previousUnitPrice }) => (previousUnitPrice ? [[sku, previousUnitPrice.amount]] : [])),
  );
