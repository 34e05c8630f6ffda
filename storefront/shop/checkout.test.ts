import { expect, test } from '@jest/globals';
import { cartDigest, checkoutRequest, idempotencyKeyOf, pricesInDigest } from './checkout.ts';
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
const request = checkoutRequest(cart.id, delivery, undefined);
const key = idempotencyKeyOf('attempt', cartDigest(cart), request);

test('the same purchase has the same key, in every tab', () => {
  expect(
    idempotencyKeyOf(
      'attempt',
      cartDigest(structuredClone(cart)),
      checkoutRequest(cart.id, { ...delivery }, undefined),
    ),
  ).toBe(key);
  expect(key).toMatch(/^[\w-]{43}$/);
});

test.each([
  ['another attempt', idempotencyKeyOf('next', cartDigest(cart), request)],
  [
    'another price',
    idempotencyKeyOf('attempt', cartDigest({ ...cart, lines: [{ ...line, unitPrice: usd(501) }] }), request),
  ],
  [
    'another quantity',
    idempotencyKeyOf('attempt', cartDigest({ ...cart, lines: [{ ...line, quantity: 3 }] }), request),
  ],
  [
    'another address',
    idempotencyKeyOf('attempt', cartDigest(cart), checkoutRequest(cart.id, { ...delivery, city: 'Paris' }, undefined)),
  ],
])('%s is another purchase', (_name, other) => {
  expect(other).not.toBe(key);
});

test('a change that the shopper does not see, such as the stock, does not change the digest', () => {
  expect(cartDigest({ ...cart, lines: [{ ...line, available: 3 }] })).toBe(cartDigest(cart));
});

test('the prices that were shown are parsed from the digest; an invalid digest has none', () => {
  expect(pricesInDigest(cartDigest(cart))).toEqual({ 'a.1': 500 });
  for (const nonsense of ['', 'a', 'a:b:c', ':::', '<script>:1:x']) expect(pricesInDigest(nonsense)).toEqual({});
});

test('empty fields are not sent', () => {
  expect(Object.keys(request)).not.toContain('phone');
  expect(Object.keys(request.shippingAddress)).toEqual(['name', 'line1', 'city', 'postalCode', 'country']);
});
