import { afterAll, beforeAll, expect } from '@jest/globals';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { inventoryHandlers } from '../../services/orders/events.ts';
import { recordFact } from '../../services/orders/store.ts';
import type { FactRecorder } from '../../services/orders/store-facts.ts';
import { newOrder } from '../../services/orders/testing/orders.ts';
import { type OrdersSuite, ordersSuite } from '../../services/orders/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, uuidOf } from '../examples.ts';
import type { Example } from '../matchers.ts';
import type { EventOf } from '../provider-tables.ts';

const { messageInteraction } = pactBetween('orders', 'inventory');
const consumer = createInventoryConsumer<FactRecorder>({ handlers: inventoryHandlers });

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

/** An event about the stock of an order, and its effect on the order. */
function hearsOfStock(
  type: EventOf<'inventory'>,
  orderId: string,
  payload: Record<string, Example>,
  entry: object,
): void {
  messageInteraction({ type, key: orderId, payload: { orderId, ...payload } }, async message => {
    await suite.checkout.placeOrder({ path: { orderId }, body: newOrder() });
    await suite.database.$transaction(tx =>
      consumer.dispatch(message, { record: (id, fact) => recordFact(tx, id, fact) }),
    );
    const response = await suite.checkout.getOrderForService({ path: { orderId } });
    expect(response).toMatchObject({
      status: 200,
      body: { timeline: expect.arrayContaining([expect.objectContaining(entry)]) },
    });
  });
}

const line = { sku: SKU, quantity: 2, location: 'east', available: 38, version: 8 };
hearsOfStock('StockAllocated', uuidOf(1), { lines: [line], allocatedAt: AT }, { type: 'stock_allocated', at: AT });

const shortages = [{ sku: SKU, requested: 2, available: 1 }];
hearsOfStock('AllocationFailed', uuidOf(2), { shortages }, { type: 'stock_missing', detail: `${SKU}: 1 of 2` });
