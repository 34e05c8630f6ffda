import { createOrdersClient } from '../../generated/orders/client.ts';
import type { Order, OrderPage, TimelineEntry } from '../../generated/orders/types.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';
import { hasSession, sessionHeaders } from './session.ts';

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

const asShopper = () => createOrdersClient({ ...gateway('orders'), ...sessionHeaders() });

/** An order of whoever is signed in; undefined for an order of somebody else, and when nobody is. */
export async function findOwnOrder(id: string): Promise<Order | undefined | ServiceUnavailable> {
  if (!hasSession()) return undefined;
  const response = await orUnavailable(asShopper().getOrder({ path: { orderId: id } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}

/** A page of the orders of whoever is signed in, newest first; undefined when nobody is. */
export async function listOwnOrders(cursor: string | undefined): Promise<OrderPage | undefined | ServiceUnavailable> {
  if (!hasSession()) return undefined;
  const query = { limit: 20, ...(cursor !== undefined && { cursor }) };
  const response = await orUnavailable(asShopper().listMyOrders({ query }));
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
