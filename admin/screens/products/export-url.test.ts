import { expect, test } from '@jest/globals';
import { exportUrl } from './export-url.ts';

test('ids have plain commas between them, and texts are encoded', () => {
  expect(exportUrl(undefined, ['a', 'b'])).toBe('/api/admin/product-export?ids=a,b');
  expect(exportUrl({ q: 'salt, pepper & co', status: 'draft', other: 'x', category: '' })).toBe(
    '/api/admin/product-export?q=salt%2C%20pepper%20%26%20co&status=draft',
  );
  expect(exportUrl(undefined)).toBe('/api/admin/product-export');
});
