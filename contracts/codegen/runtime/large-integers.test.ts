import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changesInteger, firstChangedInteger, hasLongDigits } from './large-integers.ts';

const seed = 20261129;

test('sixteen digits in a row are found wherever they stand', () => {
  const text = fc.array(fc.oneof(fc.stringMatching(/^\d{1,20}$/), fc.stringMatching(/^[a-z."-]{1,9}$/)), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, parts => {
      expect(hasLongDigits(parts.join(''))).toBe(/\d{16}/.test(parts.join('')));
    }),
    { seed, numRuns: 2000 },
  );
});

test('an integer that a number holds, or writes again as it was, is not changed; every other one is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), value => {
      expect(changesInteger(`{"a":["x",${value}]}`)).toBe(
        BigInt(Number(value)) !== value && String(Number(value)) !== String(value),
      );
    }),
    { seed },
  );
});

test.each([
  ['{"card":"4242424242424242424"}', undefined],
  ['{"a":"\\"9007199254740993"}', undefined],
  ['{"a":9007199254740993}', '9007199254740993'],
  ['[9007199254740993.0]', '9007199254740993.0'],
  ['[0.90071992547409931]', undefined],
  ['[9007199254740992]', undefined],
  ['[9223372036854776000,-9223372036854776000]', undefined],
  ['[9223372036854775807]', '9223372036854775807'],
])('%s', (text, found) => {
  expect(firstChangedInteger(text)).toBe(found);
});
