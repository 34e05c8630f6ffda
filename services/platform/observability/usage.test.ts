import { expect, test } from '@jest/globals';
import { createUsage } from '../../../contracts/codegen/runtime/usage-counter.ts';
import { consumerVersion, observeCalls, observeEvents, observeFields } from './usage.ts';

test('clients and consumers of a process that measures nothing are as they were', () => {
  expect(observeCalls('cart', 'orders', undefined)).toEqual({});
  expect(observeEvents('cart', undefined)).toBeUndefined();
  expect(observeFields('storefront', undefined)).toBeUndefined();
});

test('calls are counted under the caller, events under the group', () => {
  const usage = createUsage(0);
  observeCalls('cart', 'catalog', usage).observe?.('GET /products', {});
  observeEvents('search', usage)?.('catalog')('ProductUpdated', {});
  expect(
    usage.take().map(({ kind, name, operation, consumer, count }) => [kind, name, operation, consumer, count]),
  ).toEqual([
    ['openapi', 'catalog', 'GET /products', 'cart', 1],
    ['asyncapi', 'catalog', 'ProductUpdated', 'search', 1],
  ]);
});

test('of an app the fields alone are measured: the gateway counts its calls', () => {
  const usage = createUsage(1);
  const body = { items: [{ slug: 'tea', note: 'x' }] };
  const read = observeFields('storefront', usage)?.('catalog', 'GET /products', body);
  expect(read).toEqual(body);
  expect(usage.take()).toEqual([
    {
      kind: 'openapi',
      name: 'catalog',
      operation: 'GET /products',
      consumer: 'storefront',
      version: consumerVersion,
      count: 0,
      samples: 1,
      fields: expect.arrayContaining([{ pointer: '/items', count: 1 }]),
    },
  ]);
});
