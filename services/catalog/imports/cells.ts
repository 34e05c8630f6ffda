const digits = new Map<string, number>();

/** How many decimals a currency has: 2 for USD, 0 for JPY. */
export function decimalsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

const MAX_AMOUNT = 100_000_000;
const plain = /^(\d{1,9})(?:[.,](\d*))?$/;
const grouped = /^(\d{1,3}(?:([.,'’ \u00a0\u202f])\d{3})(?:\2\d{3})*)(?:([.,])(\d*))?$/;

/** The whole part and the decimals of a number as people write it: "1.5", "1,50", "1 234,56", "1,234.56". */
function partsOf(text: string): { whole: string; fraction: string } | undefined {
  const [, whole, fraction = ''] = plain.exec(text) ?? [];
  if (whole !== undefined) return { whole, fraction };
  const [, groups, separator, mark, decimals = ''] = grouped.exec(text) ?? [];
  if (groups === undefined || separator === mark) return undefined;
  return { whole: groups.replaceAll(separator ?? '', ''), fraction: decimals };
}

/**
 * Whether a price can be read in two ways: "1.500" of a currency with two decimals is a half more than one, or fifteen
 * hundred.
 */
export function isAmbiguousPrice(text: string, currency: string): boolean {
  return decimalsOf(currency) !== 3 && /^\d{1,3}[.,]\d{3}$/.test(text);
}

/**
 * A price as files write it, in minor units: "1.5" of USD is 150. Undefined where it is none, is negative, could be
 * read in two ways, or has more decimals than the currency.
 */
export function parsePrice(text: string, currency: string): number | undefined {
  const parts = isAmbiguousPrice(text, currency) ? undefined : partsOf(text);
  if (!parts) return undefined;
  const decimals = decimalsOf(currency);
  const kept = parts.fraction.replace(/0+$/, '');
  if (kept.length > decimals) return undefined;
  const amount = Number(parts.whole + kept.padEnd(decimals, '0'));
  return amount <= MAX_AMOUNT ? amount : undefined;
}

const guarded = /^'*[=+\-@\t\r]/;

/**
 * A cell that no spreadsheet takes for a formula (OWASP, "CSV injection"): an apostrophe before what would be one.
 * `rawCell` takes it off.
 */
export function safeCell(text: string): string {
  return guarded.test(text) ? `'${text}` : text;
}

/** What `safeCell` was given. */
export function rawCell(cell: string): string {
  return cell.startsWith("'") && guarded.test(cell) ? cell.slice(1) : cell;
}

/** Tags as one cell, parted by commas; a comma, bar or backslash of a tag has a backslash before it. */
export function tagsCell(tags: readonly string[]): string {
  return tags.map(tag => tag.replace(/[\\,|]/g, '\\$&')).join(', ');
}

/** The tags of a cell, parted by commas or bars, each once. */
export function parseTags(cell: string): string[] {
  const tags = cell.match(/(?:\\[\\,|]|[^,|])+/g) ?? [];
  return [...new Set(tags.map(tag => tag.replace(/\\([\\,|])/g, '$1').trim()).filter(Boolean))];
}
