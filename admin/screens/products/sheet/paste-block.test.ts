import { describe, expect, test } from '@jest/globals';
import type { FormVariant } from '../form-variant.ts';
import { formOptions } from '../product-options.ts';
import { clipboardText, parseClipboard } from './clipboard-table.ts';
import { clearCells, fillDown, pasteBlock, type Sheet } from './paste-block.ts';
import { cellProblem, cellText, sheetColumns } from './sheet-columns.ts';

const locations = [
  { id: 'east', name: 'East' },
  { id: 'west', name: 'West' },
].map(location => ({ ...location, priority: 1 }));

function variant(size: string, amount: number): FormVariant {
  return {
    sku: `tee-${size}`,
    savedSku: `tee-${size}`,
    options: { Size: size },
    price: { amount, currency: 'EUR' },
    compareAtPrice: null,
    size: '',
    barcode: '',
    weightGrams: null,
    imageUrl: '',
    texts: {},
    stock: {},
  };
}

const sheet: Sheet = {
  variants: [variant('S', 1_000), variant('M', 1_100), variant('L', 1_200)],
  options: formOptions([{ name: 'Size', values: ['S', 'M', 'L'] }]),
  currency: 'EUR',
  locations,
  levels: [],
  columns: sheetColumns(locations),
  isWritable: () => true,
};
const at = (row: number, column: Sheet['columns'][number]) => ({ from: { row, column }, to: { row, column } });
const paste = (text: string, range = at(0, 'price')) => pasteBlock(parseClipboard(text), range, sheet);
const column = (edit: { variants: FormVariant[] }, name: Sheet['columns'][number]) =>
  edit.variants.map(item => cellText(item, name, []));

describe('the clipboard', () => {
  test('holds cells with tabs, line ends and quotes in quotes', () => {
    const text = 'a\t"two\nlines"\t"a ""word"""\r\n\t7" pipe\t\r\n';
    expect(parseClipboard(text)).toEqual([
      ['a', 'two\nlines', 'a "word"'],
      ['', '7" pipe', ''],
    ]);
    expect(parseClipboard(clipboardText([['a\tb', 'c "d"'], ['']]))).toEqual([['a\tb', 'c "d"'], ['']]);
  });
});

describe('a block without names of columns', () => {
  test('begins at the cell that it is pasted into, and reads prices as they are written', () => {
    const edit = paste('49,50\t1.059,00\t12\r\n$5\t€ 12.00\t1,200\r\n');
    expect(column(edit, 'price')).toEqual(['49.50', '$5', '12.00']);
    expect(column(edit, 'compareAtPrice')).toEqual(['1059.00', '12.00', '']);
    expect(column(edit, 'stock:east')).toEqual(['12', '1200', '']);
    expect(edit.cells.length).toBe(6);
    const [, wrong] = edit.variants;
    expect(wrong && cellProblem(wrong, 'price', edit.variants)).toBe('Not an amount');
  });

  test('says what lies below the last row and right of the last column', () => {
    const edit = paste('1\t2\n3\t4\n', at(2, 'weightGrams'));
    expect(column(edit, 'weightGrams')).toEqual(['', '', '1']);
    expect(edit.notes).toEqual(['1 row left out: below the last.', '1 column left out: right of the last.']);
  });

  test('empties a cell with an empty one, and leaves a row alone that is blank', () => {
    const edit = paste('\t20\n\t\n7\t\n');
    expect(column(edit, 'price')).toEqual(['', '11.00', '7.00']);
    const [first] = edit.variants;
    expect(first && cellProblem(first, 'price', edit.variants)).toBe('Required');
  });

  test('fills a range that it fits into several times', () => {
    const range = { from: { row: 2, column: 'compareAtPrice' as const }, to: { row: 0, column: 'price' as const } };
    const edit = paste('9.90', range);
    expect(column(edit, 'price')).toEqual(['9.90', '9.90', '9.90']);
    expect(column(edit, 'compareAtPrice')).toEqual(['9.90', '9.90', '9.90']);
  });

  test('finds the sku of another variant', () => {
    const edit = paste('tee-L', at(0, 'sku'));
    const [first] = edit.variants;
    expect(first && cellProblem(first, 'sku', edit.variants)).toBe('Another variant has it');
  });

  test('leaves cells alone that cannot be changed', () => {
    const own = { ...sheet, isWritable: (name: string) => !name.startsWith('stock:') };
    const edit = pasteBlock(parseClipboard('8\t9\t3'), at(0, 'price'), own);
    expect(edit.cells.map(cell => cell.column)).toEqual(['price', 'compareAtPrice']);
    expect(edit.notes).toEqual(['1 cell left out: not yours to change.']);
  });
});

describe('a block whose first row names its columns', () => {
  test('goes by sku, whatever the order of its rows and wherever it is pasted', () => {
    const edit = paste('SKU\tPrice (EUR)\tColour\ntee-L\t30\tred\nhat\t9\tblue\ntee-S\t10\tred', at(1, 'barcode'));
    expect(column(edit, 'price')).toEqual(['10.00', '11.00', '30.00']);
    expect(column(edit, 'barcode')).toEqual(['', '', '']);
    expect(edit.notes).toEqual(['1 row left out: no variant has their SKU.', 'Columns left out: Colour.']);
  });

  test('goes by the options where it has all of them', () => {
    const edit = paste('Size\tVariant Grams\tstock:west\nm\t0.25 kg\t4\nL\t300 g\t5');
    expect(column(edit, 'weightGrams')).toEqual(['', '250', '300']);
    expect(column(edit, 'stock:west')).toEqual(['', '4', '5']);
  });

  test('names new skus in the order of the rows', () => {
    const edit = paste('SKU\tEAN\nnew-1\t4006381333931\nnew-2\t4006381333948\n', at(0, 'sku'));
    expect(column(edit, 'sku')).toEqual(['new-1', 'new-2', 'tee-L']);
    expect(column(edit, 'barcode')).toEqual(['4006381333931', '4006381333948', '']);
  });
});

describe('other edits', () => {
  test('fill the first row of a range down, and one cell from the cell above it', () => {
    const range = { from: { row: 0, column: 'price' as const }, to: { row: 2, column: 'price' as const } };
    expect(column(fillDown(range, sheet), 'price')).toEqual(['10.00', '10.00', '10.00']);
    expect(column(fillDown(at(2, 'price'), sheet), 'price')).toEqual(['10.00', '11.00', '11.00']);
    expect(fillDown(at(0, 'price'), sheet).cells).toEqual([]);
  });

  test('empty the cells of a range', () => {
    expect(column(clearCells(at(1, 'price'), sheet), 'price')).toEqual(['10.00', '', '12.00']);
  });
});
