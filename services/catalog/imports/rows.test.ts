import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePrice } from './cells.ts';
import { FileRefused, readHeader } from './columns.ts';
import { decode } from './encoding.ts';
import { detectDelimiter, linesOf } from './file.ts';
import { readRow } from './rows.ts';

const seed = { seed: 7 };

describe('prices', () => {
  test('every amount that is written is read back, in its currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000_000 }),
        fc.constantFrom(['USD', 2], ['JPY', 0], ['KWD', 3]),
        (amount, [currency, decimals]) => {
          expect(parsePrice((amount / 10 ** Number(decimals)).toFixed(Number(decimals)), String(currency))).toBe(
            amount,
          );
        },
      ),
      seed,
    );
  });

  test.each([
    ['1', 'USD', 100],
    ['1.5', 'USD', 150],
    ['1,50', 'EUR', 150],
    ['1.500', 'USD', undefined],
    ['1,500', 'EUR', undefined],
    ['1.500', 'KWD', 1500],
    ['1.234,56', 'EUR', 123_456],
    ['1,234.5', 'USD', 123_450],
    ['1 234,56', 'EUR', 123_456],
    ['1’234.50', 'CHF', 123_450],
    ['1.234.567', 'JPY', 1_234_567],
    ['1,234,56', 'EUR', undefined],
    ['1.', 'USD', 100],
    ['1.5', 'JPY', undefined],
    ['1.005', 'USD', undefined],
    ['-1', 'USD', undefined],
    ['1e3', 'USD', undefined],
    ['$5', 'USD', undefined],
    ['1000000.01', 'USD', undefined],
    ['', 'USD', undefined],
  ])('%p of %s', (text, currency, amount) => {
    expect(parsePrice(text, currency)).toBe(amount);
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

test('UTF-8 and UTF-16, with a mark or without, give the same text; what is neither is read as Windows-1252 with a note', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !text.includes('\0') && !text.startsWith('\ufeff')),
      text => {
        expect(decode(Buffer.from(`\ufeff${text}`)).bytes.toString()).toBe(text);
        expect(decode(Buffer.from(`\ufeff${text}`, 'utf16le')).bytes.toString()).toBe(text);
        expect(decode(Buffer.from(`title${text}`, 'utf16le')).bytes.toString()).toBe(`title${text}`);
        expect(decode(Buffer.from(`title${text}`, 'utf16le').swap16()).bytes.toString()).toBe(`title${text}`);
      },
    ),
    seed,
  );
  const windows = decode(Buffer.from('one\ntwo\ncrème \x80 5', 'latin1'));
  expect(windows.bytes.toString()).toBe('one\ntwo\ncrème € 5');
  expect(windows.notes).toEqual([{ line: 3, message: expect.stringContaining('crème €'), severity: 'note' }]);
  const bad = Buffer.concat([Buffer.from('one\ntwo\nthr'), Buffer.from([0x81]), Buffer.from('e\nfour')]);
  expect(() => decode(bad)).toThrow(FileRefused);
  expect(() => decode(bad)).toThrow(expect.objectContaining({ line: 3 }));
});

test('the delimiter is the one that stands outside of quotes', () => {
  expect(detectDelimiter(Buffer.from('"a,b,c,d";e;f\n1;2;3'))).toBe(';');
  expect(detectDelimiter(Buffer.from('a,b\n1;2;3;4'))).toBe(',');
});
