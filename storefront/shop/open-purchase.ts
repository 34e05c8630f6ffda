import type { Cart } from './cart.ts';
import { type Checkout, findCheckout } from './checkout.ts';
import { readPurchase } from './cookie-state.ts';
import { knownPaymentStatus } from './known-payment-status.ts';
import { findOrder } from './orders.ts';
import { ownProperty } from './own-property.ts';

/** A purchase of the cart whose payment page was opened and is not paid yet. */
export interface OpenPurchase {
  orderId: string;
  orderNumber: string;
  paymentUrl: string;
  /** The quantities that its order reserves, by SKU. */
  reserved: Readonly<Record<string, number>>;
}

/** Known to be unpaid: who may have paid is not sent to pay again. */
const isOpen = (checkout: Checkout): checkout is Checkout & { payment: { redirectUrl: string } } =>
  checkout.status === 'awaiting_payment' &&
  checkout.payment.redirectUrl !== undefined &&
  knownPaymentStatus(checkout.payment, Date.now()) === 'unpaid';

/** The open purchase of a cart; undefined where there is none. */
export async function findOpenPurchase(cartId: string): Promise<OpenPurchase | undefined> {
  const purchase = readPurchase();
  if (!purchase?.checkoutId || !purchase.orderId || !purchase.token || purchase.cartId !== cartId) return undefined;
  const { checkoutId, orderId, token } = purchase;
  const [checkout, order] = await Promise.all([findCheckout(checkoutId, token), findOrder(orderId, token)]);
  if (!checkout || !('payment' in checkout) || !isOpen(checkout)) return undefined;
  const lines = order && 'lines' in order ? order.lines : [];
  return {
    orderId,
    orderNumber: checkout.orderNumber,
    paymentUrl: checkout.payment.redirectUrl,
    reserved: Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity])),
  };
}

/** The cart with the shopper's own reservation counted as available. */
export function withReserved(cart: Cart, open: OpenPurchase | undefined): Cart {
  if (!open) return cart;
  return {
    ...cart,
    lines: cart.lines.map(line => ({
      ...line,
      available: line.available + (ownProperty(open.reserved, line.sku) ?? 0),
    })),
  };
}
