import { expect, test } from '@jest/globals';
import { createUsage, observeCalls, observeEvents } from './usage.ts';

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

test('in sampled responses it records which fields are read, in others none', () => {
  const draws = [0.01, 0.99, 0.02];
  const usage = createUsage(0.05, () => draws.shift() ?? 1);
  const read = () => usage.observe(used, { number: 'C-1', note: 'x' }).number;
  expect([read(), read(), read()]).toEqual(['C-1', 'C-1', 'C-1']);
  expect(usage.take()).toEqual([{ ...used, count: 3, fields: [{ pointer: '/number', count: 2 }] }]);
});

test('keys that are data are not recorded', () => {
  const usage = createUsage(1, () => 0);
  const prices = usage.observe(used, { bySku: { '4711-a': { amount: 1 } } }).bySku;
  expect(prices['4711-a'].amount).toBe(1);
  expect(usage.take()[0]?.fields).toEqual([{ pointer: '/bySku', count: 1 }]);
});

test('holds at most so many uses, and fields of one', () => {
  const usage = createUsage(1, () => 0);
  for (let each = 0; each < 2_500; each += 1) usage.count({ ...used, consumer: `c${each}` });
  const wide = Object.fromEntries(Array.from({ length: 700 }, (_, each) => [`f${each}`, 1]));
  expect(Object.values(usage.observe({ ...used, consumer: 'c0' }, wide)).length).toBe(700);
  const taken = usage.take();
  expect([taken.length, taken[0]?.count, taken[0]?.fields.length]).toEqual([2_000, 2, 500]);
});

test('clients and consumers of a process that measures nothing are as they were', () => {
  expect(observeCalls('cart', 'orders', undefined)).toEqual({});
  expect(observeEvents('cart', undefined)).toBeUndefined();
});

test('calls are counted under the caller, events under the group', () => {
  const usage = createUsage(0);
  observeCalls('cart', 'catalog', usage).observe?.('GET /products', {});
  observeEvents('search', usage)?.('catalog')('ProductUpdated', {});
  expect(usage.take().map(({ kind, name, operation, consumer }) => [kind, name, operation, consumer])).toEqual([
    ['openapi', 'catalog', 'GET /products', 'cart'],
    ['asyncapi', 'catalog', 'ProductUpdated', 'search'],
  ]);
});
