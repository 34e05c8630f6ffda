import { describe, expect, test } from '@jest/globals';
import { authorize, isCrossSite } from './access.ts';

const nobody = { caller: undefined, hasOrderToken: false };
const as = (kind: 'staff' | 'shopper', ...roles: string[]) => ({ ...nobody, caller: { kind, roles } });

describe('authorization', () => {
  test.each([
    ['anybody where nothing is required', [{}], nobody, 'granted'],
    ['nobody where a session is required', [{ session: [] }], nobody, 'anonymous'],
    ['a shopper where any session is accepted', [{ session: [] }], as('shopper'), 'granted'],
    ['a clerk of the right role', [{ session: ['orders', 'support'] }], as('staff', 'support'), 'granted'],
    ['a clerk of another role', [{ session: ['orders'] }], as('staff', 'catalog'), 'forbidden'],
    ['a shopper among staff', [{ session: ['admin', 'orders'] }], as('shopper'), 'forbidden'],
    ['a shopper who claims a staff role', [{ session: ['orders'] }], as('shopper', 'orders'), 'forbidden'],
    ['an admin wherever staff may', [{ session: ['catalog'] }], as('staff', 'admin'), 'granted'],
    ['an admin where only shoppers may', [{ session: ['shopper'] }], as('staff', 'admin'), 'forbidden'],
    [
      'an order token as the alternative',
      [{ session: ['orders'] }, { orderToken: [] }],
      { ...nobody, hasOrderToken: true },
      'granted',
    ],
    ['nobody where a service is expected', [{ service: [] }, { session: ['admin'] }], nobody, 'anonymous'],
    ['one of two schemes that are both needed', [{ session: [], orderToken: [] }], as('shopper'), 'anonymous'],
  ] as const)('%s', (_name, security, credentials, verdict) => {
    expect(authorize(security, credentials)).toBe(verdict);
  });
});

describe('requests with the session cookie', () => {
  const origins = {
    storefront: new Set(['http://localhost:3000']),
    console: new Set(['http://localhost:3001']),
  };
  const source = (method: string, origin?: string, site?: string, host = 'localhost:8080') => ({
    method,
    origin,
    site,
    host,
  });

  test.each([
    ['a read from anywhere', source('GET', 'https://evil.example'), false],
    ['a page of our own', source('POST', 'http://localhost:3000', 'same-site'), false],
    ['a page of another site', source('POST', 'https://evil.example', 'cross-site'), true],
    ['a page without an origin', source('POST', 'null', 'cross-site'), true],
    ['a browser that hides the origin', source('DELETE', undefined, 'cross-site'), true],
    ['a program', source('POST'), false],
  ] as const)('public operation: %s', (_name, given, expected) => {
    expect(isCrossSite(given, 'public', origins)).toBe(expected);
  });

  test.each([
    ['a read of the console', source('GET', undefined, 'same-origin', 'localhost:3001'), false],
    ['a change of the console', source('POST', 'http://localhost:3001', 'same-origin', 'localhost:3001'), false],
    ['a read of the storefront', source('GET', 'http://localhost:3000', 'same-site', 'localhost:3001'), true],
    ['a change of the storefront', source('POST', 'http://localhost:3000', 'same-site', 'localhost:3001'), true],
    ["a read through the storefront's host", source('GET', undefined, 'same-origin', 'localhost:3000'), true],
    ['a read of another site', source('GET', 'https://evil.example', 'cross-site'), true],
    ['a change without an origin', source('POST', 'null', 'cross-site'), true],
    ['a program', source('POST'), false],
  ] as const)('admin operation: %s', (_name, given, expected) => {
    expect(isCrossSite(given, 'admin', origins)).toBe(expected);
  });
});
