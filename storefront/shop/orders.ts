import { createOrdersClient } from '../../generated/orders/client.ts';
import type { Order, TimelineEntry } from '../../generated/orders/types.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';

export type { Order, TimelineEntry };

/** The id and the token of an order, by its number and e-mail address; undefined where there is none. */
export async function lookUpOrder(
  number: string,
  email: string,
): Promise<{ orderId: string; token: string } | undefined | ServiceUnavailable> {
  const response = await orUnavailable(createOrdersClient(gateway('orders')).lookUpOrder({ body: { number, email } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}

/** An order, by its token; undefined for a wrong token or an unknown order. */
export async function findOrder(id: string, token: string): Promise<Order | undefined | ServiceUnavailable> {
  const options = { ...gateway('orders'), headers: () => ({ 'x-order-token': token }) };
  const response = await orUnavailable(createOrdersClient(options).getOrder({ path: { orderId: id } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}
