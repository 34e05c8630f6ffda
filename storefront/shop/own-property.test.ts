import { expect, test } from '@jest/globals';
import { withReserved } from './open-purchase.ts';
import { ownProperty } from './own-property.ts';

test.each(['constructor', 'toString', '__proto__'])('a SKU named %s has no value where none was set', sku => {
  expect(ownProperty({}, sku)).toBeUndefined();
  const usd = { amount: 100, currency: 'USD' };
  const line = { sku, title: 'Tea', quantity: 1, unitPrice: usd, lineTotal: usd, available: 4 };
  const cart = { id: 'cart', lines: [line], subtotal: usd, expiresAt: '2026-12-22T10:00:00Z' };
  const open = { orderId: 'o', orderNumber: 'C-1', paymentUrl: 'https://pay.example', reserved: {} };
  expect(withReserved(cart, open).lines[0]?.available).toBe(4);
});
