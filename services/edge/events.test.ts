import { describe, expect, test } from '@jest/globals';
import { publishBroken } from '../platform/testing/publish.ts';
import { until } from '../platform/testing/until.ts';
import { cancelled, delivered, failed, orderId, reserved, updated } from './testing/changes.ts';
import { page } from './testing/edge.ts';
import { listenTo } from './testing/events.ts';
import { runningForEach } from './testing/running.ts';

const at = runningForEach();

describe('an event', () => {
  test.each([
    ['a changed product', 'product:bananas stock:9', () => updated('bananas')],
    ['a product that moved', 'product:plantains', () => updated('bananas', { previousSlug: 'plantains' })],
    ['a list of products', 'products', () => updated('bananas')],
    ['stock that was reserved', 'stock:1082185', () => reserved('1082185')],
    ['what was found', 'search', () => reserved('1082185')],
  ])('makes the pages of %s new', async (_name, tags, event) => {
    at.serve('old', tags);
    await at.get('/a');
    expect(await at.get('/a')).toMatchObject({ cache: 'HIT' });
    at.serve('new', tags);
    await at.tell(event());
    await until(async () => (await at.get('/a')).text === page('new'), { describe: 'the page is new' });
  });

  test('of something else leaves a page as it is', async () => {
    at.serve('old', 'product:apples stock:7');
    await at.get('/a');
    await at.tell(updated('bananas'), reserved('1082185'), cancelled());
    const { events } = await at.listen('/live?tag=products&age=10000');
    await until(async () => events.length > 0, { describe: 'the events were heard of' });
    expect((await at.get('/a')).cache).toBe('HIT');
  });

  test('is told to open pages after the purge', async () => {
    at.serve('old', 'product:bananas');
    await at.get('/a');
    const stream = await at.listen('/live?tag=product:bananas&tag=stock:1');
    at.serve('new', 'product:bananas');
    await at.tell(updated('bananas'));
    await until(async () => stream.events.length > 0, { describe: 'the page is told' });
    expect(stream.events[0]).toMatchObject({ event: 'changed', data: { tags: ['product:bananas'] } });
    expect((await at.get('/a')).text).toBe(page('new'));
  });

  test('of an order is told to whoever looks at it: that, never what', async () => {
    const stream = await at.listen(`/live?tag=order:${orderId}`);
    for (const event of [failed(), cancelled(), delivered()]) {
      const before = stream.events.length;
      await at.tell(event);
      await until(async () => stream.events.length >= before + 1, { describe: `${event.type} is told` });
    }
    for (const { data } of stream.events) expect(data).toEqual({ tags: [`order:${orderId}`] });
  });

  test('that nobody understands holds up no other', async () => {
    const stream = await at.listen('/live?tag=product:bananas');
    await publishBroken(at.topics.connection, updated('bananas'));
    await at.tell(updated('bananas'));
    await until(async () => stream.events.length > 0, { describe: 'the next one is told' });
  });

  test('is heard of by every edge', async () => {
    const other = await at.start();
    try {
      const both = [
        await at.listen('/live?tag=product:bananas'),
        await listenTo(`${other.url}/live?tag=product:bananas`),
      ];
      at.streams.push(...both);
      await at.tell(updated('bananas'));
      await until(async () => both.every(({ events }) => events.length > 0), { describe: 'both are told' });
    } finally {
      await other.stop();
    }
  });
});
