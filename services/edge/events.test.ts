import { describe, expect, test } from '@jest/globals';
import { publishBroken } from '../platform/testing/publish.ts';
import { until } from '../platform/testing/until.ts';
import { page } from './cache/testing/proxy.ts';
import { openStream } from './live/testing/stream.ts';
import { edgeForEach } from './testing/edge.ts';
import { cancelled, delivered, failed, orderId, reserved, updated } from './testing/events.ts';

const edge = edgeForEach();

describe('an event', () => {
  test.each([
    ['a changed product', 'product:bananas stock:9', () => updated('bananas')],
    ['a product that moved', 'product:plantains', () => updated('bananas', { previousSlug: 'plantains' })],
    ['a list of products', 'products', () => updated('bananas')],
    ['stock that was reserved', 'stock:1082185', () => reserved('1082185')],
    ['what was found', 'search', () => reserved('1082185')],
  ])('invalidates the pages of %s', async (_name, tags, event) => {
    edge.serve('old', tags);
    await edge.get('/a');
    expect(await edge.get('/a')).toMatchObject({ cache: 'HIT' });
    edge.serve('new', tags);
    await edge.publish(event());
    await until(async () => (await edge.get('/a')).text === page('new'), { describe: 'the page is new' });
  });

  test('of another tag leaves a stored page', async () => {
    edge.serve('old', 'product:apples stock:7');
    await edge.get('/a');
    await edge.publish(updated('bananas'), reserved('1082185'), cancelled());
    const { events } = await edge.subscribe('/live?tag=products&age=60000');
    await until(async () => events.length > 0, { describe: 'the events are received' });
    expect((await edge.get('/a')).cache).toBe('HIT');
  });

  test('is published to open pages after the purge', async () => {
    edge.serve('old', 'product:bananas');
    await edge.get('/a');
    const stream = await edge.subscribe('/live?tag=product:bananas&tag=stock:1');
    edge.serve('new', 'product:bananas');
    await edge.publish(updated('bananas'));
    await until(async () => stream.events.length > 0, { describe: 'the page is notified' });
    expect(stream.events[0]).toMatchObject({ event: 'changed', data: { tags: ['product:bananas'] } });
    expect((await edge.get('/a')).text).toBe(page('new'));
  });

  test('of an order is published to open pages of that order, without its content', async () => {
    const stream = await edge.subscribe(`/live?tag=order:${orderId}`);
    for (const event of [failed(), cancelled(), delivered()]) {
      const before = stream.events.length;
      await edge.publish(event);
      await until(async () => stream.events.length >= before + 1, { describe: `${event.type} is published` });
    }
    for (const { data } of stream.events) expect(data).toEqual({ tags: [`order:${orderId}`] });
  });

  test('that is invalid delays no other', async () => {
    const stream = await edge.subscribe('/live?tag=product:bananas');
    await publishBroken(edge.topics.connection, updated('bananas'));
    await edge.publish(updated('bananas'));
    await until(async () => stream.events.length > 0, { describe: 'the next one is published' });
  });

  test('reaches every edge', async () => {
    const other = await edge.start();
    try {
      const both = [
        await edge.subscribe('/live?tag=product:bananas'),
        await openStream(`${other.url}/live?tag=product:bananas`),
      ];
      edge.streams.push(...both);
      await edge.publish(updated('bananas'));
      await until(async () => both.every(({ events }) => events.length > 0), { describe: 'both receive it' });
    } finally {
      await other.stop();
    }
  });
});
