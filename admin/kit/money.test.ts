import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amountText, formatMoney, parseAmount } from './money.ts';

test.each([
  ['12', 1_200],
  ['12.5', 1_250],
  ['12,50', 1_250],
  ['49,50', 4_950],
  ['.', undefined],
  ['12.', 1_200],
  ['-0.50', -50],
  ['−0.50', -50],
  ['-$12.50', -1_250],
  ['$1,059.00', 105_900],
  ['USD 1,059.00', 105_900],
  ['1,059.00 usd', 105_900],
  ['1.059,00', 105_900],
  ['1 059,00', 105_900],
  ["1'059.00", 105_900],
  ['1,059', 105_900],
  ['1,234,567', 123_456_700],
  ['1.234.567', 123_456_700],
  ['1,234,567.89', 123_456_789],
  ['7.015', undefined],
  ['1,05,9', undefined],
  ['1,0590.00', undefined],
  ['1,059.00.00', undefined],
  ['€5', undefined],
  ['EUR 5', undefined],
  ['5 apples', undefined],
  ['', undefined],
  ['$', undefined],
  ['1e3', undefined],
])('"%s" in dollars', (text, amount) => {
  expect(parseAmount(text, 'USD', 'en-US')).toBe(amount);
});

test('three digits after one separator are read as the locale writes them', () => {
  expect(parseAmount('1.059', 'EUR', 'de-DE')).toBe(105_900);
  expect(parseAmount('1,059', 'EUR', 'de-DE')).toBeUndefined();
  expect(parseAmount('1,059', 'KWD', 'en-US')).toBe(1_059_000);
  expect(parseAmount('1.059', 'KWD', 'en-US')).toBe(1_059);
});

test('a currency without minor units has whole amounts', () => {
  expect(parseAmount('¥1,980', 'JPY', 'en-US')).toBe(1_980);
  expect(parseAmount('19.80', 'JPY', 'en-US')).toBeUndefined();
});

test('what the console prints, and what its fields hold, can be pasted', () => {
  const currency = fc.constantFrom('USD', 'EUR', 'GBP', 'JPY', 'CHF', 'SEK', 'KWD', 'PLN');
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000, max: 10_000_000_000 }), currency, (amount, code) => {
      const money = { amount, currency: code };
      expect(parseAmount(formatMoney(money), code)).toBe(amount);
      expect(parseAmount(amountText(money), code)).toBe(amount);
    }),
    { seed: 20261129 },
  );
});
