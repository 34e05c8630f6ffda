import { expect, test } from '@jest/globals';
import { multiply, parseMinorUnits, sum } from './money.ts';

test.each([
  ['3', 300],
  ['3.50', 350],
  ['3,50', 350],
  [' 0.1 ', 10],
  ['', undefined],
  ['-1', undefined],
  ['three', undefined],
  ['Infinity', undefined],
])('%j typed is %j', (typed, minor) => {
  expect(parseMinorUnits(typed, 'USD')).toBe(minor);
});

test('amounts are added in minor units', () => {
  expect(sum([multiply({ amount: 101, currency: 'USD' }, 3), { amount: 1, currency: 'USD' }], 'USD')).toEqual({
    amount: 304,
    currency: 'USD',
  });
  expect(sum([], 'EUR')).toEqual({ amount: 0, currency: 'EUR' });
});
