import { expect, test } from '@jest/globals';
import { bySunset, deprecatedOperations } from './deprecations.ts';

test('deprecated operations are listed with their dates, the next to end first', () => {
  const document = {
    paths: {
      '/a': {
        get: { deprecated: true, summary: 'A' },
        post: { summary: 'Stays' },
        put: { deprecated: true, 'x-deprecated': '2026-11-01', 'x-sunset': '2027-05-31' },
      },
      '/b': { delete: { deprecated: true, 'x-sunset': '2027-01-31' } },
    },
  };
  expect(deprecatedOperations(document).sort(bySunset)).toEqual([
    { operation: 'DELETE /b', summary: '', sunset: '2027-01-31' },
    { operation: 'PUT /a', summary: '', deprecated: '2026-11-01', sunset: '2027-05-31' },
    { operation: 'GET /a', summary: 'A' },
  ]);
  expect(deprecatedOperations({ asyncapi: '3.0.0' })).toEqual([]);
});
