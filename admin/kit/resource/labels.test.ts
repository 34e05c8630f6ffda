import { expect, test } from '@jest/globals';
import { resources } from '../../../generated/admin/resources.ts';
import { detailOf } from './labels.ts';

test('orders are told apart by their customer, customers by their address, products by their brand', () => {
  const order = { number: 'C-10042', shippingAddress: { name: 'Ada Shopper', country: 'GB' } };
  expect(detailOf(resources.orders, order)).toBe('Ada Shopper');
  expect(detailOf(resources.customers, { name: 'Ada Shopper', email: 'ada@example.com' })).toBe('ada@example.com');
  expect(detailOf(resources.products, { title: 'Tea', brand: 'Acme' })).toBe('Acme');
});

test('what lacks the text has nothing', () => {
  expect(detailOf(resources.products, { title: 'Tea' })).toBeUndefined();
  expect(detailOf(resources.payments, { id: '1', status: 'captured' })).toBeUndefined();
});
