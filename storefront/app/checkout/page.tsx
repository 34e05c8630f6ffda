import type { Metadata } from 'next';
import { CheckoutForm } from '../../client/checkout-form.tsx';
import { messages } from '../../messages/messages.ts';
import { CheckoutNotice } from '../../parts/checkout-notice.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OpenPayment } from '../../parts/open-payment.tsx';
import { cartReassurance, Unavailable } from '../../parts/unavailable.tsx';
import { clearCartCount } from '../../server/cookies.ts';
import { readAccount } from '../../shop/account.ts';
import { canBuyLine, cartTags, readCart } from '../../shop/cart.ts';
import { cartDigest } from '../../shop/checkout.ts';
import { readDraft } from '../../shop/cookie-state.ts';
import { countries } from '../../shop/countries.ts';
import { type Delivery, emptyDelivery } from '../../shop/delivery.ts';
import type { ServiceUnavailable } from '../../shop/gateway.ts';
import { findOpenPurchase, withReserved } from '../../shop/open-purchase.ts';
import { readCookie } from '../../shop/request-context.ts';
import { shippingMethods } from '../../shop/shipping.ts';

export const generateMetadata = (): Metadata => ({
  title: messages().checkout.title,
  robots: { index: false },
});

export default async function CheckoutPage() {
  const cart = await readCart(readCookie('cart'));
  const words = messages().checkout;
  if (cart && 'status' in cart) return <CheckoutUnavailable down={cart} />;
  if (!cart || cart.lines.length === 0) {
    clearCartCount();
    return (
      <Empty title={words.empty} actions={[{ name: messages().shop.lookAround, path: '/categories' }]}>
        <p>{words.emptyText}</p>
      </Empty>
    );
  }
  const draft = readDraft();
  const values = draft?.values ?? (await knownDelivery());
  const methods = await shippingMethods(values.country || emptyDelivery.country);
  if ('status' in methods) return <CheckoutUnavailable down={methods} />;
  const open = await findOpenPurchase(cart.id);
  const available = withReserved(cart, open);
  const before = { ...pricesBefore(cart), ...draft?.before };
  return (
    <div className="mx-auto max-w-xl">
      <h1 className="mb-6 text-3xl">{words.title}</h1>
      <OpenPayment open={open} where="checkout" />
      <CheckoutNotice
        cart={available}
        problem={draft?.problem}
        before={before}
        hasFaults={Object.keys(draft?.faults ?? {}).length > 0}
      />
      <CheckoutForm
        cart={cart}
        shown={cartDigest(cart)}
        values={values}
        faults={draft?.faults ?? {}}
        countries={countries()}
        methods={methods}
        before={before}
        isReady={available.lines.every(canBuyLine)}
        now={new Date().toISOString()}
        tags={cartTags(cart)}
        words={words.form}
      />
    </div>
  );
}

/** What is known of whoever is signed in. */
async function knownDelivery(): Promise<Delivery> {
  const account = await readAccount();
  return account && 'email' in account ? { ...emptyDelivery, email: account.email, name: account.name } : emptyDelivery;
}

function CheckoutUnavailable({ down }: { down: ServiceUnavailable }) {
  return (
    <Unavailable down={down} what="checkout" retry="/checkout">
      {cartReassurance(messages().checkout)}
    </Unavailable>
  );
}

/** The prices that changed since the cart was last read. */
const pricesBefore = (cart: {
  lines: readonly { sku: string; previousUnitPrice?: { amount: number } }[];
}): Record<string, number> =>
  Object.fromEntries(
    cart.lines.flatMap(({ sku, previousUnitPrice }) => (previousUnitPrice ? [[sku, previousUnitPrice.amount]] : [])),
  );
