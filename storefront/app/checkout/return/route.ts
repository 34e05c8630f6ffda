import { seeOther } from '../../../server/forms.ts';
import { readPurchase } from '../../../shop/keepsakes.ts';

/**
 * Back from the payment page, for whoever reached the shop under another of its names: on to the order that was being
 * paid.
 */
export const dynamic = 'force-dynamic';

export function GET(): Response {
  const purchase = readPurchase();
  return seeOther(purchase?.orderId ? `/orders/${purchase.orderId}` : '/cart');
}
