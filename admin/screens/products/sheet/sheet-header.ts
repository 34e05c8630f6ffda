import type { SheetColumn, SheetContext } from './sheet-columns.ts';

/** What a column of a pasted block is for: a column of the sheet, or an option that tells which variant a row is. */
export type HeaderCell = { column: SheetColumn } | { option: string } | undefined;

const names: Readonly<Record<string, SheetColumn>> = {
  sku: 'sku',
  'variant sku': 'sku',
  price: 'price',
  'variant price': 'price',
  'compare at price': 'compareAtPrice',
  'variant compare at price': 'compareAtPrice',
  package: 'size',
  size: 'size',
  barcode: 'barcode',
  'variant barcode': 'barcode',
  ean: 'barcode',
  gtin: 'barcode',
  upc: 'barcode',
  grams: 'weightGrams',
  'weight grams': 'weightGrams',
  'variant grams': 'weightGrams',
  weight: 'weightGrams',
};
const stockNames = ['stock', 'on hand', 'quantity', 'inventory quantity', 'variant inventory qty'];

const words = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * What the columns of a block are for, if its first row names them: as the console, an export or a file of Shopify
 * calls them. Undefined where the first row is data.
 */
export function readHeader(row: readonly string[], context: SheetContext): HeaderCell[] | undefined {
  if (row.some(cell => /^[^\p{L}]*\d[^\p{L}]*$/u.test(cell))) return undefined;
  const header = row.map(cell => headerCell(words(cell), context));
  return header.some(cell => cell !== undefined && 'column' in cell) ? header : undefined;
}

function headerCell(name: string, { options, locations, currency }: SheetContext): HeaderCell {
  const option = options.find(known => known.values.length > 0 && words(known.name) === name);
  if (option) return { option: option.id };
  const only = locations.length === 1 ? locations[0] : undefined;
  if (only && stockNames.includes(name)) return { column: `stock:${only.id}` };
  for (const location of locations)
    for (const place of [words(location.id), words(location.name)])
      if (name === place || stockNames.some(stock => name === `${stock} ${place}`))
        return { column: `stock:${location.id}` };
  const plain = name.replace(new RegExp(` (in )?${currency.toLowerCase()}$`), '');
  const column = Object.hasOwn(names, plain) ? names[plain] : undefined;
  return column && { column };
}
