import { describe, expect, test } from '@jest/globals';
import { authorize, isCrossSite } from './access.ts';

const nobody = { caller: undefined, hasOrderToken: false, hasServiceToken: false };
const as = (kind: 'staff' | 'shopper', ...roles: string[]) => ({ ...nobody, caller: { kind, roles } });

describe('who is let through', () => {
  test.each([
    ['anybody where nothing is asked', [{}], nobody, 'granted'],
    ['nobody where somebody is asked for', [{ session: [] }], nobody, 'anonymous'],
    ['a shopper where anybody signed in will do', [{ session: [] }], as('shopper'), 'granted'],
    ['a clerk of the right role', [{ session: ['orders', 'support'] }], as('staff', 'support'), 'granted'],
    ['a clerk of another role', [{ session: ['orders'] }], as('staff', 'catalog'), 'forbidden'],
    ['a shopper among staff', [{ session: ['admin', 'orders'] }], as('shopper'), 'forbidden'],
    ['a shopper who claims a staff role', [{ session: ['orders'] }], as('shopper', 'orders'), 'forbidden'],
    ['an admin wherever staff may', [{ session: ['catalog'] }], as('staff', 'admin'), 'granted'],
    ['an admin where only shoppers may', [{ session: ['shopper'] }], as('staff', 'admin'), 'forbidden'],
    [
      'an order token as the other way in',
      [{ session: ['orders'] }, { orderToken: [] }],
      { ...nobody, hasOrderToken: true },
      'granted',
    ],
    ['a service token', [{ service: [] }, { session: ['admin'] }], { ...nobody, hasServiceToken: true }, 'granted'],
    [
      'a service token where none is asked for',
      [{ session: ['admin'] }],
      { ...nobody, hasServiceToken: true },
      'anonymous',
    ],
    ['one of two schemes that are both needed', [{ session: [], orderToken: [] }], as('shopper'), 'anonymous'],
  ] as const)('%s', (_name, security, credentials, verdict) => {
    expect(authorize(security, credentials)).toBe(verdict);
  });
});

describe('forged changes', () => {
  const origins = new Set(['http://localhost:3000']);
  test.each([
    ['a read from anywhere', 'GET', 'https://evil.example', undefined, false],
    ['our own page', 'POST', 'http://localhost:3000', 'same-site', false],
    ['another page', 'POST', 'https://evil.example', 'cross-site', true],
    ['a page without an origin', 'POST', 'null', 'cross-site', true],
    ['a browser that hides the origin', 'DELETE', undefined, 'cross-site', true],
    ['a program', 'POST', undefined, undefined, false],
  ] as const)('%s', (_name, method, origin, site, forged) => {
    expect(isCrossSite(method, { origin, site }, origins)).toBe(forged);
  });
});
