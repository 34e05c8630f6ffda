import { describe, expect, test } from '@jest/globals';
import { base32, codeOf, matchingStep, secretUri, stepAt } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('codes', () => {
  // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s are those of the RFC', (seconds, code) => {
    expect(codeOf(secret, stepAt(new Date(seconds * 1_000)))).toBe(code);
  });

  test('work one step before and after their time, and no further', () => {
    const now = new Date('2026-11-22T10:00:15Z');
    const at = (steps: number) => matchingStep(secret, codeOf(secret, stepAt(now) + steps), now, 0);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, stepAt(now) - 1, stepAt(now), stepAt(now) + 1, undefined]);
  });

  test('work once, and none of an earlier step after them', () => {
    const now = new Date('2026-11-22T10:00:15Z');
    const step = stepAt(now);
    expect(matchingStep(secret, codeOf(secret, step), now, step)).toBeUndefined();
    expect(matchingStep(secret, codeOf(secret, step - 1), now, step)).toBeUndefined();
    expect(matchingStep(secret, codeOf(secret, step + 1), now, step)).toBe(step + 1);
  });

  test.each(['', '28708', '2870820', 'abcdef', '２８７０８２'])('%p is none', code => {
    expect(matchingStep(secret, code, new Date(59_000), 0)).toBeUndefined();
  });
});

// RFC 4648, section 10, without padding.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base32 of %p', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
});

test('the URI names the account and who it is with', () => {
  const uri = new URL(secretUri(secret, 'olga+1@example.com', 'Covenant Market'));
  expect(decodeURIComponent(uri.pathname)).toBe('/Covenant Market:olga+1@example.com');
  expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  expect(uri.searchParams.get('issuer')).toBe('Covenant Market');
});
