import type { ProductStatus } from '../../../generated/catalog/types.ts';
import { mediaIdOf } from '../media/pictures.ts';
import { isCurrency, slugify } from '../product.ts';
import type { Field, Header } from './columns.ts';

/** Something wrong at one place of a file. */
export interface RowFault {
  line: number;
  column?: string;
  message: string;
}

/** One row, read. A member is absent where the file has no such column, and null where its cell is empty. */
export interface ImportRow {
  line: number;
  /** The place among the data rows, from 0. */
  index: number;
  handle: string;
  sku?: string;
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
  status?: ProductStatus | null;
  tags?: string[];
  /** Minor units. */
  price?: number;
  compareAtPrice?: number | null;
  currency?: string;
  weightGrams?: number | null;
  /** The hash of the picture. */
  mediaId?: string | null;
  createdAt?: Date;
  options: { name: string; value: string }[];
  stock: { location: string; onHand: number; column: string }[];
}

const digits = new Map<string, number>();

/** How many decimals a currency has: 2 for USD, 0 for JPY. */
function decimalsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/** A price as files write it, in minor units: "1.5" of USD is 150. Undefined where it is none, is negative, or has more decimals than the currency. */
export function parsePrice(text: string, currency: string): number | undefined {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text) ?? [];
  const decimals = decimalsOf(currency);
  const kept = fraction.replace(/0+$/, '');
  if (whole === undefined || kept.length > decimals) return undefined;
  const amount = Number(whole + kept.padEnd(decimals, '0'));
  return amount <= 100_000_000 ? amount : undefined;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}

/** Reads one row of a file. What is wrong with it goes into the faults; with any, the row is not to be used. */
export function readRow(header: Header, cells: readonly string[], line: number, index: number): { row: ImportRow; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const values: Partial<Record<Field, string>> = {};
  const fault = (column: string, message: string) => {
    faults.push({ line, column, message });
    return undefined;
  };
  if (cells.length !== header.width) faults.push({ line, message: `has ${cells.length} cells where the first line has ${header.width}` });
  for (const { rule, index: at } of header.columns) {
    const value = (cells[at] ?? '').trim();
    if (value.length > rule.max) fault(rule.headers[0], `is longer than ${rule.max} characters`);
    values[rule.field] = value;
  }
  const row: ImportRow = { line, index, handle: slugify(values.handle ?? '', ''), text: {}, options: [], stock: [] };
  if (!row.handle) fault('handle', 'is missing');
  for (const field of [
    'title',
    'description',
    'category',
    'brand',
    'variantTitle',
    'size',
    'barcode',
    'imageAlt',
    'seoTitle',
    'seoDescription',
  ] as const) {
    const value = values[field];
    if (value !== undefined) row.text[field] = value || null;
  }
  readVariant(row, values, fault);
  readProduct(row, values, fault);
  for (const { name, value, column } of header.options) {
    const [optionName, optionValue] = [(cells[name] ?? '').trim(), (cells[value] ?? '').trim()];
    if (optionName.length > 100 || optionValue.length > 100) fault(column, 'is longer than 100 characters');
    else if (optionName !== '' && optionValue !== '') row.options.push({ name: optionName, value: optionValue });
    else if (optionName !== '' || optionValue !== '') fault(column, 'needs both a name and a value');
  }
  for (const { location, index: at, column } of header.stock) {
    const value = (cells[at] ?? '').trim();
    if (value === '') continue;
    if (!/^\d{1,9}$/.test(value) || Number(value) > 100_000_000) fault(column, `is no number of pieces: ${quoted(value)}`);
    else row.stock.push({ location, onHand: Number(value), column });
  }
  return { row, faults };
}

type Report = (column: string, message: string) => undefined;

/** A row without sku and price may bring one more picture of its product. */
function readVariant(row: ImportRow, values: Partial<Record<Field, string>>, fault: Report): void {
  const { sku = '', price = '', currency = '', compareAtPrice, weightGrams } = values;
  if (sku === '' && price === '' && values.image) return;
  if (/^[A-Za-z0-9._-]{1,64}$/.test(sku)) row.sku = sku;
  else fault('sku', sku === '' ? 'is missing' : `may hold letters, digits, dots, hyphens and underscores: ${quoted(sku)}`);
  const code = currency.toUpperCase();
  if (!isCurrency(code)) fault('currency', currency === '' ? 'is missing' : `is no currency: ${quoted(currency)}`);
  else {
    row.currency = code;
    const amount = parsePrice(price, code);
    if (amount === undefined) fault('price', price === '' ? 'is missing' : `is not a price: ${quoted(price)}`);
    else row.price = amount;
    if (compareAtPrice === '') row.compareAtPrice = null;
    else if (compareAtPrice !== undefined)
      row.compareAtPrice =
        parsePrice(compareAtPrice, code) ?? fault('compare_at_price', `is not a price: ${quoted(compareAtPrice)}`) ?? null;
  }
  if (weightGrams === '') row.weightGrams = null;
  else if (weightGrams !== undefined && /^\d{1,8}$/.test(weightGrams) && Number(weightGrams) <= 10_000_000)
    row.weightGrams = Number(weightGrams);
  else if (weightGrams !== undefined) fault('weight_grams', `is no weight in grams: ${quoted(weightGrams)}`);
}

function readProduct(row: ImportRow, values: Partial<Record<Field, string>>, fault: Report): void {
  const { status, tags, image, imageTint, createdAt } = values;
  if (status === 'draft' || status === 'active' || status === 'archived') row.status = status;
  else if (status === '') row.status = null;
  else if (status !== undefined) fault('status', `must be draft, active or archived: ${quoted(status)}`);
  if (tags !== undefined) {
    const list = [
      ...new Set(
        tags
          .split(/[,|]/)
          .map(tag => tag.trim())
          .filter(Boolean),
      ),
    ];
    if (list.length > 50 || list.some(tag => tag.length > 60)) fault('tags', 'are at most 50, each of at most 60 characters');
    else row.tags = list;
  }
  if (image !== undefined) {
    const mediaId = image === '' ? null : mediaIdOf(image);
    if (mediaId === undefined) fault('image', `is not the address of a picture that was uploaded here (/media/…): ${quoted(image)}`);
    else row.mediaId = mediaId;
  }
  if (imageTint !== undefined) {
    const tint = imageTint.toLowerCase();
    if (tint !== '' && !/^#[0-9a-f]{6}$/.test(tint)) fault('image_tint', `is no colour like #aabbcc: ${quoted(imageTint)}`);
    else row.text.imageTint = tint || null;
  }
  if (createdAt) {
    const date = new Date(createdAt);
    if (!/^\d{4}-\d\d-\d\d/.test(createdAt) || Number.isNaN(date.getTime()))
      fault('created_at', `is no date like 2026-01-31: ${quoted(createdAt)}`);
    else row.createdAt = date;
  }
}
