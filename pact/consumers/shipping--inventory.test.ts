import { afterAll, beforeAll, expect } from '@jest/globals';
import { type ShippingSuite, shippingSuite } from '../../services/shipping/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, orderId, SKU } from '../examples.ts';

const { messageInteraction } = pactBetween('shipping', 'inventory');

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());

const lines = [{ sku: SKU, quantity: 2, location: 'east', available: 38, version: 8 }];
messageInteraction(
  { type: 'StockAllocated', key: orderId, payload: { orderId, lines, allocatedAt: AT } },
  async message => {
    const order = suite.order(orderId);
    await order.paid();
    await suite.receive(message);
    await suite.work();
    expect(await order.parcel()).toMatchObject({
      status: 'created',
      lines: [{ sku: SKU, quantity: 2, location: 'east' }],
    });
  },
);
