import { createOrdersClient } from '../../generated/orders/client.ts';
import type { Order, TimelineEntry } from '../../generated/orders/types.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';

export type { Order, TimelineEntry };

/** An order, by its token; undefined for a wrong token or an unknown order. */
export async function findOrder(id: string, token: string): Promise<Order | undefined | ServiceUnavailable> {
  const options = { ...gateway(), headers: () => ({ 'x-order-token': token }) };
  const response = await orUnavailable(createOrdersClient(options).getOrder({ path: { orderId: id } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}
