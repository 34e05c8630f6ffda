import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add, compare, money, multiply, portion, subtract, sum } from './money.ts';

const usd = (amount: number) => money(amount, 'USD');
const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

describe('money', () => {
  test('adds, subtracts, multiplies and compares whole minor units', () => {
    expect(add(usd(1_999), usd(1))).toEqual(usd(2_000));
    expect(subtract(usd(5), usd(7))).toEqual(usd(-2));
    expect(multiply(usd(333), 3)).toEqual(usd(999));
    expect([compare(usd(1), usd(2)), compare(usd(2), usd(2)), compare(usd(3), usd(2))]).toEqual([-1, 0, 1]);
    expect(sum([usd(1), usd(2), usd(3)], 'USD')).toEqual(usd(6));
    expect(sum([], 'JPY')).toEqual(money(0, 'JPY'));
  });

  test('never mixes currencies', () => {
    const eur = money(1, 'EUR');
    for (const reckon of [add, subtract, compare]) expect(() => reckon(usd(1), eur)).toThrow(RangeError);
    expect(() => sum([usd(1), eur], 'USD')).toThrow(RangeError);
    expect(() => sum([usd(1)], 'EUR')).toThrow(RangeError);
  });

  test('refuses what cannot be counted exactly', () => {
    for (const amount of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => usd(amount)).toThrow(RangeError);
    expect(() => add(usd(Number.MAX_SAFE_INTEGER), usd(1))).toThrow(RangeError);
    expect(() => multiply(usd(2 ** 52), 3)).toThrow(RangeError);
    expect(() => multiply(usd(100), 0.19)).toThrow(RangeError);
    expect(() => portion(usd(100), 1, 0)).toThrow(RangeError);
  });

  test.each([
    [199, 19, 100, 38],
    [250, 1, 100, 3],
    [249, 1, 100, 2],
    [-250, 1, 100, -3],
    [1, 1, 2, 1],
    [0, 19, 100, 0],
    [9_007_199_254_740_991, 999_999, 1_000_000, 9_007_190_247_541_736],
  ])('%i times %i / %i is %i, halves away from zero', (amount, numerator, denominator, wanted) => {
    expect(portion(usd(amount), numerator, denominator)).toEqual(usd(wanted));
  });

  test('addition and subtraction are inverse, and a portion is off by at most half a unit', () => {
    fc.assert(fc.property(amounts, amounts, (a, b) => expect(subtract(add(usd(a), usd(b)), usd(b))).toEqual(usd(a))));
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), (a, n, d) => {
        const off = BigInt(portion(usd(a), n, d).amount) * BigInt(d) - BigInt(a) * BigInt(n);
        expect(2n * (off < 0n ? -off : off) <= BigInt(d)).toBe(true);
      }),
    );
  });
});
