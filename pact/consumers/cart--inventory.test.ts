import { afterAll, expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { inventoryEvents } from '../../services/cart/events.ts';
import { createStore } from '../../services/cart/store.ts';
import { createUpstream } from '../../services/cart/upstream.ts';
import { createTestRedis } from '../../services/platform/testing/stores.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, uuidOf } from '../examples.ts';

const { httpInteraction, messageInteraction } = pactBetween('cart', 'inventory');
const { redis, drop } = createTestRedis();
afterAll(drop);
const store = createStore(redis);

httpInteraction(
  'how many there are',
  {
    given: { state: 'there is stock', params: { sku: SKU, onHand: 40 } },
    request: { method: 'POST', path: '/internal/inventory/availability', body: { skus: [SKU] } },
    response: { status: 200, body: { items: [{ sku: SKU, available: 40 }] } },
  },
  async baseUrl => {
    const catalog = { lookUpVariants: async () => ({ status: 200 as const, body: { items: [] }, headers: {} }) };
    const { stock } = await createUpstream({
      store,
      catalog,
      inventory: createInventoryClient({ baseUrl }),
    }).fetchForChange([SKU]);
    expect([...stock]).toEqual([[SKU, 40]]);
  },
);

const consumer = createInventoryConsumer({ handlers: inventoryEvents });
const reservationId = uuidOf(1);
const line = { quantity: 2, available: 38, version: 8 };
const stockOf = async (sku: string) => (await store.readCached([sku])).stock.get(sku);

messageInteraction(
  {
    type: 'InventoryReserved',
    key: reservationId,
    payload: { reservationId, lines: [{ sku: 'RESERVED', ...line }], expiresAt: AT },
  },
  async message => {
    await consumer.dispatch(message, store);
    expect(await stockOf('RESERVED')).toBe(38);
  },
);

messageInteraction(
  {
    type: 'InventoryReleased',
    key: reservationId,
    payload: { reservationId, reason: 'released', lines: [{ sku: 'RELEASED', ...line }] },
  },
  async message => {
    await consumer.dispatch(message, store);
    expect(await stockOf('RELEASED')).toBe(38);
  },
);

messageInteraction(
  {
    type: 'StockAdjusted',
    key: 'ADJUSTED',
    payload: { sku: 'ADJUSTED', location: 'east', delta: 5, reason: 'counted', available: 45, version: 9 },
  },
  async message => {
    await consumer.dispatch(message, store);
    expect(await stockOf('ADJUSTED')).toBe(45);
  },
);

messageInteraction(
  {
    type: 'StockAllocated',
    key: reservationId,
    payload: { orderId: reservationId, lines: [{ sku: 'ALLOCATED', location: 'east', ...line }], allocatedAt: AT },
  },
  async message => {
    await consumer.dispatch(message, store);
    expect(await stockOf('ALLOCATED')).toBe(38);
  },
);
