import { afterAll, beforeAll, expect } from '@jest/globals';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { orderHandlers } from '../../services/inventory/events.ts';
import { orderInbox } from '../../services/inventory/order-inbox.ts';
import { type Inventory, startInventory, stockUp } from '../../services/inventory/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { pactBetween } from '../consumer.ts';
import { orderCancelled, orderPaid, SKU, uuidOf } from '../examples.ts';

const { messageInteraction } = pactBetween('inventory', 'orders');
const consumer = createOrdersConsumer({ handlers: orderHandlers });
const lines = [{ sku: SKU, quantity: 2 }];

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
  await stockUp(inventory, { [`${SKU}@east`]: 10 });
});
afterAll(() => inventory.close());

const handle = (message: Parameters<typeof consumer.dispatch>[0]) =>
  orderInbox(inventory.database)({ consumer: 'inventory', id: newId() }, orders => consumer.dispatch(message, orders));

async function statusOf(reservationId: string): Promise<string> {
  const response = await inventory.service.getReservation({ path: { reservationId } });
  return response.status === 200 ? response.body.status : response.body.title;
}

messageInteraction({ type: 'OrderPaid', key: orderPaid.orderId, payload: orderPaid }, async message => {
  const reservationId = orderPaid.orderId;
  await inventory.service.reserveStock({ path: { reservationId }, body: { lines, expiresInSeconds: 600 } });
  await handle(message);
  expect(await statusOf(reservationId)).toBe('sold');
});

const cancelled = { ...orderCancelled, orderId: uuidOf(2) };
messageInteraction({ type: 'OrderCancelled', key: cancelled.orderId, payload: cancelled }, async message => {
  const reservationId = cancelled.orderId;
  await inventory.service.reserveStock({ path: { reservationId }, body: { lines, expiresInSeconds: 600 } });
  await handle(message);
  expect(await statusOf(reservationId)).toBe('released');
});
