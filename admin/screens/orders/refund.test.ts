import { describe, expect, test } from '@jest/globals';
import {
  refundAmountProblem,
  refundableLines,
  refundableShipping,
  refundBody,
  refundMessage,
  refundValue,
  unresolvedRefund,
} from './refund.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const line = { sku: 'TEA', title: 'Tea', quantity: 3, unitPrice: usd(250), lineTotal: usd(750) };
const order = { lines: [line], totals: { subtotal: usd(750), shipping: usd(499), total: usd(1_249) } };
const refund = { id: '1', amount: usd(250), reason: 'Bruised', given: true, createdAt: '2026-11-22T10:00:00Z' };
const payment = {
  refunds: [
    { ...refund, status: 'succeeded' as const, lines: [{ sku: 'TEA', quantity: 1 }] },
    { ...refund, status: 'failed' as const, lines: [{ sku: 'TEA', quantity: 2 }], shipping: usd(499) },
  ],
};
const choice = { units: { TEA: 2 }, shipping: true, restockAt: 'east', notifyCustomer: true };

describe('a refund by line', () => {
  test('has the units that are left; what failed gave nothing back', () => {
    expect(refundableLines(order, payment)).toMatchObject([{ sku: 'TEA', left: 2, refunded: 1 }]);
    expect(refundableShipping(order, payment)).toBe(499);
  });

  test('is worth its units and its shipping', () => {
    expect(refundValue(choice, refundableLines(order, payment), 499)).toBe(999);
    expect(refundValue({ ...choice, units: {}, shipping: false }, refundableLines(order, payment), 499)).toBe(0);
  });

  test('is asked for with what was chosen, and restocks nothing where no line was', () => {
    const details = { amount: usd(900), reason: ' Bruised ', shippingLeft: 499 };
    expect(refundBody(choice, details)).toEqual({
      amount: usd(900),
      reason: 'Bruised',
      lines: [{ sku: 'TEA', quantity: 2 }],
      shipping: usd(499),
      restockAt: 'east',
      notifyCustomer: true,
    });
    expect(refundBody({ ...choice, units: { TEA: 0 }, shipping: false, notifyCustomer: false }, details)).toEqual({
      amount: usd(900),
      reason: 'Bruised',
      notifyCustomer: false,
    });
  });

  test('whose outcome is unknown is asked for again as it was', () => {
    const body = refundBody(choice, { amount: usd(900), reason: 'Bruised', shippingLeft: 499 });
    const again = unresolvedRefund(['refund', 'p-1', body]);
    expect(again).toEqual({ amount: usd(900), reason: 'Bruised', choice });
    expect(again && refundBody(again.choice, { ...again, shippingLeft: 499 })).toEqual(body);
    expect(unresolvedRefund(undefined)).toBeUndefined();
  });
});

describe('the message about a refund', () => {
  const about = { id: 'o-1', number: 'C-10042', lines: [line, { ...line, sku: 'CUP', title: 'Cup' }] };
  const captured = usd(1_249);

  test('names the units, and the total with what was refunded before', () => {
    expect(refundMessage(about, { captured, left: 999 }, { amount: usd(500), choice })).toEqual({
      orderId: 'o-1',
      number: 'C-10042',
      amount: usd(500),
      refundedTotal: usd(750),
      whole: false,
      lines: [{ sku: 'TEA', title: 'Tea', quantity: 2 }],
    });
  });

  test('is about the whole once nothing is left, whatever is chosen', () => {
    const nothing = { ...choice, units: { CUP: 0 } };
    expect(refundMessage(about, { captured, left: 999 }, { amount: usd(999), choice: nothing })).toMatchObject({
      refundedTotal: usd(1_249),
      whole: true,
      lines: [],
    });
  });
});

test('an amount is at most what is left', () => {
  expect(refundAmountProblem('12.50', 1_249, 'USD')).toMatch(/At most/);
  expect(refundAmountProblem('12.49', 1_249, 'USD')).toBeUndefined();
  expect(refundAmountProblem('0', 1_249, 'USD')).toBeDefined();
});
