import { describe, expect, test } from '@jest/globals';
import { findText } from './pattern-language.ts';
import { patternSamples } from './pattern-samples.ts';

const find = (matching: string[], notMatching: string[] = [], least = 0, most = Infinity) =>
  findText({ matching, notMatching, least, most });

describe('a text that patterns leave', () => {
  test.each<[string, string[], string[], ReturnType<typeof findText>]>([
    ['is as short as can be', ['^a{2,}$'], [], { text: 'aa' }],
    ['is not there where one pattern has all texts of another', ['^[a-f]+$'], ['^[a-z]+$'], 'none'],
    ['is there the other way round', ['^[a-z]+$'], ['^[a-f]+$'], { text: 'g' }],
    ['is not there for two ways to say the same', ['^(a|ab)(c|bc)$'], ['^a(b|bb)?c$'], 'none'],
    ['stands anywhere, where nothing says where', ['b'], ['^a*b$'], { text: '0b' }],
    ['may be empty', ['^$|^x'], [], { text: '' }],
    ['ends where the pattern says', ['ab$'], ['^ab$'], { text: 'aab' }],
    ['is of two patterns', ['^.{3}$', '^a+$'], [], { text: 'aaa' }],
    ['has letters of any script', ['^\\p{L}+$'], ['^[A-Za-z]+$'], { text: 'ª' }],
    [
      'has signs beyond 16 bits as one',
      ['^.$'],
      ['^[\\u{0}-\\u{ffff}]$', '[\\n\\r\\u2028\\u2029]'],
      { text: '\u{10000}' },
    ],
    ['has escapes as they are meant', ['^\\d\\.\\x41\\u0042$'], ['^[0-9][.]AB$'], 'none'],
    ['is not told for a look-ahead', ['^(?=a)'], [], undefined],
    ['is not told for a reference to a group', ['^(a)\\1$'], [], undefined],
    ['is not told for a word boundary', ['\\ba'], [], undefined],
  ])('%s', (_name, matching, notMatching, expected) => {
    expect(find(matching, notMatching)).toEqual(expected);
  });

  test('is as long as it has to be, and no longer than it may', () => {
    expect(find(['^[ab]*$'], [], 3)).toEqual({ text: 'aaa' });
    expect(find(['^(ab)+$'], [], 3, 3)).toBe('none');
    expect(find(['^[a-z0-9]+(-[a-z0-9]+)*$'], ['^[a-z0-9-]{1,60}$'], 0, 60)).toBe('none');
    expect(find(['^[a-z0-9]+(-[a-z0-9]+)*$'], ['^[a-z0-9-]{1,60}$'], 0, 61)).toMatchObject({
      text: expect.stringMatching(/^.{61}$/),
    });
  });

  test('is not told for patterns that are too large', () => {
    expect(find(['^(a{100}){100}$'])).toBeUndefined();
  });

  test('is found by the engine, too', () => {
    const patterns = [
      '^[a-z]{2}(-[A-Z]{2})?$',
      '^(?:\\+|00)?[0-9 ]{3,}$',
      '[^@]+@[^@]+',
      '^\\S+$',
      'x|^y+$',
      '^[^a-c]$',
    ];
    for (const one of patterns) {
      for (const other of patterns) {
        const found = find([one], [other]);
        const texts = typeof found === 'object' ? [found.text] : patternSamples(one);
        const left = texts.filter(text => new RegExp(one, 'u').test(text) && !new RegExp(other, 'u').test(text));
        expect(left).toEqual(typeof found === 'object' ? [found.text] : []);
      }
    }
  });
});
