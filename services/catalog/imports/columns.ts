import { attributeNameKey } from '../attribute.ts';

/** Whose columns a file has. */
export type FileFormat = 'covenant' | 'shopify';

/** What a cell may be for. */
export type Field =
  | 'handle'
  | 'title'
  | 'description'
  | 'category'
  | 'type'
  | 'brand'
  | 'status'
  | 'published'
  | 'tags'
  | 'sku'
  | 'variantTitle'
  | 'price'
  | 'currency'
  | 'compareAtPrice'
  | 'size'
  | 'barcode'
  | 'weightGrams'
  | 'variantImage'
  | 'quantity'
  | 'image'
  | 'imageAlt'
  | 'imageTint'
  | 'imagePosition'
  | 'seoTitle'
  | 'seoDescription'
  | 'createdAt';

interface ColumnRule {
  field: Field;
  /** What messages call it until the file's own name is put in. */
  name: string;
  /** How files call it, in lower case, words joined by `_`. */
  headers: readonly [string, ...string[]];
  required?: true;
  /** Characters, as in contracts/openapi/catalog.yaml. */
  max: number;
}

const MAX_TAGS = 6_200;

const covenantRules: readonly Omit<ColumnRule, 'name'>[] = [
  { field: 'handle', headers: ['handle'], required: true, max: 220 },
  { field: 'title', headers: ['title'], required: true, max: 300 },
  { field: 'category', headers: ['category'], required: true, max: 200 },
  { field: 'sku', headers: ['sku'], required: true, max: 64 },
  { field: 'price', headers: ['price'], required: true, max: 20 },
  { field: 'currency', headers: ['currency'], required: true, max: 3 },
  { field: 'description', headers: ['description'], max: 20_000 },
  { field: 'brand', headers: ['brand'], max: 200 },
  { field: 'status', headers: ['status'], max: 20 },
  { field: 'tags', headers: ['tags'], max: MAX_TAGS },
  { field: 'variantTitle', headers: ['variant_title'], max: 300 },
  { field: 'compareAtPrice', headers: ['compare_at_price'], max: 20 },
  { field: 'size', headers: ['size'], max: 60 },
  { field: 'barcode', headers: ['barcode'], max: 60 },
  { field: 'weightGrams', headers: ['weight_grams'], max: 8 },
  { field: 'variantImage', headers: ['variant_image'], max: 300 },
  { field: 'image', headers: ['image'], max: 300 },
  { field: 'imageAlt', headers: ['image_alt'], max: 500 },
  { field: 'imageTint', headers: ['image_tint'], max: 7 },
  { field: 'seoTitle', headers: ['seo_title'], max: 200 },
  { field: 'seoDescription', headers: ['seo_description'], max: 500 },
  { field: 'createdAt', headers: ['created_at'], max: 40 },
];

/**
 * Shopify's columns: the first name is that of files up to 2024, the second that of newer ones.
 * https://help.shopify.com/en/manual/products/import-export/using-csv
 */
const shopifyRules: readonly Omit<ColumnRule, 'name'>[] = [
  { field: 'handle', headers: ['handle', 'url_handle'], max: 255 },
  { field: 'title', headers: ['title'], required: true, max: 300 },
  { field: 'description', headers: ['body_(html)', 'description', 'body_html', 'body'], max: 100_000 },
  { field: 'brand', headers: ['vendor'], max: 200 },
  { field: 'category', headers: ['product_category', 'standard_product_type', 'custom_product_type'], max: 300 },
  { field: 'type', headers: ['type', 'product_type'], max: 200 },
  { field: 'tags', headers: ['tags'], max: MAX_TAGS },
  { field: 'published', headers: ['published', 'published_on_online_store'], max: 20 },
  { field: 'status', headers: ['status'], max: 20 },
  { field: 'sku', headers: ['variant_sku', 'sku'], max: 255 },
  { field: 'price', headers: ['variant_price', 'price'], required: true, max: 20 },
  { field: 'compareAtPrice', headers: ['variant_compare_at_price', 'compare_at_price'], max: 20 },
  { field: 'barcode', headers: ['variant_barcode', 'barcode'], max: 60 },
  { field: 'weightGrams', headers: ['variant_grams', 'weight_value_(grams)'], max: 20 },
  { field: 'quantity', headers: ['variant_inventory_qty', 'inventory_quantity'], max: 20 },
  { field: 'image', headers: ['image_src', 'product_image_url'], max: 2_000 },
  { field: 'variantImage', headers: ['variant_image', 'variant_image_url'], max: 2_000 },
  { field: 'imagePosition', headers: ['image_position'], max: 10 },
  { field: 'imageAlt', headers: ['image_alt_text'], max: 512 },
  { field: 'seoTitle', headers: ['seo_title'], max: 200 },
  { field: 'seoDescription', headers: ['seo_description'], max: 500 },
];

/** Names that only Shopify's files have. */
const shopifyMarks = new Set([
  'body_(html)',
  'variant_sku',
  'variant_price',
  'variant_grams',
  'variant_inventory_qty',
  'image_src',
  'vendor',
  'url_handle',
  'published_on_online_store',
  'inventory_quantity',
  'product_image_url',
  'weight_value_(grams)',
]);

