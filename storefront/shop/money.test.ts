import { expect, test } from '@jest/globals';
import { formatMoney, multiply, parseMinorUnits, sum, toDecimal } from './money.ts';

test.each([
  [{ amount: 101, currency: 'USD' }, '$1.01', '1.01'],
  [{ amount: 0, currency: 'USD' }, '$0.00', '0.00'],
  [{ amount: 123_456_789, currency: 'USD' }, '$1,234,567.89', '1234567.89'],
  [{ amount: 500, currency: 'JPY' }, '¥500', '500'],
  [{ amount: 1_234, currency: 'EUR' }, '€12.34', '12.34'],
])('%j is %s to people and %s to machines', (money, words, number) => {
  expect([formatMoney(money), toDecimal(money)]).toEqual([words, number]);
});

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
