import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { catalogEvents } from '../../generated/catalog/events.ts';
import { createEdgeClient } from '../../generated/edge/client.ts';
import { inventoryEvents } from '../../generated/inventory/events.ts';
import { ordersEvents } from '../../generated/orders/events.ts';
import { paymentsEvents } from '../../generated/payments/events.ts';
import { shippingEvents } from '../../generated/shipping/events.ts';
import { deadLetterMessage } from '../platform/dead-letters.ts';
import { newId } from '../platform/ids.ts';
import { type RunningService, startService } from '../platform/service.ts';
import { type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { publish, publishBroken } from '../platform/testing/publish.ts';
import { type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import { deadLetterTopics, ensureTopics } from '../platform/topics.ts';
import { createEdge, type Edge } from './edge.ts';
import { heardTopics } from './events.ts';
import { page, startOrigin, type TestOrigin } from './testing/edge.ts';
import { listenTo, type TestStream } from './testing/events.ts';

const log = silentLog();
let identity: TestIdentity;
let topics: TestTopics;
let origin: TestOrigin;
let edge: Edge;
let service: RunningService;
let streams: TestStream[];

const front = () => edge.fronts[0]?.url ?? '';

async function start(): Promise<{ edge: Edge; service: RunningService }> {
  const made = createEdge({
    ...{ log, kafka: topics.connection, identityUrl: identity.url, checkResponses: true, purgers: [], trustedProxies: [] },
    fronts: [{ name: 'shop', port: 0, routes: [{ prefix: '/', origin: origin.url, strip: false }] }],
    limit: 10_000_000,
    liveLimits: { perAddress: 3, total: 5 },
  });
  const running = await startService({
    name: 'edge',
    port: 0,
    log,
    app: made.app,
    workers: made.workers,
    close: made.close,
    graceMs: 2_000,
  });
  await until(async () => (await fetch(`${running.url}/health/ready`)).ok, { describe: 'events are heard of' });
  return { edge: made, service: running };
}

beforeAll(async () => {
  [identity, topics] = await Promise.all([testIdentity(), testTopics(heardTopics)]);
});
beforeEach(async () => {
  streams = [];
  origin = await startOrigin();
  ({ edge, service } = await start());
});
afterEach(async () => {
  for (const stream of streams) stream.close();
  await service.stop();
  await origin.stop();
});
afterAll(async () => {
  await identity.close();
  await topics.drop();
});

async function listen(path: string, headers: Record<string, string> = {}): Promise<TestStream> {
  const stream = await listenTo(`${service.url}${path}`, headers);
  streams.push(stream);
  return stream;
}

/** As an event may come: twice. */
const tell = (...events: EventRecord[]) => publish(topics.connection, ...events, ...events);

const get = async (path: string) => {
  const answer = await fetch(`${front()}${path}`);
  return { text: await answer.text(), cache: answer.headers.get('x-cache') };
};

function serve(word: string, tags: string): void {
  const headers = { 'content-type': 'text/html', 'cache-control': 'public, s-maxage=600', 'surrogate-key': tags };
  origin.answer = (_request, response) => response.writeHead(200, headers).end(page(word));
}

const productId = newId();
const orderId = newId();
const money = { amount: 101, currency: 'USD' };
const updated = (slug: string, more: { previousSlug?: string } = {}) =>
  catalogEvents.ProductUpdated(productId, {
    ...{
      id: productId,
      slug,
      title: 'Bananas',
      status: 'active',
      category: { slug: 'fruit', name: 'Fruit' },
      images: [],
      tags: [],
      version: 2,
    },
    ...{
      variants: [{ sku: '1082185', title: 'Bananas', price: money }],
      createdAt: '2026-11-22T10:00:02Z',
      updatedAt: '2026-11-22T10:00:02Z',
    },
    ...more,
  });
const reserved = (sku: string) =>
  inventoryEvents.InventoryReserved(sku, {
    ...{ reservationId: orderId, expiresAt: '2026-11-22T10:00:02Z', lines: [{ sku, quantity: 1, available: 4, version: 2 }] },
  });
const failed = () =>
  paymentsEvents.PaymentFailed(newId(), {
    paymentId: newId(),
    orderId,
    amount: money,
    reason: 'declined',
    failedAt: '2026-11-22T10:00:02Z',
  });
const cancelled = () =>
  ordersEvents.OrderCancelled(orderId, {
    orderId,
    number: 'C-1',
    reason: 'payment_failed',
    wasPaid: false,
    cancelledAt: '2026-11-22T10:00:02Z',
  });
const delivered = () =>
  shippingEvents.ShipmentDelivered(newId(), {
    ...{ shipmentId: newId(), orderId, orderNumber: 'C-1', carrier: 'local', trackingNumber: 'LC1', at: '2026-11-22T10:00:02Z' },
  });

describe('an event', () => {
  test.each([
    ['a changed product', 'product:bananas stock:9', () => updated('bananas')],
    ['a product that moved', 'product:plantains', () => updated('bananas', { previousSlug: 'plantains' })],
    ['a list of products', 'products', () => updated('bananas')],
    ['stock that was reserved', 'stock:1082185', () => reserved('1082185')],
    ['what was found', 'search', () => reserved('1082185')],
  ])('makes the pages of %s new', async (_name, tags, event) => {
    serve('old', tags);
    await get('/a');
    expect(await get('/a')).toMatchObject({ cache: 'HIT' });
    serve('new', tags);
    await tell(event());
    await until(async () => (await get('/a')).text === page('new'), { describe: 'the page is new' });
  });

  test('of something else leaves a page as it is', async () => {
    serve('old', 'product:apples stock:7');
    await get('/a');
    await tell(updated('bananas'), reserved('1082185'), cancelled());
    const { events } = await listen('/live?tag=products&age=10000');
    await until(async () => events.length > 0, { describe: 'the events were heard of' });
    expect((await get('/a')).cache).toBe('HIT');
  });

  test('is told to open pages after the purge', async () => {
    serve('old', 'product:bananas');
    await get('/a');
    const stream = await listen('/live?tag=product:bananas&tag=stock:1');
    serve('new', 'product:bananas');
    await tell(updated('bananas'));
    await until(async () => stream.events.length > 0, { describe: 'the page is told' });
    expect(stream.events[0]).toMatchObject({ event: 'changed', data: { tags: ['product:bananas'] } });
    expect((await get('/a')).text).toBe(page('new'));
  });

  test('of an order is told to whoever looks at it: that, never what', async () => {
    const stream = await listen(`/live?tag=order:${orderId}`);
    for (const event of [failed(), cancelled(), delivered()]) {
      const before = stream.events.length;
      await tell(event);
      await until(async () => stream.events.length >= before + 1, { describe: `${event.type} is told` });
    }
    for (const { data } of stream.events) expect(data).toEqual({ tags: [`order:${orderId}`] });
  });

  test('that nobody understands holds up no other', async () => {
    const stream = await listen('/live?tag=product:bananas');
    await publishBroken(topics.connection, updated('bananas'));
    await tell(updated('bananas'));
    await until(async () => stream.events.length > 0, { describe: 'the next one is told' });
  });

  test('is heard of by every edge', async () => {
    const other = await start();
    try {
      const both = [await listen('/live?tag=product:bananas'), await listenTo(`${other.service.url}/live?tag=product:bananas`)];
      streams.push(...both);
      await tell(updated('bananas'));
      await until(async () => both.every(({ events }) => events.length > 0), { describe: 'both are told' });
    } finally {
      await other.service.stop();
    }
  });
});

describe('a browser that connects', () => {
  test('again is told what it missed, once', async () => {
    const first = await listen('/live?tag=product:bananas');
    await until(async () => first.lastId !== '', { describe: 'it is connected' });
    first.close();
    const witness = await listen('/live?tag=product:bananas');
    await tell(updated('bananas'));
    await until(async () => witness.events.length > 0, { describe: 'it was told' });
    const again = await listen('/live?tag=product:bananas&tag=product:apples', { 'last-event-id': first.lastId });
    await until(async () => again.events.length > 0, { describe: 'what was missed is told' });
    expect(again.events[0]).toMatchObject({ data: { tags: ['product:bananas'] } });
    const third = await listen('/live?tag=product:apples', { 'last-event-id': first.lastId });
    await until(async () => third.lastId !== '', { describe: 'it is connected' });
    expect(third.events).toEqual([]);
  });

  test('after it was told by another edge is told that all may have changed', async () => {
    const stream = await listen('/live?tag=product:bananas&tag=stock:1', { 'last-event-id': 'another.7' });
    await until(async () => stream.events.length > 0, { describe: 'it is told' });
    expect(stream.events[0]).toMatchObject({ data: { tags: ['product:bananas', 'stock:1'] } });
  });

  test('hears what changed while its page was loaded', async () => {
    const witness = await listen('/live?tag=product:bananas');
    await tell(updated('bananas'));
    await until(async () => witness.events.length > 0, { describe: 'it was told' });
    const late = await listen('/live?tag=product:bananas&age=5000');
    await until(async () => late.events.length > 0, { describe: 'what changed meanwhile is told' });
    const fresh = await listen('/live?tag=product:bananas&age=0');
    await until(async () => fresh.lastId !== '', { describe: 'it is connected' });
    expect(fresh.events).toEqual([]);
  });

  test('too often from one address, or where all are too many, is told to come back later', async () => {
    const from = (address: string) => listen('/live?tag=products', { 'x-forwarded-for': address });
    for (const status of [200, 200, 200, 429]) expect((await from('203.0.113.7')).status).toBe(status);
    expect((await from('203.0.113.8')).status).toBe(200);
    streams[0]?.close();
    await until(async () => (await from('203.0.113.7')).status === 200, { describe: 'there is room again' });
    await from('203.0.113.9');
    expect((await from('203.0.113.10')).status).toBe(429);
  });

  test('for more tags than anybody needs is refused', async () => {
    const tags = Array.from({ length: 51 }, (_, index) => `tag=stock:${index}`).join('&');
    expect((await listen(`/live?${tags}`)).status).toBe(400);
    expect((await listen('/live?tag=a%20b')).status).toBe(400);
    expect((await listen('/live')).status).toBe(400);
  });

  test('is let go when the edge stops', async () => {
    const stream = await listen('/live?tag=products');
    await until(async () => stream.lastId !== '', { describe: 'it is connected' });
    await service.stop();
    await until(async () => stream.isOver, { describe: 'the stream ended, and was not cut off' });
  });
});

describe('staff', () => {
  const clerk = () => identity.headers({ kind: 'staff', roles: ['orders'] });
  const admin = () => createEdgeClient({ baseUrl: service.url, headers: () => identity.headers({ kind: 'staff', roles: ['admin'] }) });

  test('hear of everything that happens, and nobody else does', async () => {
    expect((await listen('/admin/live')).status).toBe(401);
    expect((await listen('/admin/live', await identity.headers({ kind: 'shopper', roles: ['shopper'] }))).status).toBe(403);
    const stream = await listen('/admin/live', await clerk());
    await tell(cancelled());
    await until(async () => stream.events.length > 0, { describe: 'it is told' });
    expect(stream.events[0]).toMatchObject({
      event: 'activity',
      data: {
        type: 'OrderCancelled',
        subject: orderId,
        at: expect.any(String),
        service: 'orders',
        summary: 'C-1 was cancelled: payment_failed',
      },
    });
  });

  test('see what the cache did, and make it forget', async () => {
    serve('old', 'product:bananas');
    await get('/a');
    await get('/a');
    const purge = { body: { tags: ['product:bananas'] } };
    expect(await admin().purgeTags(purge)).toMatchObject({ status: 200, body: { removed: 1 } });
    expect(await admin().purgeTags(purge)).toMatchObject({ status: 200, body: { removed: 0 } });
    serve('new', 'product:bananas');
    expect((await get('/a')).text).toBe(page('new'));
    expect(await admin().getEdgeStatistics()).toMatchObject({
      status: 200,
      body: {
        total: { hits: 1, misses: 2, purges: 1 },
        fronts: [{ name: 'shop', minutes: [{ hits: 1 }] }],
        stored: { answers: 1, listeners: 0 },
      },
    });
    const may = createEdgeClient({ baseUrl: service.url, headers: clerk });
    expect((await may.getEdgeStatistics()).status).toBe(200);
    expect((await may.purgeTags(purge)).status).toBe(403);
  });

  test('see how many events wait for a hand', async () => {
    expect(await admin().listDeadLetterCounts()).toMatchObject({ status: 200, body: { items: [] } });
    await ensureTopics(topics.connection, deadLetterTopics(['orders.order.v1'], 'shipping'));
    const producer = topics.connection.client.producer();
    await producer.connect();
    const failure = {
      error: 'no',
      attempts: 8,
      failedAt: '2026-11-22T10:00:02Z',
      topic: 'orders.order.v1',
      partition: 0,
      offset: '1',
      key: 'a',
    };
    const send = (offset: string) =>
      producer.send({
        topic: topics.connection.topic('orders.order.v1.shipping.dlq'),
        messages: [
          deadLetterMessage(
            { ...{ key: null, value: Buffer.from('{}'), timestamp: '0', attributes: 0, offset }, headers: {} },
            { ...failure, offset },
          ),
        ],
      });
    for (const offset of ['1', '2', '2']) await send(offset);
    await producer.disconnect();
    expect(await admin().listDeadLetterCounts()).toMatchObject({
      body: { items: [{ topic: 'orders.order.v1', group: 'shipping', count: 2 }] },
    });
  });
});
