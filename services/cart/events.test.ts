import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createCartClient } from '../../generated/cart/client.ts';
import { catalogEvents, catalogTopics } from '../../generated/catalog/events.ts';
import { inventoryEvents, inventoryTopics } from '../../generated/inventory/events.ts';
import { ordersEvents, ordersTopics } from '../../generated/orders/events.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { TEST_PUBLIC_KEYS } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { publish, publishBroken } from '../platform/testing/publish.ts';
import { createTestRedis } from '../platform/testing/stores.ts';
import { consumeAll, type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { buildApp, buildConsumer } from './app.ts';
import { startTestUpstream, type TestUpstream } from './testing/upstream.ts';

const corner = createTestRedis();
let kafka: TestTopics;
let consumer: Worker;
let shop: TestUpstream;
let app: TestApp;
let client: ReturnType<typeof createCartClient>;

beforeAll(async () => {
  [kafka, shop] = await Promise.all([testTopics(catalogTopics, inventoryTopics, ordersTopics), startTestUpstream()]);
  const log = silentLog();
  const { catalog, inventory } = shop;
  const settings = {
    redis: corner.redis,
    log,
    identityUrl: 'http://127.0.0.1:1',
    publicKeys: TEST_PUBLIC_KEYS,
    unitLimits: { line: 50, order: 300 },
    checkResponses: true,
  };
  app = await startTestApp(buildApp({ ...settings, catalog, inventory }));
  client = createCartClient({ baseUrl: app.url });
  consumer = buildConsumer({ redis: corner.redis, kafka: kafka.connection, log });
  await consumer.start();
});
afterAll(async () => {
  await consumer.stop();
  await app.close();
  await Promise.all([shop.close(), corner.drop(), kafka.drop()]);
});

let sku: string;
beforeEach(() => {
  sku = newId();
  shop.sell(sku, 101, 40);
});

async function cartOf(quantity: number) {
  const answer = await client.createCart({ headers: {}, body: { lines: [{ sku, quantity }] } });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.id;
}

async function lineOf(cartId: string) {
  const answer = await client.getCart({ path: { cartId } });
  return answer.status === 200 ? answer.body.lines[0] : undefined;
}

const productUpdated = (version: number) =>
  catalogEvents.ProductUpdated(newId(), {
    id: newId(),
    slug: 'bananas',
    title: 'Bananas',
    status: 'active',
    category: { slug: 'fruit', name: 'Fruit' },
    images: [],
    tags: [],
    variants: [{ sku, title: 'Bananas', price: { amount: 1, currency: 'USD' } }],
    version,
    createdAt: '2026-11-22T10:00:00Z',
    updatedAt: '2026-11-22T10:00:00Z',
  });

const adjusted = (available: number, version: number) =>
  inventoryEvents.StockAdjusted(sku, { sku, location: 'east', delta: 1, reason: 'counted', available, version });

test('a changed product is requested again, however often its event arrives', async () => {
  const id = await cartOf(1);
  shop.sell(sku, 120, 40, { version: 2 });
  const event = productUpdated(2);
  await publish(kafka.connection, event, event);
  await until(async () => (await lineOf(id))?.unitPrice.amount === 120, { describe: 'the new price is shown' });
});

test('a response that was in flight when the product changed is not cached', async () => {
  const id = await cartOf(1);
  await publish(kafka.connection, productUpdated(2));
  await until(async () => (await corner.redis.get(`cart-offer:${sku}`)) === '2\n', {
    describe: 'the change was noted',
  });
  await lineOf(id); // catalog still says version 1
  expect(await corner.redis.get(`cart-offer:${sku}`)).toBe('2\n');
  shop.sell(sku, 130, 40, { version: 2 });
  expect((await lineOf(id))?.unitPrice.amount).toBe(130);
});

test('a deleted product is shown as gone', async () => {
  const id = await cartOf(1);
  shop.withdraw(sku);
  const event = catalogEvents.ProductDeleted(newId(), { id: newId(), slug: 'bananas', skus: [sku], version: 3 });
  await publish(kafka.connection, event, event);
  await until(async () => (await lineOf(id))?.purchasable === false, { describe: 'it cannot be bought' });
});

test('stock of an event is shown without a request, the newest version in any order of arrival', async () => {
  const id = await cartOf(1);
  const asked = shop.requests.inventory;
  const reservationId = newId();
  const lines = (available: number, version: number) => [{ sku, quantity: 1, available, version }];
  const events = [
    adjusted(30, 2),
    inventoryEvents.InventoryReserved(reservationId, {
      reservationId,
      lines: lines(29, 3),
      expiresAt: '2026-11-22T10:00:00Z',
    }),
    inventoryEvents.StockAllocated(reservationId, {
      orderId: reservationId,
      lines: [{ ...lines(28, 4)[0], sku, quantity: 1, available: 28, version: 4, location: 'east' }],
      allocatedAt: '2026-11-22T10:00:00Z',
    }),
    inventoryEvents.InventoryReleased(reservationId, { reservationId, reason: 'expired', lines: lines(27, 5) }),
  ];
  for (const [at, event] of events.entries()) {
    await publish(kafka.connection, event, event);
    await until(async () => (await lineOf(id))?.available === 30 - at, { describe: `${event.type} is shown` });
  }
  const stale = adjusted(99, 1);
  const newest = adjusted(26, 6);
  await publish(kafka.connection, stale, newest, stale);
  await until(async () => (await lineOf(id))?.available === 26, { describe: 'the newest is shown' });
  expect(shop.requests.inventory).toBe(asked);
});

test('a paid order ends its cart; delivered twice, or without a cart, it changes nothing', async () => {
  const paid = await cartOf(1);
  const other = await cartOf(1);
  const orderId = newId();
  const money = { amount: 101, currency: 'USD' };
  const order = {
    orderId,
    number: 'C-1',
    email: 'ada@example.com',
    total: money,
    subtotal: money,
    shipping: { amount: 0, currency: 'USD' },
    shippingAddress: {
      name: 'Ada Shopper',
      line1: '1 Analytical Way',
      city: 'London',
      postalCode: 'N1 9GU',
      country: 'GB',
    },
    shippingMethod: 'standard',
    lines: [{ sku, title: 'Bananas', quantity: 1, unitPrice: money }],
    paidAt: '2026-11-22T10:00:00Z',
  };
  const event = ordersEvents.OrderPaid(orderId, { ...order, cartId: paid });
  await publish(kafka.connection, ordersEvents.OrderPaid(newId(), order), event, event);
  await until(async () => (await client.getCart({ path: { cartId: paid } })).status === 404, {
    describe: 'the cart ended',
  });
  expect((await client.updateCart({ path: { cartId: paid }, body: { lines: [{ sku, quantity: 2 }] } })).status).toBe(
    404,
  );
  expect((await client.getCart({ path: { cartId: other } })).status).toBe(200);
});

test('an event that breaks its schema becomes a dead letter, and the next one is handled', async () => {
  const id = await cartOf(1);
  const event = adjusted(5, 9);
  await publishBroken(kafka.connection, event);
  await publish(kafka.connection, adjusted(7, 9));
  await until(async () => (await lineOf(id))?.available === 7, { describe: 'the next event is handled' });
  const dead = await consumeAll(kafka.connection, 'inventory.stock.v1.cart.dlq');
  expect(dead.map(({ id }) => id)).toEqual([event.id]);
});
