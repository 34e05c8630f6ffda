import type { Cart } from './cart.ts';
import { type Checkout, findCheckout } from './checkout.ts';
import { readPurchase } from './keepsakes.ts';
import { findOrder } from './orders.ts';

/** A purchase of this cart whose payment page was opened and is not paid yet. */
export interface OpenPurchase {
  orderId: string;
  orderNumber: string;
  payAt: string;
  /** How many of each sku its order holds for this shopper. */
  held: Readonly<Record<string, number>>;
}

const isOpen = (checkout: Checkout): checkout is Checkout & { payment: { redirectUrl: string } } =>
  checkout.status === 'awaiting_payment' && checkout.payment.redirectUrl !== undefined;

/** The open purchase of a cart, if there is one. */
export async function openPurchaseOf(cartId: string): Promise<OpenPurchase | undefined> {
  const purchase = readPurchase();
  if (!purchase?.checkoutId || !purchase.orderId || !purchase.token || purchase.cartId !== cartId) return undefined;
  const { checkoutId, orderId, token } = purchase;
  const [checkout, order] = await Promise.all([findCheckout(checkoutId, token), findOrder(orderId, token)]);
  if (!checkout || !('payment' in checkout) || !isOpen(checkout)) return undefined;
  const lines = order && 'lines' in order ? order.lines : [];
  return {
    orderId,
    orderNumber: checkout.orderNumber,
    payAt: checkout.payment.redirectUrl,
    held: Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity])),
  };
}

/** The cart as its shopper can buy it: what an order that is not paid yet holds is held for them, so it is not gone. */
export function withHeld(cart: Cart, open: OpenPurchase | undefined): Cart {
  if (!open) return cart;
  return {
    ...cart,
    lines: cart.lines.map(line => ({ ...line, available: line.available + (open.held[line.sku] ?? 0) })),
  };
}
