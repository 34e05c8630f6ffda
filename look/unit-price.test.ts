import { expect, test } from '@jest/globals';
import { formatUnitPrice, unitPriceOf } from './unit-price.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });

test.each([
  [399, '12 oz', '$0.33 / oz'],
  [60, '1.84 oz', '$0.33 / oz'],
  [101, '40 lb', '$0.002 / oz'],
  [499, '6 × 12 oz', '$0.069 / oz'],
  [185, '1 gal', '$0.014 / fl oz'],
  [159, '2 L', '$0.80 / l'],
  [250, '500 g', '$5.00 / kg'],
  [250, '0,5 l', '$5.00 / l'],
  [240, '12 ct', '$0.20 each'],
  [199, '1 dozen', '$0.17 each'],
  [900, '60 sq ft', '$0.15 / sq ft'],
  [300, '8 fl. oz', '$0.38 / fl oz'],
])('%i cents for %s are %s', (amount, size, text) => {
  const found = unitPriceOf(usd(amount), size);
  expect(found && formatUnitPrice(found)).toBe(text);
});

test.each([undefined, '', 'M', '1 ct', 'large', '0 oz', '12 parsecs', '10-12 oz'])('%s has no unit price', size => {
  expect(unitPriceOf(usd(100), size)).toBeUndefined();
});

test('every unit has its place in one order: weights and volumes, pieces, areas', () => {
  const sizes = ['60 sq ft', '12 ct', '1 oz', '1 kg', '2 L', '1 lb'];
  const order = (size: string) => unitPriceOf(usd(500), size)?.order ?? 0;
  expect(sizes.toSorted((one, other) => order(one) - order(other))).toEqual([
    '2 L',
    '1 kg',
    '1 lb',
    '1 oz',
    '12 ct',
    '60 sq ft',
  ]);
});
