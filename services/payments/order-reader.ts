import type { KeyObject } from 'node:crypto';
import { createOrdersClient } from '../../generated/orders/client.ts';
import type { Order } from '../../generated/orders/types.ts';
import { outgoing } from '../platform/http/outgoing.ts';

/** The lines and shipping of an order; undefined if there is no such order. */
export type ReadOrder = (orderId: string) => Promise<Pick<Order, 'lines' | 'totals'> | undefined>;

/** Reads orders from the orders service. Throws ProblemError 503 when orders is unavailable. */
export function orderReader({ url, key }: { url: string; key: KeyObject }): ReadOrder {
  const calling = outgoing({ caller: 'payments', target: 'Orders', key, timeoutMs: 5_000 });
  const client = createOrdersClient({ baseUrl: url, ...calling });
  return async orderId => {
    const answer = await client.getOrderForService({ path: { orderId } });
    return answer.status === 200 ? answer.body : undefined;
  };
}
