import { expect, test } from '@jest/globals';
import { frontForEach, shared } from './testing/front.ts';

const at = frontForEach();

test('counts what it does', async () => {
  at.count(shared);
  const { text } = await at.call('/a');
  await at.call('/a');
  await at.call('/a', { headers: { authorization: 'Bearer a' } });
  await at.origin.stop();
  await at.call('/b');
  const { total, fronts } = at.edge.statistics.report();
  expect(total).toMatchObject({ hits: 1, misses: 1, passes: 2, errors: 1, bytes: expect.any(Number) });
  expect(total.bytes).toBeGreaterThanOrEqual(3 * text.length);
  expect(fronts[0]?.minutes.at(-1)).toMatchObject({ at: expect.stringMatching(/:00\.000Z$/), hits: 1 });
});
