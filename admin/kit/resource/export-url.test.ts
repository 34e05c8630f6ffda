import { expect, test } from '@jest/globals';
import { exportUrl } from './export-url.ts';

const products = { path: '/admin/product-export', filters: ['q', 'status', 'category'] };

test('ids have plain commas between them, and texts are encoded', () => {
  expect(exportUrl(products, undefined, ['a', 'b'])).toBe('/api/admin/product-export?ids=a,b');
  expect(exportUrl(products, { q: 'salt, pepper & co', status: 'draft', other: 'x', category: '' })).toBe(
    '/api/admin/product-export?q=salt%2C%20pepper%20%26%20co&status=draft',
  );
  expect(exportUrl(products, undefined)).toBe('/api/admin/product-export');
});

test('a filter of several values is said several times', () => {
  const orders = { path: '/admin/order-export', filters: ['statuses', 'from'] };
  const filter = { statuses: ['paid', 'shipped'], from: '2026-11-22T00:00:00Z' };
  expect(exportUrl(orders, filter)).toBe(
    '/api/admin/order-export?statuses=paid&statuses=shipped&from=2026-11-22T00%3A00%3A00Z',
  );
});
