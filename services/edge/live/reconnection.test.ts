import { describe, expect, test } from '@jest/globals';
import { publish } from '../../platform/testing/publish.ts';
import { until } from '../../platform/testing/until.ts';
import { edgeForEach } from '../testing/edge.ts';
import { updated } from '../testing/events.ts';

const edge = edgeForEach();

describe('a browser that connects', () => {
  test('again receives what it missed, once', async () => {
    const first = await edge.subscribe('/live?tag=product:bananas');
    await until(async () => first.lastId !== '', { describe: 'it is connected' });
    first.close();
    const witness = await edge.subscribe('/live?tag=product:bananas');
    await edge.publish(updated('bananas'));
    await until(async () => witness.events.length > 0, { describe: 'it is published' });
    const again = await edge.subscribe('/live?tag=product:bananas&tag=product:apples', {
      'last-event-id': first.lastId,
    });
    await until(async () => again.events.length > 0, { describe: 'what was missed is received' });
    expect(again.events[0]).toMatchObject({ data: { tags: ['product:bananas'] } });
    const third = await edge.subscribe('/live?tag=product:apples', { 'last-event-id': first.lastId });
    await until(async () => third.lastId !== '', { describe: 'it is connected' });
    expect(third.events).toEqual([]);
  });

  test('at another edge is notified that all its tags changed', async () => {
    const stream = await edge.subscribe('/live?tag=product:bananas&tag=stock:1', { 'last-event-id': 'another.7' });
    await until(async () => stream.events.length > 0, { describe: 'it is received' });
    expect(stream.events[0]).toMatchObject({ data: { tags: ['product:bananas', 'stock:1'] } });
  });

  test('receives what changed while its page was loaded', async () => {
    const witness = await edge.subscribe('/live?tag=product:bananas');
    // Once: what a second event changes again would still be in flight.
    await publish(edge.topics.connection, updated('bananas'));
    await until(async () => witness.events.length > 0, { describe: 'it is published' });
    const late = await edge.subscribe('/live?tag=product:bananas&age=60000');
    await until(async () => late.events.length > 0, { describe: 'what changed meanwhile is received' });
    const fresh = await edge.subscribe('/live?tag=product:bananas&age=0');
    await until(async () => fresh.lastId !== '', { describe: 'it is connected' });
    expect(fresh.events).toEqual([]);
  });

  test('too often from one address, or with too many in total, gets 429', async () => {
    const from = (address: string) => edge.subscribe('/live?tag=products', { 'x-forwarded-for': address });
    for (const status of [200, 200, 200, 429]) expect((await from('203.0.113.7')).status).toBe(status);
    expect((await from('203.0.113.8')).status).toBe(200);
    edge.streams[0]?.close();
    await until(async () => (await from('203.0.113.7')).status === 200, { describe: 'there is room again' });
    await from('203.0.113.9');
    expect((await from('203.0.113.10')).status).toBe(429);
  });

  test('for more tags than anybody needs is refused', async () => {
    const tags = Array.from({ length: 51 }, (_, index) => `tag=stock:${index}`).join('&');
    expect((await edge.subscribe(`/live?${tags}`)).status).toBe(400);
    expect((await edge.subscribe('/live?tag=a%20b')).status).toBe(400);
    expect((await edge.subscribe('/live')).status).toBe(400);
  });

  test('is disconnected cleanly when the edge stops', async () => {
    const stream = await edge.subscribe('/live?tag=products');
    await until(async () => stream.lastId !== '', { describe: 'it is connected' });
    await edge.service.stop();
    await until(async () => stream.isEnded, { describe: 'the stream ended without an error' });
  });
});
