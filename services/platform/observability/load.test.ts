import { expect, test } from '@jest/globals';
import { createLoad } from './load.ts';

test('the load is that of the last minute', () => {
  let now = 0;
  const load = createLoad(() => now);
  expect(load.read()).toEqual({ requests: 0, failed: 0, p95Ms: null, consumed: 0, published: 0 });
  for (let ms = 1; ms <= 100; ms += 1) load.request(ms, ms > 97 ? 503 : 200);
  load.consumed(2);
  now = 30_000;
  load.request(400, 200);
  load.published(3);
  expect(load.read()).toEqual({ requests: 101, failed: 3, p95Ms: 96, consumed: 2, published: 3 });
  now = 60_000;
  expect(load.read()).toEqual({ requests: 1, failed: 0, p95Ms: 400, consumed: 0, published: 3 });
  now = 90_000;
  expect(load.read()).toEqual({ requests: 0, failed: 0, p95Ms: null, consumed: 0, published: 0 });
});
