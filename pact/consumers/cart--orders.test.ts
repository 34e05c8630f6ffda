import { afterAll, expect } from '@jest/globals';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { ordersEvents } from '../../services/cart/events.ts';
import { createStore } from '../../services/cart/store.ts';
import { createTestRedis } from '../../services/platform/testing/stores.ts';
import { pactBetween } from '../consumer.ts';
import { orderPaid, usd, uuidOf } from '../examples.ts';

const { messageInteraction } = pactBetween('cart', 'orders');
const { redis, drop } = createTestRedis();
afterAll(drop);
const store = createStore(redis);

const cartId = uuidOf(2);
const paid = { ...orderPaid, cartId };

messageInteraction({ type: 'OrderPaid', key: paid.orderId, payload: paid }, async message => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  await store.create({ id: cartId, lines: [], subtotal: usd(0), expiresAt });
  await createOrdersConsumer({ handlers: ordersEvents }).dispatch(message, store);
  expect(await store.read(cartId)).toBeUndefined();
});
