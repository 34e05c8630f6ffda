import { afterAll, beforeAll, expect } from '@jest/globals';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { paymentHandlers } from '../../services/inventory/events.ts';
import { orderInbox } from '../../services/inventory/order-inbox.ts';
import { type Inventory, startInventory } from '../../services/inventory/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { pactBetween } from '../consumer.ts';
import { AT, usd, uuidOf } from '../examples.ts';
import { allocate, hold } from '../states/inventory.ts';

const { messageInteraction } = pactBetween('inventory', 'payments');

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const sku = '1082185';
const orderId = uuidOf(31);
const payload = {
  paymentId: uuidOf(7),
  orderId,
  refundId: uuidOf(8),
  amount: usd(202),
  refundedTotal: usd(202),
  whole: false,
  reason: 'Spoiled.',
  lines: [{ sku, quantity: 2 }],
  restockAt: 'east',
  issuedAt: AT,
};

messageInteraction({ type: 'RefundIssued', key: orderId, payload }, async message => {
  await hold(inventory, orderId, sku);
  await allocate(inventory, orderId, sku);
  const consumer = createPaymentsConsumer({ handlers: paymentHandlers });
  await orderInbox(inventory.database)({ consumer: 'inventory', id: newId() }, orders =>
    consumer.dispatch(message, orders),
  );
  const level = await inventory.database.level.findUnique({ where: { sku_location: { sku, location: 'east' } } });
  expect(level?.onHand).toBe(2);
});
