import { expect, test } from '@jest/globals';
import { cacheForEach, shared } from './testing/cache.ts';

const cache = cacheForEach();

test('hits, misses, passes, errors and bytes are counted', async () => {
  cache.respondWithCount(shared);
  const { text } = await cache.fetch('/a');
  await cache.fetch('/a');
  await cache.fetch('/a', { headers: { authorization: 'Bearer a' } });
  await cache.origin.stop();
  await cache.fetch('/b');
  const { total, fronts } = cache.proxy.statistics.report();
  expect(total).toMatchObject({ hits: 1, misses: 1, passes: 2, errors: 1, bytes: expect.any(Number) });
  expect(total.bytes).toBeGreaterThanOrEqual(3 * text.length);
  // The next minute may begin in between.
  const minutes = fronts[0]?.minutes ?? [];
  for (const { at } of minutes) expect(at).toMatch(/:00\.000Z$/);
  expect(minutes.map(({ hits }) => hits).filter(hits => hits > 0)).toEqual([1]);
});
