import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createEdgeClient } from '../../../generated/edge/client.ts';
import { deadLetterMessage } from '../../platform/messaging/dead-letters.ts';
import { deadLetterTopics, ensureTopics } from '../../platform/messaging/topics.ts';
import { until } from '../../platform/testing/until.ts';
import { page } from '../cache/testing/proxy.ts';
import { edgeForEach } from '../testing/edge.ts';
import { cancelled, changesMade, orderId } from '../testing/events.ts';
import type { TestStream } from './testing/stream.ts';

const edge = edgeForEach();

describe('staff', () => {
  const clerk = () => edge.identity.headers({ kind: 'staff', roles: ['orders'] });
  const admin = () =>
    createEdgeClient({
      baseUrl: edge.service.url,
      headers: () => edge.identity.headers({ kind: 'staff', roles: ['admin'] }),
    });

  test('receive every activity, and nobody else does', async () => {
    expect((await edge.subscribe('/admin/live')).status).toBe(401);
    expect(
      (await edge.subscribe('/admin/live', await edge.identity.headers({ kind: 'shopper', roles: ['shopper'] })))
        .status,
    ).toBe(403);
    const stream = await edge.subscribe('/admin/live', await clerk());
    await edge.publish(cancelled());
    await until(async () => stream.events.length > 0, { describe: 'it is received' });
    expect(stream.events[0]).toMatchObject({
      event: 'activity',
      data: {
        type: 'OrderCancelled',
        subject: orderId,
        at: expect.any(String),
        service: 'orders',
        summary: 'C-1 was cancelled: payment failed',
      },
    });
  });

  test('new subscribers receive the newest earlier activities, the oldest first, each once', async () => {
    const first = async (query: string, own: Record<string, string> = {}) => {
      const stream = await edge.subscribe(`/admin/live${query}`, { ...(await clerk()), ...own });
      await until(async () => stream.lastId !== '', { describe: 'it is connected' });
      stream.close();
      const received = stream.events.map(({ event, data }) => [
        event,
        z.object({ summary: z.string() }).parse(data).summary,
      ]);
      return { received, lastId: stream.lastId };
    };
    await edge.publish(cancelled('C-1'), cancelled('C-2'));
    const live = await edge.subscribe('/admin/live?age=60000', await clerk());
    await until(async () => live.events.length === 4, { describe: 'both are received, each twice' });
    const { received: all } = await first('?recent=100');
    const summaries = live.events.map(({ data }) => z.object({ summary: z.string() }).parse(data).summary);
    expect(all).toEqual(summaries.map(summary => ['earlier', summary]));
    const { received, lastId } = await first('?recent=3');
    expect(received).toEqual(all.slice(1));
    expect((await first('')).received).toEqual([]);
    expect((await first('?recent=3&age=60000')).received.map(([event]) => event)).toEqual(Array(4).fill('activity'));
    expect((await first('?recent=3', { 'last-event-id': lastId })).received).toEqual([]);
  });

  test('receive the changes that they may see in the audit log alone, also after a reconnection', async () => {
    const { account, product, payment } = changesMade();
    const changes = (stream: TestStream) =>
      stream.events.flatMap(({ event, data }) => (event === 'change' ? [data] : []));
    /** A browser recognises duplicates by the event id. */
    const hasUniqueIds = ({ events }: TestStream) => new Set(events.map(({ id }) => id)).size === events.length;
    const idsOf = (stream: TestStream) =>
      [...new Set(changes(stream).map(data => z.object({ id: z.string() }).parse(data).id))].sort();
    const subscribeAll = async (query = '', own: Record<string, string> = {}) => {
      const subscribe = async (role: string) =>
        edge.subscribe(`/admin/live${query}`, {
          ...(await edge.identity.headers({ kind: 'staff', roles: [role] })),
          ...own,
        });
      return {
        admin: await subscribe('admin'),
        merchant: await subscribe('catalog'),
        clerk: await subscribe('orders'),
      };
    };
    const receivedIds = async ({ admin, merchant, clerk }: Awaited<ReturnType<typeof subscribeAll>>) => {
      // Everybody receives the last event, so that none is in flight.
      for (const stream of [admin, merchant, clerk])
        await until(async () => stream.events.at(-1)?.event === 'activity', {
          describe: 'the last activity is received',
        });
      expect([admin, merchant, clerk].map(hasUniqueIds)).toEqual([true, true, true]);
      return [admin, merchant, clerk].map(idsOf);
    };
    const expected = [[account.id, product.id, payment.id].sort(), [product.id], [payment.id]];

    const early = await subscribeAll();
    await until(async () => early.admin.lastId !== '', { describe: 'it is connected' });
    const before = early.admin.lastId;
    await edge.publish(account, product, payment);
    await until(async () => changes(early.admin).length === 6, { describe: 'all are received, each twice' });
    await edge.publish(cancelled());
    expect(await receivedIds(early)).toEqual(expected);
    expect(changes(early.clerk)[0]).toEqual({
      id: payment.id,
      at: '2026-11-22T10:00:02Z',
      resource: 'payments',
      resourceId: 'p1',
      parent: { resource: 'orders', resourceId: orderId },
      actor: { kind: 'staff', id: 'ada', email: 'ada@example.com' },
    });

    const client = createEdgeClient({ baseUrl: edge.service.url, headers: clerk });
    const hasNoSubscribers = async () => {
      const response = await client.getEdgeStatistics();
      return response.status === 200 && response.body.stored.listeners === 0;
    };
    for (const stream of edge.streams) stream.close();
    await until(hasNoSubscribers, { describe: 'nobody is subscribed' });
    expect(await receivedIds(await subscribeAll('', { 'last-event-id': before }))).toEqual(expected);
    for (const stream of edge.streams) stream.close();
    await until(hasNoSubscribers, { describe: 'nobody is subscribed' });
    expect(await receivedIds(await subscribeAll('?age=60000'))).toEqual(expected);
  });

  test('see the statistics of the cache, and purge it', async () => {
    edge.serve('old', 'product:bananas');
    await edge.get('/a');
    await edge.get('/a');
    const purge = { body: { tags: ['product:bananas'] } };
    expect(await admin().purgeTags(purge)).toMatchObject({ status: 200, body: { removed: 1 } });
    expect(await admin().purgeTags(purge)).toMatchObject({ status: 200, body: { removed: 0 } });
    expect(await admin().purgeTags({ body: { tags: ['constructor'] } })).toMatchObject({ status: 200 });
    edge.serve('new', 'product:bananas');
    expect((await edge.get('/a')).text).toBe(page('new'));
    const statistics = await admin().getEdgeStatistics();
    expect(statistics).toMatchObject({
      status: 200,
      body: {
        total: { hits: 1, misses: 2, purges: 1 },
        fronts: [{ name: 'shop' }],
        stored: { answers: 1, listeners: 0 },
      },
    });
    // The next minute may begin in between.
    const minutes = statistics.status === 200 ? statistics.body.fronts.flatMap(front => front.minutes) : [];
    expect(minutes.map(({ hits }) => hits).filter(hits => hits > 0)).toEqual([1]);
    const may = createEdgeClient({ baseUrl: edge.service.url, headers: clerk });
    expect((await may.getEdgeStatistics()).status).toBe(200);
    expect((await may.purgeTags(purge)).status).toBe(403);
  });

  test('see the number of dead letters', async () => {
    expect(await admin().listDeadLetterCounts()).toMatchObject({ status: 200, body: { items: [] } });
    await ensureTopics(edge.topics.connection, deadLetterTopics(['orders.order.v1'], 'shipping'));
    const producer = edge.topics.connection.client.producer();
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
        topic: edge.topics.connection.topic('orders.order.v1.shipping.dlq'),
        messages: [
          deadLetterMessage(
            { key: null, value: Buffer.from('{}'), timestamp: '0', attributes: 0, offset, headers: {} },
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
