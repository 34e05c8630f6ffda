import { expect, test } from '@jest/globals';
import { lowItems } from './low-stock.ts';

test('an item is low by its units of all locations together, and counts once', () => {
  const levels = [
    { sku: 'a', available: 2 },
    { sku: 'a', available: 3 },
    { sku: 'b', available: 0 },
    { sku: 'b', available: 60 },
    { sku: 'c', available: 0 },
  ];
  expect(lowItems(levels)).toEqual(['a', 'c']);
});
