import { expect, test } from '@jest/globals';
import { createRequestContext, runInContext } from '../shop/request-context.ts';
import { isSameOrigin, localPath, seeOther } from './forms.ts';

const check = (headers: Record<string, string>) =>
  runInContext(
    createRequestContext({
      address: undefined,
      origin: 'http://shop.example:3000',
      cookies: new Map(),
      nonce: 'n',
      observe: undefined,
    }),
    () => isSameOrigin(new Request('http://127.0.0.1:4034/cart/lines', { method: 'POST', headers })),
  );

test.each([
  ['our own page', { origin: 'http://shop.example:3000' }, true],
  ['another site', { origin: 'https://evil.example' }, false],
  ['another port', { origin: 'http://shop.example:9000' }, false],
  ['a page without an origin', { origin: 'null' }, false],
  ['a browser that hides the origin', { 'sec-fetch-site': 'cross-site' }, false],
  ['a browser that says same-origin', { 'sec-fetch-site': 'same-origin' }, true],
  ['a program', {}, true],
] as const)('a form from %s', (_name, headers, ours) => {
  expect(check(headers)).toBe(ours);
});

test.each([
  ['/checkout', '/checkout'],
  ['/cart?a=b', '/cart?a=b'],
  ['//evil.example', '/cart'],
  ['/\\evil.example', '/cart'],
  ['https://evil.example', '/cart'],
  ['/cart\r\nset-cookie: a=b', '/cart'],
  [null, '/cart'],
])('%j becomes %s', (value, expected) => {
  expect(localPath(value, '/cart')).toBe(expected);
});

test('a redirect has a Set-Cookie header for each cookie', () => {
  const response = seeOther('/cart', ['a=1', 'b=2']);
  expect([response.status, response.headers.getSetCookie()]).toEqual([303, ['a=1', 'b=2']]);
});
