import { crossSiteResponse, isSameOrigin, seeOther } from '../../../../server/forms.ts';
import { cancelCheckout } from '../../../../shop/checkout.ts';
import { readOrderToken } from '../../../../shop/cookie-state.ts';

/** Cancels an order that is not paid; redirects to its page, which shows the result. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const { id } = await params;
  const key = readOrderToken(id);
  const result = key?.checkoutId === undefined ? 'cancelled' : await cancelCheckout(key.checkoutId, key.token);
  return seeOther(result === 'cancelled' || result === 'paid' ? `/orders/${id}` : `/orders/${id}?notice=not-cancelled`);
}
