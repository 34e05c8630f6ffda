import { randomUUID } from 'node:crypto';
import { messages } from '../../../messages/messages.ts';
import { removeCookie, setCookie } from '../../../server/cookies.ts';
import { crossSiteResponse, isSameOrigin, seeOther } from '../../../server/forms.ts';
import { publicUrl } from '../../../shop/about.ts';
import { readCart } from '../../../shop/cart.ts';
import {
  type Checkout,
  type CheckoutOutcome,
  cartDigest,
  checkoutRequest,
  findCheckout,
  idempotencyKeyOf,
  pricesInDigest,
  submitCheckout,
} from '../../../shop/checkout.ts';
import { type Draft, type Purchase, readPurchase } from '../../../shop/cookie-state.ts';
import { type Delivery, readDelivery } from '../../../shop/delivery.ts';
import { validateDelivery } from '../../../shop/delivery-faults.ts';
import { currentContext, readCookie } from '../../../shop/request-context.ts';

const draftCookie = (draft: Draft): string =>
  setCookie('checkout', JSON.stringify(draft), { days: 1, path: '/checkout' });
const purchaseCookie = (purchase: Purchase): string => setCookie('purchase', JSON.stringify(purchase), { days: 2 });
/** The same on every first press: when its response is lost, the next press still is the same purchase. */
const firstAttempt = (cartId: string): Purchase => ({ cartId, attempt: 'first' });
const newAttempt = (cartId: string): Purchase => ({ cartId, attempt: randomUUID() });

/** Redirects to the payment page, or to the order where nothing is left to pay. The order's token becomes a cookie. */
function redirectToPayment(checkout: Checkout, purchase: Purchase, values: Delivery): Response {
  const { id, orderId, orderNumber, orderToken, payment } = checkout;
  return seeOther(payment.redirectUrl ?? `/orders/${orderId}`, [
    setCookie(`order-${orderId}`, `${orderToken}.${id}`, { days: 90, path: `/orders/${orderId}` }),
    purchaseCookie({ ...purchase, checkoutId: id, orderId, orderNumber, token: orderToken }),
    draftCookie({ values, faults: {} }),
  ]);
}

/** Redirects to the form, with the errors. */
const redirectToForm = (draft: Draft, cookies: readonly string[] = []): Response =>
  seeOther('/checkout', [draftCookie(draft), ...cookies]);

/** The order of a cart that an earlier press, in this tab or another, has bought. */
async function paidOrderOf(purchase: Purchase | undefined): Promise<string | undefined> {
  if (!purchase?.checkoutId || !purchase.token) return undefined;
  const checkout = await findCheckout(purchase.checkoutId, purchase.token);
  return checkout && 'payment' in checkout && checkout.status === 'authorized' ? checkout.orderId : undefined;
}

/** The form after a failed attempt, and whether the next press is a new attempt. */
function formAfter(
  outcome: Exclude<CheckoutOutcome, { kind: 'order' | 'no_cart' }>,
  values: Delivery,
): { draft: Draft; isEnded: boolean } {
  const faults: Draft['faults'] = {};
  const words = messages().checkout.faults;
  switch (outcome.kind) {
    case 'price_changed':
      return { draft: { values, faults, before: outcome.before }, isEnded: true };
    case 'gone':
      return { draft: { values, faults }, isEnded: true };
    case 'short':
    case 'unpaid_orders':
    case 'declined':
    case 'expired':
      return { draft: { values, faults, problem: outcome.kind }, isEnded: true };
    case 'method':
      return {
        draft: { values: { ...values, method: '' }, faults: { method: words.method } },
        isEnded: false,
      };
    case 'address': {
      const field = /(email|phone|name|line1|line2|city|region|postalCode|country)$/.exec(outcome.path ?? '')?.[1];
      return {
        draft: field ? { values, faults: { [field]: words.check } } : { values, faults, problem: 'refused' },
        isEnded: false,
      };
    }
    default:
      return { draft: { values, faults, problem: outcome.kind }, isEnded: false };
  }
}

/** Handles Pay: once or twice, in one tab or two, it is one purchase of the cart as it was shown. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const form = await request.formData();
  const values = readDelivery(form);
  const faults = validateDelivery(values);
  const shown = String(form.get('shown') ?? '');
  const known = readPurchase();
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) return redirectToForm({ values, faults: {}, problem: 'down' });
  const purchase = known && known.cartId === cart?.id ? known : firstAttempt(cart?.id ?? '');
  const paid = await paidOrderOf(known && (!cart || known.cartId === cart.id) ? known : undefined);
  if (paid !== undefined) return seeOther(`/orders/${paid}`);
  if (!cart || cart.lines.length === 0) return seeOther('/checkout');
  if (Object.keys(faults).length > 0) return redirectToForm({ values, faults }, [purchaseCookie(purchase)]);
  if (cartDigest(cart) !== shown)
    return redirectToForm({ values, faults: {}, before: pricesInDigest(shown) }, [purchaseCookie(purchase)]);

  const { origin } = currentContext();
  const wanted = checkoutRequest(cart.id, values, origin === publicUrl() ? undefined : `${origin}/checkout/return`);
  const outcome = await submitOnce(purchase, shown, wanted);
  if (outcome.kind === 'order') return redirectToPayment(outcome.checkout, outcome.purchase, values);
  if (outcome.kind === 'no_cart')
    return seeOther(purchase.orderId ? `/orders/${purchase.orderId}` : '/checkout', [removeCookie('cart-count')]);
  const { draft, isEnded } = formAfter(outcome, values);
  return redirectToForm(draft, [purchaseCookie(isEnded ? newAttempt(cart.id) : outcome.purchase)]);
}

/**
 * Checks out with the attempt's key. The checkout of an earlier press is read again; an expired one starts a new
 * attempt.
 */
async function submitOnce(
  purchase: Purchase,
  shown: string,
  wanted: ReturnType<typeof checkoutRequest>,
): Promise<CheckoutOutcome & { purchase: Purchase }> {
  const attempt = async (as: Purchase) => ({
    ...(await submitCheckout(idempotencyKeyOf(as.attempt, shown, wanted), wanted)),
    purchase: as,
  });
  const outcome = await attempt(purchase);
  if (outcome.kind !== 'order' || !outcome.isReplay) return outcome;
  const now = await findCheckout(outcome.checkout.id, outcome.checkout.orderToken);
  if (!now || !('payment' in now)) return outcome;
  return now.status === 'cancelled' ? attempt(newAttempt(purchase.cartId)) : { ...outcome, checkout: now };
}
