import { createOrdersClient } from '../../generated/orders/client.ts';
import type { Order, TimelineEntry } from '../../generated/orders/types.ts';
import { asked, type Down, gateway } from './gateway.ts';

export type { Order, TimelineEntry };

/** An order, for whoever holds its token; undefined for anybody else. */
export async function findOrder(id: string, token: string): Promise<Order | undefined | Down> {
  const options = { ...gateway(), headers: () => ({ 'x-order-token': token }) };
  const answer = await asked(createOrdersClient(options).getOrder({ path: { orderId: id } }));
  if (answer.status === 200) return answer.body;
  return answer.status === 503 ? answer : undefined;
}
