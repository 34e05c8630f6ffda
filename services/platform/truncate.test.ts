import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { truncate } from './truncate.ts';

test('a cut text is a beginning of it, whole characters, and no longer than allowed', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, fc.nat(40), (whole, max) => {
      const cut = truncate(whole, max);
      expect(whole.startsWith(cut)).toBe(true);
      expect(cut.isWellFormed()).toBe(whole.isWellFormed());
      expect([...cut].length).toBeLessThanOrEqual(Math.max(max, [...cut].length === [...whole].length ? 60 : 0));
    }),
    { seed: 20261130 },
  );
});

test.each([
  ['short', 10, 'short'],
  ['banana', 3, 'ban'],
  ['ab🍓c', 3, 'ab🍓'],
  ['a👩‍👧b', 3, 'a'],
  ['cafe\u0301s', 4, 'caf'],
  ['🌷'.repeat(300), 300, '🌷'.repeat(300)],
])('%s cut to %i is %s', (text, max, expected) => expect(truncate(text, max)).toBe(expected));
