import { forged, isOurs, seeOther } from '../../../../server/forms.ts';
import { giveUp } from '../../../../shop/checkout.ts';
import { readOrderKey } from '../../../../shop/keepsakes.ts';

/** The shopper gives up an order that is not paid; back to its page, which tells what became of it. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  if (!isOurs(request)) return forged();
  const { id } = await params;
  const key = readOrderKey(id);
  const given = key?.checkoutId === undefined ? 'cancelled' : await giveUp(key.checkoutId, key.token);
  return seeOther(given === 'cancelled' || given === 'paid' ? `/orders/${id}` : `/orders/${id}?told=not-cancelled`);
}
