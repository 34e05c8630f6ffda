import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitLines } from './payment-lines.ts';

const line = fc.record({
  title: fc.string(),
  quantity: fc.integer({ min: 1, max: 99 }),
  unitPrice: fc.record({ amount: fc.integer({ min: 0, max: 9_999 }), currency: fc.constant('USD') }),
});
const sum = (lines: readonly { quantity: number; unitPrice: { amount: number } }[]) =>
  lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice.amount, 0);

test('lines of any number fit and add up to the same; the first and the last are shown as they are', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 3, max: 12 }), (lines, most) => {
      const fitted = fitLines(lines, most);
      expect(fitted.length).toBe(Math.min(lines.length, most));
      expect(sum(fitted)).toBe(sum(lines));
      expect([fitted[0], fitted.at(-1)]).toEqual([lines[0], lines.at(-1)]);
    }),
    { seed: 20_261_129 },
  );
});

test('a summed-up line shows its amount', () => {
  const things = Array.from({ length: 121 }, (_, at) => ({
    title: `Thing ${at}`,
    quantity: 1,
    unitPrice: { amount: 100, currency: 'USD' },
  }));
  expect(fitLines(things, 100)[98]).toEqual({
    title: 'and 22 more things',
    quantity: 1,
    unitPrice: { amount: 2_200, currency: 'USD' },
  });
});
