import { expect, test } from '@jest/globals';
import { createUsage, observeSample } from './usage-counter.ts';

const used = { kind: 'openapi', name: 'orders', operation: 'GET /orders/{orderId}', consumer: 'cart' } as const;

test('counts by operation and consumer, and begins anew', () => {
  const usage = createUsage(0);
  for (const consumer of ['cart', 'search', 'cart']) usage.count({ ...used, consumer });
  expect(usage.take().map(({ consumer, count }) => [consumer, count])).toEqual([
    ['cart', 2],
    ['search', 1],
  ]);
  expect(usage.take()).toEqual([]);
});

test('in sampled answers it records which fields are read, in others none', () => {
  const draws = [0.01, 0.99, 0.02];
  const usage = createUsage(0.05, () => draws.shift() ?? 1);
  const read = () => observeSample(usage, used, { number: 'C-1', note: 'x' }).number;
  expect([read(), read(), read()]).toEqual(['C-1', 'C-1', 'C-1']);
  expect(usage.take()).toEqual([{ ...used, count: 0, samples: 2, fields: [{ pointer: '/number', count: 2 }] }]);
});

test('a field that is read again of the same answer counts once', () => {
  const usage = createUsage(1);
  const report = usage.sample(used);
  for (const pointer of ['/number', '/note', '/number']) report?.(pointer);
  expect(usage.take()[0]?.fields).toEqual([
    { pointer: '/number', count: 1 },
    { pointer: '/note', count: 1 },
  ]);
});

test('an answer without a body, or one that nobody can watch, is no sample', () => {
  const usage = createUsage(1);
  for (const body of [undefined, null, 'text', new Uint8Array(1), new Blob(['lines']).stream()])
    expect(observeSample(usage, used, body)).toBe(body);
  expect(usage.take()).toEqual([]);
});

test('keys that are data are not recorded', () => {
  const usage = createUsage(1);
  const prices = observeSample(usage, used, { bySku: { '4711-a': { amount: 1 } } }).bySku;
  expect(prices['4711-a'].amount).toBe(1);
  expect(usage.take()[0]?.fields).toEqual([{ pointer: '/bySku', count: 1 }]);
});

test('holds at most so many uses, and fields of one', () => {
  const usage = createUsage(1);
  for (let each = 0; each < 2_500; each += 1) usage.count({ ...used, consumer: `c${each}` });
  const wide = Object.fromEntries(Array.from({ length: 700 }, (_, each) => [`f${each}`, 1]));
  expect(Object.values(observeSample(usage, { ...used, consumer: 'c0' }, wide)).length).toBe(700);
  const taken = usage.take();
  expect([taken.length, taken[0]?.count, taken[0]?.fields.length]).toEqual([2_000, 1, 500]);
});