const MAX_OPTIONS = 5;

/** What is wrong with a row, in the file of rows that were left out; an import does not read it. */
export const PROBLEM_COLUMN = 'problem';

/** What a file leaves open and whoever sends it says. */
export interface FileSettings {
  currency?: string;
  location?: string;
}

/** Where each field stands in a row of one file. */
export interface Header {
  format: FileFormat;
  settings: FileSettings;
  columns: readonly { rule: ColumnRule; index: number }[];
  options: readonly { name: number; value: number; column: string }[];
  stock: readonly { location: string; index: number; column: string }[];
  attributes: readonly { name: string; index: number; column: string }[];
  /** Columns that are not known; their cells are left out. */
  unknown: readonly string[];
  width: number;
  /** The file's own names of its columns. */
  labels: Readonly<Record<string, string>>;
}

/** The file as a whole cannot be imported; the message says why, to the merchant. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly line: number;
  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}

function normal(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

function columnsOf(
  names: readonly string[],
  rules: readonly Omit<ColumnRule, 'name'>[],
): { rule: ColumnRule; index: number }[] {
  return rules.flatMap(rule => {
    const index = names.findIndex(name => rule.headers.includes(name));
    const { headers } = covenantRules.find(({ field }) => field === rule.field) ?? rule;
    return index === -1 ? [] : [{ rule: { ...rule, name: headers[0] }, index }];
  });
}

function stockColumns(cells: readonly string[]): Header['stock'] {
  return cells.flatMap((cell, index) => {
    const location = /^\s*stock\s*:(.*)$/i.exec(cell)?.[1]?.trim().toLowerCase();
    if (location === undefined) return [];
    if (!/^[a-z0-9-]{1,60}$/.test(location))
      throw new FileRefused(`${cell.trim()} names no location: letters, digits and hyphens after "stock:".`);
    return [{ location, index, column: `stock:${location}` }];
  });
}

function attributeColumns(cells: readonly string[]): Header['attributes'] {
  const columns = cells.flatMap((cell, index) => {
    const name = /^\s*attribute\s*:(.*)$/is.exec(cell)?.[1]?.trim();
    return name === undefined ? [] : [{ name, index, column: cell.trim() }];
  });
  const seen = new Set<string>();
  for (const { name, column } of columns) {
    if (name === '') throw new FileRefused(`${column} names no attribute: its name stands after "Attribute:".`);
    if (seen.has(attributeNameKey(name))) throw new FileRefused(`The column ${column} is there twice.`);
    seen.add(attributeNameKey(name));
  }
  return columns;
}

/**
 * Reads the first line of a file. Throws FileRefused for missing columns, a column given twice, and a location that
 * cannot be one.
 */
export function readHeader(cells: readonly string[], settings: FileSettings = {}): Header {
  const names = cells.map(normal);
  const format = names.some(name => shopifyMarks.has(name)) ? 'shopify' : 'covenant';
  const rules = format === 'shopify' ? shopifyRules : covenantRules;
  const columns = columnsOf(names, rules);
  const repeated = names.filter(
    (name, index) => rules.some(({ headers }) => headers.includes(name)) && names.indexOf(name) !== index,
  );
  if (repeated.length > 0) throw new FileRefused(`The column ${repeated[0]} is there twice.`);
  const present = new Set(columns.map(({ rule }) => rule.field));
  const missing = rules
    .filter(
      ({ field, required }) =>
        required && !present.has(field) && !(field === 'currency' && settings.currency !== undefined),
    )
    .map(rule => rule.headers[0]);
  if (missing.length > 0)
    throw new FileRefused(
      `The file lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}.`,
    );
  if (format === 'shopify' && settings.currency === undefined)
    throw new FileRefused('The file does not say what its prices are in. Choose the currency and send it again.');
  const options = Array.from({ length: MAX_OPTIONS }, (_, index) => `option${index + 1}`).flatMap(option => {
    const name = names.indexOf(`${option}_name`);
    const value = names.indexOf(`${option}_value`);
    return name === -1 || value === -1 ? [] : [{ name, value, column: `${option}_value` }];
  });
  const stock = format === 'covenant' ? stockColumns(cells) : [];
  const attributes = attributeColumns(cells);
  const used = new Set(
    [...columns, ...stock, ...attributes]
      .map(({ index }) => index)
      .concat(options.flatMap(({ name, value }) => [name, value])),
  );
  const labels = Object.fromEntries([
    ...columns.map(({ rule, index }) => [rule.name, cells[index]?.trim() ?? ''] as const),
    ...options.map(({ value, column }) => [column, cells[value]?.trim() ?? ''] as const),
  ]);
  return {
    format,
    settings,
    columns,
    options,
    stock,
    attributes,
    unknown: cells
      .map(cell => cell.trim())
      .filter((cell, index) => cell !== '' && cell !== PROBLEM_COLUMN && !used.has(index)),
    width: cells.findLastIndex(cell => cell.trim() !== '') + 1,
    labels,
  };
}
