import type { ProductStatus } from '../../../generated/catalog/types.ts';
import { rawCell } from '../../../look/csv.ts';
import { truncate } from '../../platform/truncate.ts';
import { mediaIdOf } from '../media/pictures.ts';
import { isCurrency } from '../product.ts';
import {
  isShortened,
  parseTags,
  readCount,
  readingsOf,
  readPrice,
  withoutPastedPictures,
  withoutTextFormula,
  withoutTextMark,
} from './cells.ts';
import type { Header } from './columns.ts';
import { handleOf, madeSkus } from './handles.ts';
import { textOfHtml } from './html.ts';
import { fromShopify, isSku, type Values } from './shopify.ts';

/** Something wrong at one place of a file. */
export interface RowFault {
  line: number;
  column?: string;
  message: string;
  /** A note says what was left out or read in a certain way; its row is used. */
  severity?: 'note';
}

/** A note with what it is about: of one kind only the first few are listed. */
export interface RowNote {
  kind: string;
  fault: RowFault;
}

/** One row, read. A member is absent where the file has no such column, and null where its cell is empty. */
export interface ImportRow {
  line: number;
  /** The place among the data rows, from 0. */
  index: number;
  handle: string;
  sku?: string;
  /** Another sku for a variant whose sku was made: where `sku` belongs to another one. */
  distinctSku?: string;
  text: Partial<
    Record<
      | 'title'
      | 'description'
      | 'category'
      | 'brand'
      | 'variantTitle'
      | 'size'
      | 'barcode'
      | 'imageAlt'
      | 'imageTint'
      | 'seoTitle'
      | 'seoDescription',
      string | null
    >
  >;
  /** The category of a new product for which the file names none; without it such a product is refused. */
  defaultCategory?: string;
  status?: ProductStatus | null;
  tags?: string[];
  /** Minor units. */
  price?: number;
  compareAtPrice?: number | null;
  currency?: string;
  weightGrams?: number | null;
  /** The address of the picture of the variant, which is one of the product's. */
  variantImage?: string | null;
  /** The hash of the picture. */
  mediaId?: string | null;
  /** A picture that is somewhere else. */
  imageUrl?: string;
  imagePosition?: number;
  createdAt?: Date;
  options: { name: string; value: string }[];
  /** The names of the options, which files of Shopify give with the first row of a product only. */
  optionNames: readonly string[];
  stock: { location: string; onHand: number; column: string }[];
  /** The cells of attributes, the empty ones too. */
  attributes: { name: string; column: string; cell: string }[];
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${truncate(text, 57)}…` : text);
}

/** What was read of a row: with any fault it is not to be used. */
export interface ReadRow {
  row: ImportRow;
  faults: RowFault[];
  notes: RowNote[];
}

const textFields = [
  ...(['title', 'description', 'category', 'brand', 'variantTitle', 'size', 'barcode'] as const),
  ...(['imageAlt', 'seoTitle', 'seoDescription'] as const),
];

/** Reads one row of a file; `above` is the row before it. What is wrong with it goes into the faults. */
export function readRow(
  header: Header,
  cells: readonly string[],
  line: number,
  index: number,
  above?: ImportRow,
): ReadRow {
  const faults: RowFault[] = [];
  const notes: RowNote[] = [];
  const given: Values = {};
  const shopify = header.format === 'shopify';
  const fault = (column: string, message: string) => {
    faults.push({ line, column, message });
    return undefined;
  };
  const note = (kind: string, column: string, message: string) => {
    notes.push({ kind, fault: { line, column, message, severity: 'note' } });
  };
  // Spreadsheets leave out empty cells at the end of a row, or add some.
  const width = cells.findLastIndex(cell => cell.trim() !== '') + 1;
  if (width > header.width)
    faults.push({ line, message: `has ${width} cells where the first line has ${header.width}` });
  for (const { rule, index: at } of header.columns) {
    const cell = (cells[at] ?? '').trim();
    const text = withoutPastedPictures(cell);
    if (text !== undefined) note('picture', rule.name, 'holds a picture that was pasted into it: it was left out');
    const plain = cell.startsWith('=') ? withoutTextFormula(cell) : shopify ? cell : rawCell(cell);
    const value = text === undefined ? plain : shopify ? text : textOfHtml(text);
    if (value.length > rule.max) fault(rule.name, `is longer than ${rule.max} characters`);
    given[rule.field] = rule.field === 'sku' || rule.field === 'barcode' ? withoutTextMark(value) : value;
  }
  const values = { currency: header.settings.currency ?? '', ...(shopify ? fromShopify(given, note) : given) };
  const row: ImportRow = {
    line,
    index,
    handle: handleOf(values.handle ?? ''),
    text: {},
    options: [],
    optionNames: [],
    stock: [],
    attributes: header.attributes.map(({ name, index: at, column }) => ({
      name,
      column,
      cell: rawCell((cells[at] ?? '').trim()),
    })),
  };
  if (!row.handle) fault('handle', 'is missing');
  for (const field of textFields) {
    const value = values[field];
    if (value !== undefined) row.text[field] = value || null;
  }
  readOptions(row, header, cells, above, fault);
  if (shopify) nameVariant(row, values, note);
  readVariant(row, values, fault);
  readProduct(row, values, shopify, fault);
  if (shopify) {
    row.defaultCategory = 'Other';
    readPicture(row, values, fault);
  }
  for (const { location, index: at, column } of header.stock)
    readStock(row, location, (cells[at] ?? '').trim(), column, fault);
  if (shopify && row.sku !== undefined) readQuantity(row, header, values, note, fault);
  return { row, faults, notes };
}

function readOptions(
  row: ImportRow,
  header: Header,
  cells: readonly string[],
  above: ImportRow | undefined,
  fault: Report,
): void {
  const shopify = header.format === 'shopify';
  const earlier = shopify && above?.handle === row.handle ? above.optionNames : [];
  row.optionNames = header.options.map(({ name }, at) => rawCell((cells[name] ?? '').trim()) || (earlier[at] ?? ''));
  for (const [at, { value, column }] of header.options.entries()) {
    const optionName = row.optionNames[at] ?? '';
    const optionValue = rawCell((cells[value] ?? '').trim());
    // How Shopify writes that a product has one variant and no options.
    if (shopify && (optionValue === '' || (optionName === 'Title' && optionValue === 'Default Title'))) continue;
    if (optionName.length > 100 || optionValue.length > 100) fault(column, 'is longer than 100 characters');
    else if (optionName !== '' && optionValue !== '') row.options.push({ name: optionName, value: optionValue });
    else if (optionName !== '' || optionValue !== '') fault(column, 'needs both a name and a value');
  }
}

/** Assigns a new sku to a variant without one; a row without variant columns stays without. */
function nameVariant(
  row: ImportRow,
  values: Values,
  note: (kind: string, column: string, message: string) => void,
): void {
  if (values.sku || (!values.price && row.options.length === 0)) return;
  const { sku, distinct } = madeSkus(
    row.handle,
    row.options.map(option => option.value),
  );
  values.sku = sku;
  if (distinct !== sku) row.distinctSku = distinct;
  note('sku', 'sku', `is empty: the variant gets the sku ${values.sku}`);
}

function readStock(row: ImportRow, location: string, value: string, column: string, fault: Report): void {
  if (value === '') return;
  const onHand = readCount(value);
  if (onHand === undefined) fault(column, `is no number of pieces: ${quoted(value)}`);
  else row.stock.push({ location, onHand, column });
}

function readQuantity(row: ImportRow, { settings }: Header, values: Values, note: Note, fault: Report): void {
  const { quantity = '' } = values;
  const column = 'variant_inventory_qty';
  if (quantity === '') return;
  if (settings.location === undefined) {
    note('stock', column, 'was left out: no location was named for stock');
    return;
  }
  if (/^-\d{1,9}$/.test(quantity)) note('oversold', column, `is less than nothing (${quantity}): taken as 0`);
  readStock(row, settings.location, quantity.startsWith('-') ? '0' : quantity, column, fault);
}

/** A picture of a file of Shopify: one that was uploaded here, or the address of one that is somewhere else. */
function readPicture(row: ImportRow, { image = '', imagePosition = '' }: Values, fault: Report): void {
  if (/^\d{1,5}$/.test(imagePosition)) row.imagePosition = Number(imagePosition);
  if (image === '') return;
  const mediaId = mediaIdOf(image);
  if (mediaId !== undefined) row.mediaId = mediaId;
  else if (URL.canParse(image)) row.imageUrl = image;
  else fault('image', `is no address of a picture: ${quoted(image)}`);
}

type Note = (kind: string, column: string, message: string) => void;
type Report = (column: string, message: string) => undefined;

/** A price in minor units; a fault where it is none. */
function amountOf(column: string, text: string, currency: string, fault: Report): number | undefined {
  const price = readPrice(text, currency);
  if ('amount' in price) return price.amount;
  if (price.fault === 'ambiguous') {
    const [whole, decimal] = readingsOf(text, currency);
    return fault(column, `can be read in two ways, ${quoted(text)}: write ${whole} or ${decimal}`);
  }
  if (price.fault === 'currency') return fault(column, `is not a price in ${currency}: ${quoted(text)}`);
  return fault(column, `is not a price: ${quoted(text)}`);
}

/** A row without sku and price may bring one more picture of its product. */
function readVariant(row: ImportRow, values: Values, fault: Report): void {
  const { sku = '', price = '', currency = '', compareAtPrice, weightGrams } = values;
  if (sku === '' && price === '' && (values.image || values.quantity !== undefined || values.published !== undefined))
    return;
  for (const [column, cell] of [
    ['sku', sku],
    ['barcode', values.barcode ?? ''],
  ] as const)
    if (isShortened(cell)) fault(column, `was shortened by a spreadsheet, ${quoted(cell)}: format the column as text`);
  if (isSku(sku)) row.sku = sku;
  else if (!isShortened(sku))
    fault(
      'sku',
      sku === '' ? 'is missing' : `may hold letters from A to Z, digits, dots, hyphens and underscores: ${quoted(sku)}`,
    );
  const code = currency.toUpperCase();
  if (!isCurrency(code)) fault('currency', currency === '' ? 'is missing' : `is no currency: ${quoted(currency)}`);
  else {
    row.currency = code;
    const amount = price === '' ? fault('price', 'is missing') : amountOf('price', price, code, fault);
    if (amount !== undefined) row.price = amount;
    if (compareAtPrice === '') row.compareAtPrice = null;
    else if (compareAtPrice !== undefined)
      row.compareAtPrice = amountOf('compare_at_price', compareAtPrice, code, fault) ?? null;
  }
  if (weightGrams === '') row.weightGrams = null;
  else if (weightGrams !== undefined) {
    const grams = readCount(weightGrams);
    if (grams !== undefined && grams <= 10_000_000) row.weightGrams = grams;
    else fault('weight_grams', `is no weight in grams: ${quoted(weightGrams)}`);
  }
  if (values.variantImage !== undefined) row.variantImage = values.variantImage || null;
}

function readProduct(row: ImportRow, values: Values, shopify: boolean, fault: Report): void {
  const { tags, image, imageTint, createdAt } = values;
  const status = values.status?.toLowerCase();
  if (status === 'draft' || status === 'active' || status === 'archived') row.status = status;
  else if (status === '') row.status = null;
  else if (status !== undefined) fault('status', `must be draft, active or archived: ${quoted(values.status ?? '')}`);
  if (tags !== undefined) {
    const list = parseTags(tags);
    if (list.length > 50 || list.some(tag => tag.length > 60))
      fault('tags', 'are at most 50, each of at most 60 characters');
    else row.tags = list;
  }
  if (image !== undefined && !shopify) {
    const mediaId = image === '' ? null : mediaIdOf(image);
    if (mediaId === undefined)
      fault('image', `is not the address of a picture that was uploaded here (/media/…): ${quoted(image)}`);
    else row.mediaId = mediaId;
  }
  if (imageTint !== undefined) {
    const tint = imageTint.toLowerCase();
    if (tint !== '' && !/^#[0-9a-f]{6}$/.test(tint))
      fault('image_tint', `is no colour like #aabbcc: ${quoted(imageTint)}`);
    else row.text.imageTint = tint || null;
  }
  if (createdAt) {
    const date = new Date(createdAt);
    if (!/^\d{4}-\d\d-\d\d/.test(createdAt) || Number.isNaN(date.getTime()))
      fault('created_at', `is no date like 2026-01-31: ${quoted(createdAt)}`);
    else row.createdAt = date;
  }
}
