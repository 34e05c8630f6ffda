import { seeOther } from '../../../server/forms.ts';
import { readPurchase } from '../../../shop/cookie-state.ts';

/** Return from the payment page to a shop with another host name: redirects to the order that was being paid. */
export const dynamic = 'force-dynamic';

export function GET(): Response {
  const purchase = readPurchase();
  return seeOther(purchase?.orderId ? `/orders/${purchase.orderId}` : '/cart');
}
