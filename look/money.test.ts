import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMoney, toDecimal } from './money.ts';

fc.configureGlobal({ seed: 20261122 });

test.each([
  [{ amount: 101, currency: 'USD' }, '$1.01', '1.01'],
  [{ amount: 0, currency: 'USD' }, '$0.00', '0.00'],
  [{ amount: 123_456_789, currency: 'USD' }, '$1,234,567.89', '1234567.89'],
  [{ amount: 500, currency: 'JPY' }, '¥500', '500'],
  [{ amount: 1_234, currency: 'EUR' }, '€12.34', '12.34'],
])('%j is %s for people and %s for machines', (money, text, decimal) => {
  expect([formatMoney(money), toDecimal(money)]).toEqual([text, decimal]);
});

test.each([
  [701, 'USD', '$7.01'],
  [5, 'USD', '$0.05'],
  [-123_450, 'USD', '-$1,234.50'],
  [1_500, 'JPY', '¥1,500'],
  [1_234, 'KWD', 'KWD 1.234'],
  [9_007_199_254_740_991, 'EUR', '€90,071,992,547,409.91'],
])('%i minor units of %s are %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency }).replace(/\s/g, ' ')).toBe(text);
});

test('every safe integer is formatted exactly', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), amount =>
      expect(Number(formatMoney({ amount, currency: 'USD' }).replace(/[^\d-]/g, ''))).toBe(amount),
    ),
  );
});

test('decimals are those of ISO 4217, also where another count is customary', () => {
  expect(formatMoney({ amount: 199_000, currency: 'RSD' }).replace(/\s/g, ' ')).toBe('RSD 1,990.00');
});
