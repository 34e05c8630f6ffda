import { z } from 'zod';
import type { Fact } from '../../services/orders/order.ts';
import { recordFact } from '../../services/orders/store.ts';
import { newOrder } from '../../services/orders/testing/orders.ts';
import type { OrdersSuite } from '../../services/orders/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { AT } from '../examples.ts';
import { SHOPPER_ID } from '../provider.ts';
import { state, stateOf } from '../state.ts';

/** An order with every field, placed as checkout does. */
export async function placeOrder({ checkout }: OrdersSuite, orderId: string, shopperId?: string): Promise<void> {
  const response = await checkout.placeOrder({
    path: { orderId },
    body: newOrder({ cartId: newId(), phone: '+442079460000', ...(shopperId !== undefined && { shopperId }) }),
  });
  if (response.status !== 200) throw new Error(JSON.stringify(response.body));
}

/** Records a fact about an order in a transaction, as the consumers of orders do. */
export async function commitFact({ database }: OrdersSuite, orderId: string, fact: Fact): Promise<void> {
  await database.$transaction(tx => recordFact(tx, orderId, fact));
}

export const authorized: Fact = { id: 'authorized:1', kind: 'authorized', at: AT };

const parcel = { id: newId(), carrier: 'local', trackingNumber: 'LC123456785' };
const shipped: Fact = { id: 'shipped:1', kind: 'shipped', at: AT, parcel };

/** The provider states of orders. */
export function ordersStates(suite: OrdersSuite) {
  return {
    'an order is placed': stateOf({ orderId: z.string() }, ({ orderId }) => placeOrder(suite, orderId)),
    'the shopper has an order': stateOf({ orderId: z.string() }, ({ orderId }) =>
      placeOrder(suite, orderId, SHOPPER_ID),
    ),
    'an order has a number': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await placeOrder(suite, orderId);
      const found = await suite.checkout.getOrderForService({ path: { orderId } });
      if (found.status !== 200) throw new Error(found.body.title);
      return { number: found.body.number };
    }),
    'an order is paid': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await placeOrder(suite, orderId);
      await commitFact(suite, orderId, authorized);
    }),
    'an order is shipped': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await placeOrder(suite, orderId);
      await commitFact(suite, orderId, authorized);
      await commitFact(suite, orderId, shipped);
    }),
    'an order is tagged': stateOf({ orderId: z.string(), tag: z.string() }, async ({ orderId, tag }) => {
      await placeOrder(suite, orderId);
      const { status } = await suite.staff('orders').changeOrderTags({ body: { orderIds: [orderId], add: [tag] } });
      if (status !== 200) throw new Error(`${status}`);
    }),
    'a customer has an order': state(async () => {
      await placeOrder(suite, newId());
      const response = await suite.staff('orders').listCustomers({ query: { q: 'ada@example.com' } });
      const customerId = response.status === 200 ? response.body.items[0]?.id : undefined;
      if (customerId === undefined) throw new Error('there is no such customer');
      return { customerId };
    }),
  };
}
