import { afterEach, expect, test } from '@jest/globals';
import { flakyKafka } from '../platform/testing/flaky-kafka.ts';
import { until } from '../platform/testing/until.ts';
import { updated } from './testing/changes.ts';
import { page } from './testing/edge.ts';
import { runningForEach } from './testing/running.ts';

const network = flakyKafka();
const at = runningForEach({ client: network.client });

afterEach(() => network.restore());

const lasting = 'public, s-maxage=600, stale-while-revalidate=600';
const brief = 'public, s-maxage=1, stale-while-revalidate=600';

test('what changed while Kafka was away is new, and told, when it is back', async () => {
  const stream = await at.listen('/live?tag=product:bananas');
  at.serve('old', 'product:bananas', lasting);
  for (const path of ['/a', '/b']) await at.get(path);
  network.disconnect();
  await at.tell(updated('bananas'));
  at.serve('new', 'product:bananas', lasting);
  expect(await at.get('/a')).toEqual({ text: page('old'), cache: 'HIT' });
  network.restore();
  await until(() => stream.events.length > 0, { describe: 'the open page is told' });
  for (const path of ['/a', '/b']) expect((await at.get(path)).text).toBe(page('new'));
  expect(stream.events[0]).toMatchObject({ event: 'changed', data: { tags: ['product:bananas'] } });
});

test('while Kafka is away, nothing is given that is older than it said it could be; when it is back, all is as before', async () => {
  at.serve('old', 'product:bananas', brief);
  await at.get('/a');
  await until(async () => (await at.get('/a')).cache === 'STALE', {
    describe: 'old answers are given while new ones are fetched',
  });
  const stream = await at.listen('/live?tag=product:bananas');
  network.disconnect();
  await until(async () => (await at.get('/a')).cache === 'MISS', { describe: 'it is asked for before it is given' });
  await at.tell(updated('bananas'));
  network.restore();
  await until(() => stream.events.length > 0, { describe: 'the open page is told' });
  await until(async () => (await at.get('/a')).cache === 'STALE', {
    describe: 'old answers are given again while new ones are fetched',
  });
});
