import { expect, test } from '@jest/globals';
import { pactGrid } from './pact-grid.ts';

const pact = (consumer: string, provider: string, result: 'success' | 'failed' | 'unknown') => ({
  consumer,
  provider,
  result,
  consumerVersions: ['1'],
  interactions: 2,
});

test('pacts are a table of consumers and providers; of several versions the worst counts', () => {
  const grid = pactGrid([
    pact('storefront', 'orders', 'success'),
    pact('storefront', 'orders', 'failed'),
    pact('admin', 'cart', 'unknown'),
    pact('admin', 'orders', 'success'),
  ]);
  expect([grid.consumers, grid.providers]).toEqual([
    ['admin', 'storefront'],
    ['cart', 'orders'],
  ]);
  expect(grid.cell('storefront', 'orders')?.result).toBe('failed');
  expect(grid.cell('storefront', 'cart')).toBeUndefined();
  expect(grid.summary).toBe('3 pacts: 1 kept, 1 broken, 1 not verified.');
});
