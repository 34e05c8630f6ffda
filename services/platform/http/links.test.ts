import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLinkTo, linkToken } from './links.ts';

const secret = 'a secret that is long enough to be one';

test('the token of a link opens that thing only, and only under the secret it was made with', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (thing, other) => {
      const token = linkToken(thing, secret);
      expect(isLinkTo(thing, token, secret)).toBe(true);
      expect(isLinkTo(other, token, secret)).toBe(other === thing);
      expect(isLinkTo(thing, token, `${secret}!`)).toBe(false);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('it fits into a link as it is, and nothing else is taken for it', () => {
  const token = linkToken('orders/1', secret);
  expect(token).toMatch(/^[\w-]{22}$/);
  for (const wrong of ['', token.slice(1), `${token}A`, token.toUpperCase()])
    expect(isLinkTo('orders/1', wrong, secret)).toBe(false);
});
