import { afterEach, expect, test } from '@jest/globals';
import { flakyKafka } from '../platform/testing/flaky-kafka.ts';
import { until } from '../platform/testing/until.ts';
import { page } from './cache/testing/proxy.ts';
import { edgeForEach } from './testing/edge.ts';
import { updated } from './testing/events.ts';

const network = flakyKafka();
const edge = edgeForEach({ client: network.client });

afterEach(() => network.restore());

const lasting = 'public, s-maxage=600, stale-while-revalidate=600';
const brief = 'public, s-maxage=1, stale-while-revalidate=600';

test('changes during an outage of Kafka are purged and published after it', async () => {
  const stream = await edge.subscribe('/live?tag=product:bananas');
  edge.serve('old', 'product:bananas', lasting);
  for (const path of ['/a', '/b']) await edge.get(path);
  network.disconnect();
  await edge.publish(updated('bananas'));
  edge.serve('new', 'product:bananas', lasting);
  expect(await edge.get('/a')).toEqual({ text: page('old'), cache: 'HIT' });
  network.restore();
  await until(() => stream.events.length > 0, { describe: 'the open page is notified' });
  for (const path of ['/a', '/b']) expect((await edge.get(path)).text).toBe(page('new'));
  expect(stream.events[0]).toMatchObject({ event: 'changed', data: { tags: ['product:bananas'] } });
});

test('stale responses are not sent during an outage of Kafka, and are sent again after it', async () => {
  edge.serve('old', 'product:bananas', brief);
  await edge.get('/a');
  await until(async () => (await edge.get('/a')).cache === 'STALE', {
    describe: 'stale responses are sent while they are revalidated',
  });
  const stream = await edge.subscribe('/live?tag=product:bananas');
  network.disconnect();
  await until(async () => (await edge.get('/a')).cache === 'MISS', { describe: 'it is fetched before it is sent' });
  await edge.publish(updated('bananas'));
  network.restore();
  await until(() => stream.events.length > 0, { describe: 'the open page is notified' });
  await until(async () => (await edge.get('/a')).cache === 'STALE', {
    describe: 'stale responses are sent again',
  });
});
