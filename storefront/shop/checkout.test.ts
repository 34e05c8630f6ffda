import { expect, test } from '@jest/globals';
import { digestOf, keyOf, pricesIn, requestOf } from './checkout.ts';
import { emptyDelivery } from './delivery.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const line = { sku: 'a.1', title: 'Tea', quantity: 2, unitPrice: usd(500), lineTotal: usd(1_000), available: 9 };
const cart = { id: 'cart', lines: [line], subtotal: usd(1_000), expiresAt: '2026-12-22T10:00:00Z' };
const delivery = {
  ...emptyDelivery,
  email: 'ada@example.com',
  name: 'Ada',
  line1: '1 Way',
  city: 'London',
  postalCode: 'N1',
  country: 'GB',
  method: 'standard',
};
const request = requestOf(cart.id, delivery, undefined);
const key = keyOf('attempt', digestOf(cart), request);

test('the same purchase has the same key, from whichever tab it comes', () => {
  expect(keyOf('attempt', digestOf(structuredClone(cart)), requestOf(cart.id, { ...delivery }, undefined))).toBe(key);
  expect(key).toMatch(/^[\w-]{43}$/);
});

test.each([
  ['another attempt', keyOf('next', digestOf(cart), request)],
  ['another price', keyOf('attempt', digestOf({ ...cart, lines: [{ ...line, unitPrice: usd(501) }] }), request)],
  ['another quantity', keyOf('attempt', digestOf({ ...cart, lines: [{ ...line, quantity: 3 }] }), request)],
  ['another address', keyOf('attempt', digestOf(cart), requestOf(cart.id, { ...delivery, city: 'Paris' }, undefined))],
])('%s is another purchase', (_name, other) => {
  expect(other).not.toBe(key);
});

test('what changes without the shopper seeing it, such as the stock, does not', () => {
  expect(digestOf({ ...cart, lines: [{ ...line, available: 3 }] })).toBe(digestOf(cart));
});

test('the prices that were shown are read back from what the form sends; nonsense gives none', () => {
  expect(pricesIn(digestOf(cart))).toEqual({ 'a.1': 500 });
  for (const nonsense of ['', 'a', 'a:b:c', ':::', '<script>:1:x']) expect(pricesIn(nonsense)).toEqual({});
});

test('what is left empty is not sent', () => {
  expect(Object.keys(request)).not.toContain('phone');
  expect(Object.keys(request.shippingAddress)).toEqual(['name', 'line1', 'city', 'postalCode', 'country']);
});
