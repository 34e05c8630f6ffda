import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LOW_STOCK } from '../../look/low-stock.ts';
import { newestUpdates, statesOf, stockState } from './stock.ts';

const units = fc.array(fc.oneof(fc.constantFrom(0, LOW_STOCK, LOW_STOCK + 1), fc.nat({ max: 500 })), { minLength: 1 });

test('a filter lets through the products that its words say', () => {
  fc.assert(
    fc.property(units, available => {
      const state = stockState(available);
      const passes = (filter: 'in_stock' | 'low' | 'out_of_stock') => statesOf(filter).includes(state);
      expect(passes('in_stock')).toBe(available.some(one => one > 0));
      expect(passes('out_of_stock')).toBe(available.every(one => one === 0));
      expect(passes('low')).toBe(available.some(one => one <= LOW_STOCK));
    }),
    { seed: 5 },
  );
});

test('of updates of one sku the highest version counts, in whatever order they come', () => {
  const of = (sku: string, available: number, version: number) => ({ sku, available, version });
  expect(newestUpdates([of('a', 1, 2), of('b', 7, 1), of('a', 9, 1), of('a', 0, 3)])).toEqual([
    of('a', 0, 3),
    of('b', 7, 1),
  ]);
});
