import { describe, expect, test } from '@jest/globals';
import { unprintableWords } from './label-letters.ts';
import { measured, runsOf, wrapped } from './label-text.ts';

const seen = async (line: string, country = 'AE') =>
  (await runsOf(line, country, 'regular')).map(({ text, isRightToLeft }) => `${isRightToLeft ? '←' : '→'}${text}`);

describe('the runs of a line, from left to right', () => {
  test.each([
    ['Ada Shopper', ['→Ada Shopper']],
    ['محمد بن راشد', ['←محمد بن راشد']],
    ['شارع الشيخ زايد 12', ['→12', '←شارع الشيخ زايد ']],
    ['Building 5, شارع 12', ['→Building 5, ', '→12', '←شارع ']],
  ])('%s', async (line, runs) => {
    expect(await seen(line)).toEqual(runs);
  });

  test('keep brackets around what they hold', async () => {
    const texts = (await seen('רחוב הרצל 45 (דירה 3)')).map(run => run.slice(1).trim());
    expect(texts.indexOf('3')).toBeLessThan(texts.indexOf('45'));
    expect(texts.at(-1)).toBe('רחוב הרצל');
  });

  test('are of one font each', async () => {
    const runs = await runsOf('Ada 東京 ใจดี', 'JP', 'bold');
    expect(new Set(runs.map(({ font }) => font)).size).toBeGreaterThan(2);
    for (const { text, font } of runs)
      for (const letter of text.trim()) expect(font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)).toBe(true);
  });
});

const addressOf = (name: string, country: string) => ({ name, line1: name, city: 'X', postalCode: '1', country });

test.each([
  ['山田 太郎', 'JP'],
  ['สมชาย ใจดี', 'TH'],
  ['श्रीमती प्रिया शर्मा', 'IN'],
  ['김민수', 'KR'],
  ['王小明', 'TW'],
  ['王小明 龙', 'CN'],
  ['محمد بن راشد', 'AE'],
  ['דוד בן-גוריון', 'IL'],
  ['Ωμέγα Щука Łódź', 'GR'],
])('%s can be printed', async (name, country) => {
  expect(await unprintableWords(addressOf(name, country))).toEqual([]);
});

test.each([
  ['Ada 🍓', ['🍓', '🍓']],
  ['ꦲꦤ Ada', ['ꦲꦤ', 'ꦲꦤ']],
])('%s cannot, and the words are named', async (name, words) => {
  expect(await unprintableWords(addressOf(name, 'GB'))).toEqual(words);
});

test('text without blanks is broken between letters, other text at its blanks', async () => {
  const lines = async (text: string, width: number) => wrapped(await measured(text, 'JP', 'regular'), width);
  expect(await lines('東京都千代田区丸の内', 4.1)).toEqual(['東京都千', '代田区丸', 'の内']);
  expect(await lines('Analytical Way London', 6.5)).toEqual(['Analytical', 'Way London']);
});
