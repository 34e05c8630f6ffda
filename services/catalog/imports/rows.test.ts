import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCount, readingsOf, readPrice, withoutPastedPictures } from './cells.ts';
import { FileRefused, readHeader } from './columns.ts';
import { decode, EncodingNeeded } from './encoding.ts';
import { detectDelimiter, linesOf } from './file.ts';
import { readRow } from './rows.ts';

const seed = { seed: 7 };

describe('prices', () => {
  test('every amount that is written is read back, in its currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.constantFrom(['USD', 2], ['JPY', 0], ['KWD', 3], ['HUF', 2], ['CLF', 4]),
        (amount, [currency, decimals]) => {
          const text = (amount / 10 ** Number(decimals)).toFixed(Number(decimals));
          expect(readPrice(text, String(currency))).toEqual({ amount });
        },
      ),
      seed,
    );
  });

  test.each([
    ['1', 'USD', 100],
    ['1.5', 'USD', 150],
    ['1,50', 'EUR', 150],
    ['1.500', 'USD', 'ambiguous'],
    ['1,500', 'EUR', 'ambiguous'],
    ['1,500', 'KWD', 'ambiguous'],
    ['1.990', 'HUF', 'ambiguous'],
    ['1.500', 'KWD', 1500],
    ['1.234,56', 'EUR', 123_456],
    ['1,234.5', 'USD', 123_450],
    ['1 234,56', 'EUR', 123_456],
    ['1’234.50', 'CHF', 123_450],
    ['1.234.567', 'JPY', 1_234_567],
    ['1,234,56', 'EUR', 'none'],
    ['0.001', 'USD', 'none'],
    ['0.500', 'USD', 50],
    ['0,500', 'KWD', 500],
    ['5.-', 'CHF', 500],
    ['CHF 5.–', 'CHF', 500],
    ['1.250,— €', 'EUR', 125_000],
    ['1.', 'USD', 100],
    ['.99', 'USD', 99],
    ['1.5', 'JPY', 'none'],
    ['1,980', 'JPY', 1980],
    ['12.800', 'JPY', 12_800],
    ['1980.00', 'JPY', 1980],
    ['1990.50', 'HUF', 199_050],
    ['1,23,456.50', 'INR', 12_345_650],
    ['1.005', 'USD', 'ambiguous'],
    ['-1', 'USD', 'none'],
    ['1e3', 'USD', 'none'],
    ['$5', 'USD', 500],
    ['$1,234.50', 'USD', 123_450],
    ['19,99 €', 'EUR', 1999],
    ['EUR 19.99', 'EUR', 1999],
    ['1 990 Ft', 'HUF', 199_000],
    ['￥1980', 'JPY', 1980],
    ['٣٫٥٠٠', 'KWD', 3500],
    ['$5', 'EUR', 'currency'],
    ['5 USD', 'EUR', 'currency'],
    ['1000000.01', 'USD', 'none'],
    ['', 'USD', 'none'],
  ])('%p of %s', (text, currency, amount) => {
    expect(readPrice(text, currency)).toEqual(typeof amount === 'number' ? { amount } : { fault: amount });
  });

  test('a price with two readings is shown in both', () => {
    expect(readingsOf('1,500', 'KWD')).toEqual(['1500', '1.500']);
    expect(readingsOf('$1.005', 'USD')).toEqual(['1005', '1.00']);
  });
});

test('whatever stands in its cells, a row is read or refused with its line; it never throws', () => {
  const header = readHeader([
    'handle',
    'title',
    'category',
    'sku',
    'price',
    'currency',
    'status',
    'tags',
    'weight_grams',
    'image',
    'created_at',
    'stock:east',
    'option1 name',
    'option1 value',
  ]);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('USD', '1.5', 'active', '$ne')), {
        maxLength: 16,
      }),
      cells => {
        const { row, faults } = readRow(header, cells, 9, 0);
        for (const fault of faults) expect(fault.line).toBe(9);
        if (faults.length === 0) expect(row.handle).not.toBe('');
      },
    ),
    seed,
  );
});

test.each([
  ['12', 12],
  ['1,000', 1000],
  ['1.000', 1000],
  ['1 000', 1000],
  ['5.00', 5],
  ['5,0', 5],
  ['0', 0],
  ['1.5', undefined],
  ['-5', undefined],
  ['about 5', undefined],
  ['99999999999', undefined],
])('%s pieces are %p', (text, pieces) => expect(readCount(text)).toBe(pieces));

