import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLinkToken, linkToken } from './link-token.ts';

const secret = 'a secret that is long enough to be one';

test('a link token is valid for its resource only, and under its secret only', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (resource, other) => {
      const token = linkToken(resource, secret);
      expect(isLinkToken(resource, token, secret)).toBe(true);
      expect(isLinkToken(other, token, secret)).toBe(other === resource);
      expect(isLinkToken(resource, token, `${secret}!`)).toBe(false);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('it needs no encoding in a URL, and no other text is valid', () => {
  const token = linkToken('orders/1', secret);
  expect(token).toMatch(/^[\w-]{22}$/);
  for (const wrong of ['', token.slice(1), `${token}A`, token.toUpperCase()])
    expect(isLinkToken('orders/1', wrong, secret)).toBe(false);
});
