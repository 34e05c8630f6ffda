import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createEdgeClient } from '../../generated/edge/client.ts';
import { deadLetterMessage } from '../platform/messaging/dead-letters.ts';
import { deadLetterTopics, ensureTopics } from '../platform/messaging/topics.ts';
import { until } from '../platform/testing/until.ts';
import { cancelled, changesMade, orderId } from './testing/changes.ts';
import { page } from './testing/edge.ts';
import type { TestStream } from './testing/events.ts';
import { runningForEach } from './testing/running.ts';

const at = runningForEach();

describe('staff', () => {
  const clerk = () => at.identity.headers({ kind: 'staff', roles: ['orders'] });
  const admin = () =>
    createEdgeClient({
      baseUrl: at.service.url,
      headers: () => at.identity.headers({ kind: 'staff', roles: ['admin'] }),
    });

  test('hear of everything that happens, and nobody else does', async () => {
    expect((await at.listen('/admin/live')).status).toBe(401);
    expect(
      (await at.listen('/admin/live', await at.identity.headers({ kind: 'shopper', roles: ['shopper'] }))).status,
    ).toBe(403);
    const stream = await at.listen('/admin/live', await clerk());
    await at.tell(cancelled());
    await until(async () => stream.events.length > 0, { describe: 'it is told' });
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

  test('who comes anew is told the newest of what happened before, the oldest first, and none of it again', async () => {
    const first = async (query: string, own: Record<string, string> = {}) => {
      const stream = await at.listen(`/admin/live${query}`, { ...(await clerk()), ...own });
      await until(async () => stream.lastId !== '', { describe: 'it is connected' });
      stream.close();
      const told = stream.events.map(({ event, data }) => [
        event,
        z.object({ summary: z.string() }).parse(data).summary,
      ]);
      return { told, lastId: stream.lastId };
    };
    await at.tell(cancelled('C-1'), cancelled('C-2'));
    const listening = await at.listen('/admin/live?age=60000', await clerk());
    await until(async () => listening.events.length === 4, { describe: 'both are heard of, each twice' });
    const { told: all } = await first('?recent=100');
    const summaries = listening.events.map(({ data }) => z.object({ summary: z.string() }).parse(data).summary);
    expect(all).toEqual(summaries.map(summary => ['earlier', summary]));
    const { told, lastId } = await first('?recent=3');
    expect(told).toEqual(all.slice(1));
    expect((await first('')).told).toEqual([]);
    expect((await first('?recent=3&age=60000')).told.map(([event]) => event)).toEqual(Array(4).fill('activity'));
    expect((await first('?recent=3', { 'last-event-id': lastId })).told).toEqual([]);
  });

  test('hear of the changes that they may see in the audit log and of no other, now and when they come back', async () => {
    const { account, product, payment } = changesMade();
    const changes = (stream: TestStream) =>
      stream.events.flatMap(({ event, data }) => (event === 'change' ? [data] : []));
    /** By their own, so that a browser can tell what it was told before. */
    const isTold = ({ events }: TestStream) => new Set(events.map(({ id }) => id)).size === events.length;
    const idsOf = (stream: TestStream) =>
      [...new Set(changes(stream).map(data => z.object({ id: z.string() }).parse(data).id))].sort();
    const listenAll = async (query = '', own: Record<string, string> = {}) => {
      const listen = async (role: string) =>
        at.listen(`/admin/live${query}`, { ...(await at.identity.headers({ kind: 'staff', roles: [role] })), ...own });
      return { admin: await listen('admin'), merchant: await listen('catalog'), clerk: await listen('orders') };
    };
    const hears = async ({ admin, merchant, clerk }: Awaited<ReturnType<typeof listenAll>>) => {
      // Everybody hears of the last, so that nothing is still under way.
      for (const stream of [admin, merchant, clerk])
        await until(async () => stream.events.at(-1)?.event === 'activity', { describe: 'all that happened was told' });
      expect([admin, merchant, clerk].map(isTold)).toEqual([true, true, true]);
      return [admin, merchant, clerk].map(idsOf);
    };
    const expected = [[account.id, product.id, payment.id].sort(), [product.id], [payment.id]];

    const early = await listenAll();
    await until(async () => early.admin.lastId !== '', { describe: 'it is connected' });
    const before = early.admin.lastId;
    await at.tell(account, product, payment);
    await until(async () => changes(early.admin).length === 6, { describe: 'all are heard of, each twice' });
    await at.tell(cancelled());
    expect(await hears(early)).toEqual(expected);
    expect(changes(early.clerk)[0]).toEqual({
      ...{ id: payment.id, at: '2026-11-22T10:00:02Z', resource: 'payments', resourceId: 'p1' },
      ...{
        parent: { resource: 'orders', resourceId: orderId },
        actor: { kind: 'staff', id: 'ada', email: 'ada@example.com' },
      },
    });

    const edge = createEdgeClient({ baseUrl: at.service.url, headers: clerk });
    const nobody = async () => {
      const answer = await edge.getEdgeStatistics();
      return answer.status === 200 && answer.body.stored.listeners === 0;
    };
    for (const stream of at.streams) stream.close();
    await until(nobody, { describe: 'nobody listens' });
    expect(await hears(await listenAll('', { 'last-event-id': before }))).toEqual(expected);
    for (const stream of at.streams) stream.close();
    await until(nobody, { describe: 'nobody listens' });
    expect(await hears(await listenAll('?age=60000'))).toEqual(expected);
  });

  test('see what the cache did, and make it forget', async () => {
    at.serve('old', 'product:bananas');
    await at.get('/a');
    await at.get('/a');
    const purge = { body: { tags: ['product:bananas'] } };
    expect(await admin().purgeTags(purge)).toMatchObject({ status: 200, body: { removed: 1 } });
    expect(await admin().purgeTags(purge)).toMatchObject({ status: 200, body: { removed: 0 } });
    at.serve('new', 'product:bananas');
    expect((await at.get('/a')).text).toBe(page('new'));
    expect(await admin().getEdgeStatistics()).toMatchObject({
      status: 200,
      body: {
        total: { hits: 1, misses: 2, purges: 1 },
        fronts: [{ name: 'shop', minutes: [{ hits: 1 }] }],
        stored: { answers: 1, listeners: 0 },
      },
    });
    const may = createEdgeClient({ baseUrl: at.service.url, headers: clerk });
    expect((await may.getEdgeStatistics()).status).toBe(200);
    expect((await may.purgeTags(purge)).status).toBe(403);
  });

  test('see how many events wait for a hand', async () => {
    expect(await admin().listDeadLetterCounts()).toMatchObject({ status: 200, body: { items: [] } });
    await ensureTopics(at.topics.connection, deadLetterTopics(['orders.order.v1'], 'shipping'));
    const producer = at.topics.connection.client.producer();
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
        topic: at.topics.connection.topic('orders.order.v1.shipping.dlq'),
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
