import { setCookie } from '../../../server/cookies.ts';
import { crossSiteResponse, isSameOrigin, seeOther } from '../../../server/forms.ts';
import { lookUpOrder } from '../../../shop/orders.ts';

/** Opens an order by its number and e-mail address: its token becomes a cookie, as with the link of a message. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return crossSiteResponse();
  const form = await request.formData();
  const text = (name: string, most: number) =>
    String(form.get(name) ?? '')
      .trim()
      .slice(0, most);
  const number = text('number', 40);
  const email = text('email', 254);
  const found = number === '' || email.length < 3 ? undefined : await lookUpOrder(number, email);
  if (!found) return seeOther('/orders?problem=none');
  if ('status' in found) return seeOther('/orders?problem=down');
  const { orderId, token } = found;
  return seeOther(`/orders/${orderId}`, [
    setCookie(`order-${orderId}`, token, { days: 90, path: `/orders/${orderId}` }),
  ]);
}
