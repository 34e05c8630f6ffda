/** What a cell may be for. */
export type Field =
  | 'handle'
  | 'title'
  | 'description'
  | 'category'
  | 'brand'
  | 'status'
  | 'tags'
  | 'sku'
  | 'variantTitle'
  | 'price'
  | 'currency'
  | 'compareAtPrice'
  | 'size'
  | 'barcode'
  | 'weightGrams'
  | 'image'
  | 'imageAlt'
  | 'imageTint'
  | 'seoTitle'
  | 'seoDescription'
  | 'createdAt';

interface ColumnRule {
  field: Field;
  /** How files call it, in lower case, words joined by `_`; the first is what messages say. Other shops' names are added here. */
  headers: readonly [string, ...string[]];
  required?: true;
  /** Characters, as in contracts/openapi/catalog.yaml. */
  max: number;
}

export const columnRules: readonly ColumnRule[] = [
  { field: 'handle', headers: ['handle'], required: true, max: 200 },
  { field: 'title', headers: ['title'], required: true, max: 300 },
  { field: 'category', headers: ['category'], required: true, max: 200 },
  { field: 'sku', headers: ['sku'], required: true, max: 64 },
  { field: 'price', headers: ['price'], required: true, max: 20 },
  { field: 'currency', headers: ['currency'], required: true, max: 3 },
  { field: 'description', headers: ['description'], max: 20_000 },
  { field: 'brand', headers: ['brand'], max: 200 },
  { field: 'status', headers: ['status'], max: 20 },
  { field: 'tags', headers: ['tags'], max: 3_100 },
  { field: 'variantTitle', headers: ['variant_title'], max: 300 },
  { field: 'compareAtPrice', headers: ['compare_at_price'], max: 20 },
  { field: 'size', headers: ['size'], max: 60 },
  { field: 'barcode', headers: ['barcode'], max: 60 },
  { field: 'weightGrams', headers: ['weight_grams'], max: 8 },
  { field: 'image', headers: ['image'], max: 300 },
  { field: 'imageAlt', headers: ['image_alt'], max: 500 },
  { field: 'imageTint', headers: ['image_tint'], max: 7 },
  { field: 'seoTitle', headers: ['seo_title'], max: 200 },
  { field: 'seoDescription', headers: ['seo_description'], max: 500 },
  { field: 'createdAt', headers: ['created_at'], max: 40 },
];

const MAX_OPTIONS = 5;

/** Where each thing stands in a row of one file. */
export interface Header {
  columns: readonly { rule: ColumnRule; index: number }[];
  /** Pairs of name and value: `option1_name`, `option1_value`. */
  options: readonly { name: number; value: number; column: string }[];
  /** `stock:<location>`. */
  stock: readonly { location: string; index: number; column: string }[];
  /** Columns that mean nothing here. */
  unknown: readonly string[];
  width: number;
}

/** A file that cannot be imported at all, in words for whoever sent it. */
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

/** Reads the first line of a file. Throws FileRefused for missing columns, a column given twice, and a location that cannot be one. */
export function readHeader(cells: readonly string[]): Header {
  const names = cells.map(normal);
  const repeated = names.filter((name, index) => name !== '' && names.indexOf(name) !== index);
  if (repeated.length > 0) throw new FileRefused(`The column ${repeated[0]} is there twice.`);
  const columns = columnRules.flatMap(rule => {
    const index = names.findIndex(name => rule.headers.includes(name));
    return index === -1 ? [] : [{ rule, index }];
  });
  const present = new Set(columns.map(({ rule }) => rule.field));
  const missing = columnRules.filter(rule => rule.required && !present.has(rule.field)).map(rule => rule.headers[0]);
  if (missing.length > 0)
    throw new FileRefused(`The file lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}.`);
  const options = Array.from({ length: MAX_OPTIONS }, (_, index) => `option${index + 1}`).flatMap(option => {
    const [name, value] = [names.indexOf(`${option}_name`), names.indexOf(`${option}_value`)];
    return name === -1 || value === -1 ? [] : [{ name, value, column: `${option}_value` }];
  });
  const stock = cells.flatMap((cell, index) => {
    const location = /^\s*stock\s*:(.*)$/i.exec(cell)?.[1]?.trim().toLowerCase();
    if (location === undefined) return [];
    if (!/^[a-z0-9-]{1,60}$/.test(location))
      throw new FileRefused(`${cell.trim()} names no location: letters, digits and hyphens after "stock:".`);
    return [{ location, index, column: `stock:${location}` }];
  });
  const used = new Set([...columns, ...stock].map(({ index }) => index).concat(options.flatMap(({ name, value }) => [name, value])));
  return { columns, options, stock, unknown: cells.filter((cell, index) => cell.trim() !== '' && !used.has(index)), width: cells.length };
}
