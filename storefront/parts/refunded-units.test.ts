import { expect, test } from '@jest/globals';
import { refundedUnits } from './refunded-units.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const lines = [
  { sku: 'tea', title: 'Tea', quantity: 3, unitPrice: usd(490), lineTotal: usd(1_470) },
  { sku: 'cup', title: 'Cup', quantity: 1, unitPrice: usd(900), lineTotal: usd(900) },
];
const totals = { subtotal: usd(2_370), shipping: usd(499), total: usd(2_869) };

test('refunded units have the price of their line, also beside refunded shipping', () => {
  const order = { lines, totals: { ...totals, refunded: usd(989) }, refundedLines: [{ sku: 'tea', quantity: 1 }] };
  expect([...refundedUnits(order)]).toEqual([['tea', { quantity: 1, amount: usd(490) }]]);
});

test('units that were given back for less say no amount', () => {
  const refundedLines = [
    { sku: 'tea', quantity: 2 },
    { sku: 'cup', quantity: 1 },
  ];
  const order = { lines, totals: { ...totals, refunded: usd(1_000) }, refundedLines };
  expect([...refundedUnits(order)]).toEqual([
    ['tea', { quantity: 2, amount: undefined }],
    ['cup', { quantity: 1, amount: undefined }],
  ]);
});

test('an order without refunds by line has none', () => {
  expect(refundedUnits({ lines, totals: { ...totals, refunded: usd(2_869) } }).size).toBe(0);
});
