import { randomUUID } from 'node:crypto';
import { cookie, noCookie, packed } from '../../../server/cookies.ts';
import { forged, isOurs, seeOther } from '../../../server/forms.ts';
import { publicUrl } from '../../../shop/about.ts';
import { readCart } from '../../../shop/cart.ts';
import {
  buy,
  type Checkout,
  digestOf,
  findCheckout,
  keyOf,
  type Outcome,
  pricesIn,
  requestOf,
} from '../../../shop/checkout.ts';
import { type Delivery, faultsOf, readDelivery } from '../../../shop/delivery.ts';
import { type Draft, type Purchase, readPurchase } from '../../../shop/keepsakes.ts';
import { currentVisit, readCookie } from '../../../shop/visit.ts';

const keepDraft = (draft: Draft): string => cookie('checkout', packed(draft), { days: 1, path: '/checkout' });
const keepPurchase = (purchase: Purchase): string => cookie('purchase', packed(purchase), { days: 2 });
/**
 * The same whether the browser has heard of it or not: when the answer to the first press is lost, the next one still
 * is the same purchase.
 */
const firstAttempt = (cartId: string): Purchase => ({ cartId, attempt: 'first' });
const newAttempt = (cartId: string): Purchase => ({ cartId, attempt: randomUUID() });

/**
 * On to the payment page, or to the order where nothing is left to pay. What opens the order stays with the browser.
 */
function goOn(checkout: Checkout, purchase: Purchase, values: Delivery): Response {
  const { id, orderId, orderNumber, orderToken, payment } = checkout;
  return seeOther(payment.redirectUrl ?? `/orders/${orderId}`, [
    cookie(`order-${orderId}`, `${orderToken}.${id}`, { days: 90, path: `/orders/${orderId}` }),
    keepPurchase({ ...purchase, checkoutId: id, orderId, orderNumber, token: orderToken }),
    keepDraft({ values, faults: {} }),
  ]);
}

/** Back to the form, with what is wrong. */
const goBack = (draft: Draft, cookies: readonly string[] = []): Response =>
  seeOther('/checkout', [keepDraft(draft), ...cookies]);

/** Whether an earlier press, of this tab or another, has bought this cart already. */
async function bought(purchase: Purchase | undefined): Promise<string | undefined> {
  if (!purchase?.checkoutId || !purchase.token) return undefined;
  const checkout = await findCheckout(purchase.checkoutId, purchase.token);
  return checkout && 'payment' in checkout && checkout.status === 'authorized' ? checkout.orderId : undefined;
}

/** What an attempt that came to nothing says in the form, and whether the next press is an attempt of its own. */
function afterwards(
  outcome: Exclude<Outcome, { came: 'order' | 'no_cart' }>,
  values: Delivery,
): { draft: Draft; isOver: boolean } {
  const faults: Draft['faults'] = {};
  switch (outcome.came) {
    case 'price_changed':
      return { draft: { values, faults, before: outcome.before }, isOver: true };
    case 'short':
    case 'gone':
      return { draft: { values, faults }, isOver: true };
    case 'declined':
    case 'expired':
      return { draft: { values, faults, problem: outcome.came }, isOver: true };
    case 'method':
      return {
        draft: { values: { ...values, method: '' }, faults: { method: 'Choose how we send it to this country.' } },
        isOver: false,
      };
    case 'address': {
      const field = /(email|phone|name|line1|line2|city|region|postalCode|country)$/.exec(outcome.path ?? '')?.[1];
      return {
        draft: field ? { values, faults: { [field]: 'Please check this.' } } : { values, faults, problem: 'refused' },
        isOver: false,
      };
    }
    default:
      return { draft: { values, faults, problem: outcome.came }, isOver: false };
  }
}

/** Pay was pressed: once or twice, in one tab or two, it is one purchase of the cart as it was shown. */
export async function POST(request: Request): Promise<Response> {
  if (!isOurs(request)) return forged();
  const form = await request.formData();
  const values = readDelivery(form);
  const faults = faultsOf(values);
  const shown = String(form.get('shown') ?? '');
  const known = readPurchase();
  const cart = await readCart(readCookie('cart'));
  if (cart && 'status' in cart) return goBack({ values, faults: {}, problem: 'down' });
  const purchase = known && known.cartId === cart?.id ? known : firstAttempt(cart?.id ?? '');
  const paid = await bought(known && (!cart || known.cartId === cart.id) ? known : undefined);
  if (paid !== undefined) return seeOther(`/orders/${paid}`);
  if (!cart || cart.lines.length === 0) return seeOther('/checkout');
  if (Object.keys(faults).length > 0) return goBack({ values, faults }, [keepPurchase(purchase)]);
  if (digestOf(cart) !== shown)
    return goBack({ values, faults: {}, before: pricesIn(shown) }, [keepPurchase(purchase)]);

  const { origin } = currentVisit();
  const wanted = requestOf(cart.id, values, origin === publicUrl() ? undefined : `${origin}/checkout/return`);
  const outcome = await buyOnce(purchase, shown, wanted);
  if (outcome.came === 'order') return goOn(outcome.checkout, outcome.purchase, values);
  if (outcome.came === 'no_cart')
    return seeOther(purchase.orderId ? `/orders/${purchase.orderId}` : '/checkout', [noCookie('cart-count')]);
  const { draft, isOver } = afterwards(outcome, values);
  return goBack(draft, [keepPurchase(isOver ? newAttempt(cart.id) : outcome.purchase)]);
}

/**
 * Buys under the attempt's key. What an earlier press bought is taken as it is now: paid, or still to be paid; what ran
 * out starts another attempt.
 */
async function buyOnce(
  purchase: Purchase,
  shown: string,
  wanted: ReturnType<typeof requestOf>,
): Promise<Outcome & { purchase: Purchase }> {
  const attempt = async (as: Purchase) => ({ ...(await buy(keyOf(as.attempt, shown, wanted), wanted)), purchase: as });
  const outcome = await attempt(purchase);
  if (outcome.came !== 'order' || !outcome.isReplay) return outcome;
  const now = await findCheckout(outcome.checkout.id, outcome.checkout.orderToken);
  if (!now || !('payment' in now)) return outcome;
  return now.status === 'cancelled' ? attempt(newAttempt(purchase.cartId)) : { ...outcome, checkout: now };
}