test('what is written as CSV is read back, wherever the pieces of the file end', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map(value => value.replace(/[\r\0]/g, '').trim());
  const cell = text.map(value => `${value}.`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 20 }),
      fc.constantFrom(',', ';', '\t'),
      async (rows, delimiter) => {
        const file = rows.map(row => row.map(value => `"${value.replaceAll('"', '""')}"`).join(delimiter)).join('\n');
        const read: string[][] = [];
        for await (const { cells, line } of linesOf(Buffer.from(file), delimiter)) {
          const above = rows.slice(0, read.length).flat().join('').split('\n').length - 1;
          expect(line).toBe(read.length + above + 1);
          read.push(cells);
        }
        expect(read).toEqual(rows);
      },
    ),
    { ...seed, numRuns: 50 },
  );
});

test('UTF-8 and UTF-16, with a mark or without, give the same text; what is neither is never read without a choice', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !text.includes('\0') && !text.startsWith('\ufeff')),
      text => {
        expect(decode(Buffer.from(`\ufeff${text}`), { guess: false }).bytes.toString()).toBe(text);
        expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le'), { guess: false }).bytes.toString()).toBe(text);
        expect(decode(Buffer.from(`title${text}`, 'utf16le'), { guess: false }).bytes.toString()).toBe(`title${text}`);
        expect(decode(Buffer.from(`title${text}`, 'utf16le').swap16(), { guess: false }).bytes.toString()).toBe(
          `title${text}`,
        );
      },
    ),
    seed,
  );
  const windows = Buffer.from('one\ntwo\ncrème \x80 5', 'latin1');
  expect(() => decode(windows, { guess: false })).toThrow(EncodingNeeded);
  expect(() => decode(windows, { guess: false })).toThrow(expect.objectContaining({ line: 3 }));
  expect(decode(windows, { guess: false, encoding: 'windows-1252' })).toMatchObject({ notes: [] });
  const guessed = decode(windows, { guess: true });
  expect(guessed.bytes.toString()).toBe('one\ntwo\ncrème € 5');
  expect(guessed.notes).toEqual([{ line: 3, message: expect.stringContaining('crème €'), severity: 'note' }]);
  const bad = Buffer.concat([Buffer.from('one\ntwo\nthr'), Buffer.from([0x81]), Buffer.from('e\nfour')]);
  expect(() => decode(bad, { guess: false, encoding: 'windows-1252' })).toThrow(FileRefused);
});

test('the delimiter is the one that stands outside of quotes', () => {
  expect(detectDelimiter(Buffer.from('"a,b,c,d";e;f\n1;2;3'))).toBe(';');
  expect(detectDelimiter(Buffer.from('a,b\n1;2;3;4'))).toBe(',');
});

test.each([
  ['windows-1251', 'Чай чёрный', [0xd7, 0xe0, 0xe9, 0x20, 0xf7, 0xb8, 0xf0, 0xed, 0xfb, 0xe9]],
  ['windows-1250', 'łyżka', [0xb3, 0x79, 0xbf, 0x6b, 0x61]],
  ['shift_jis', '緑茶', [0x97, 0xce, 0x92, 0x83]],
] as const)('a file in %s can be read as what it says: %s', (encoding, text, bytes) => {
  const file = Buffer.concat([Buffer.from('title\n'), Buffer.from(bytes)]);
  expect(decode(file, { guess: false, encoding }).bytes.toString()).toBe(`title\n${text}`);
  expect(decode(file, { guess: true }).readings).toContainEqual({ encoding, sample: text });
});

const read = async (text: string) => {
  const lines: { cells: string[]; line: number }[] = [];
  for await (const line of linesOf(Buffer.from(text), detectDelimiter(Buffer.from(text)))) lines.push(line);
  return lines;
};

test('a file is read whatever its line ends are; blank rows and a sep= line are no rows', async () => {
  expect(await read('sep=;\r\na;b\r\n1;2\n;\n ; \n3;"4\n5"\r6;7')).toEqual([
    { cells: ['a', 'b'], line: 2 },
    { cells: ['1', '2'], line: 3 },
    { cells: ['3', '4\n5'], line: 6 },
    { cells: ['6', '7'], line: 8 },
  ]);
});

test('a picture that was pasted into a text is left out of it, and the text stays', () => {
  const data = `data:image/png;base64,${'QUJD'.repeat(50_000)}`;
  expect(withoutPastedPictures(`<p>Before</p><img alt="" src="${data}"><p>After</p>`)).toBe(
    '<p>Before</p><p>After</p>',
  );
  expect(withoutPastedPictures(`See ${data} there`)).toBe('See  there');
  expect(withoutPastedPictures('No picture')).toBeUndefined();
});
