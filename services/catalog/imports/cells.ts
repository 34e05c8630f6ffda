import { minorUnitsOf } from '../../../look/minor-units.ts';

const MAX_AMOUNT = 100_000_000;
/** The first digit of the decimal digits that files in other scripts use: Arabic, Persian, Devanagari. */
const ZEROS = [0x660, 0x6f0, 0x966];

/** What is read of a price: an amount in minor units, or why there is none. */
export type Price = { amount: number } | { fault: 'none' | 'ambiguous' | 'currency' };

/** A number as people write it, with ASCII digits and marks and without white space around. */
function plainNumber(text: string): string {
  const digits = Array.from(text.normalize('NFKC'), character => {
    const code = character.codePointAt(0) ?? 0;
    const zero = ZEROS.find(first => code >= first && code < first + 10);
    return zero === undefined ? character : String(code - zero);
  });
  return digits
    .join('')
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',')
    .replace(/[\s’]/gu, mark => (mark === '’' ? "'" : ' '))
    .replace(/([.,]) ?[-\u2013\u2014]{1,2}(?=\D*$)/u, (_, mark) => `${mark}00`) // "5.–": no cents
    .trim();
}

/** How a currency is written: its code and its signs. */
function signsOf(currency: string): Set<string> {
  const signs = new Set([currency]);
  for (const currencyDisplay of ['symbol', 'narrowSymbol'] as const) {
    const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay }).formatToParts(1);
    for (const { type, value } of parts) if (type === 'currency') signs.add(value.normalize('NFKC').toUpperCase());
  }
  return signs;
}

/** The number of a price without the sign of its currency; undefined where the sign is that of another one. */
function withoutSign(text: string, currency: string): string | undefined {
  const [, before = '', number = '', after = ''] = /^([^\d.,'-]*)([\d.,' ]*?)([^\d.,']*)$/u.exec(text) ?? [];
  const signs = [before, after].map(sign => sign.trim().replace(/\.$/, '')).filter(Boolean);
  if (signs.length > 1) return undefined;
  const [sign] = signs;
  if (sign !== undefined && !signsOf(currency).has(sign.toUpperCase())) return undefined;
  return number.trim();
}

const grouped = /^([1-9]\d{0,2}(?:([.,' ])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?$/;
/** Lakh and crore: groups of two digits before the last three. */
const indian = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:(\.)(\d+))?$/;
const simple = /^(\d*)(?:[.,](\d*))?$/;

/**
 * The amount of whole units and decimals in minor units; undefined where there are more decimals than the currency has.
 */
function amountOf(whole: string, fraction: string, decimals: number): number | undefined {
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > decimals) return undefined;
  const amount = Number(whole.replace(/\D/g, '') + kept.padEnd(decimals, '0'));
  return amount <= MAX_AMOUNT ? amount : undefined;
}

/**
 * Whether one mark before three digits can be read in two ways: "1.500" of US dollars is a half more than one, or
 * fifteen hundred. A currency without decimals has one reading only; in one with three the point of an export is a
 * decimal mark.
 */
function isAmbiguous(number: string, decimals: number): boolean {
  const [, mark] = /^[1-9]\d{0,2}([.,])\d{3}$/.exec(number) ?? [];
  return mark !== undefined && decimals > 0 && !(decimals === 3 && mark === '.');
}

/**
 * A price as files write it: "1.5", "1,50", "1 234,56", "$1,234.50", "19,99 €". Where it has one reading that is taken;
 * where it has two, somebody must say which: a file has no locale that decides, as what somebody types in the console
 * has (`parseAmount`). Its digits may be of another script, and grouped in lakhs.
 */
export function readPrice(text: string, currency: string): Price {
  const number = withoutSign(plainNumber(text), currency);
  if (number === undefined) return { fault: /\d/.test(text) && !/^\s*[-(]/.test(text) ? 'currency' : 'none' };
  const decimals = minorUnitsOf(currency);
  if (isAmbiguous(number, decimals)) return { fault: 'ambiguous' };
  const amount = minorUnits(number, decimals);
  return amount === undefined ? { fault: 'none' } : { amount };
}

/** A number with one reading in minor units. */
function minorUnits(number: string, decimals: number): number | undefined {
  const isDecimal = decimals === 3 && /^\d{1,3}\.\d{3}$/.test(number);
  const [, groups, separator, mark, fraction = ''] = isDecimal ? [] : (grouped.exec(number) ?? []);
  if (groups !== undefined && separator !== mark) return amountOf(groups, fraction, decimals);
  const [, lakhs, , rest = ''] = indian.exec(number) ?? [];
  if (lakhs !== undefined) return amountOf(lakhs, rest, decimals);
  const [, whole = '', decimal = ''] = simple.exec(number) ?? [];
  return whole + decimal === '' ? undefined : amountOf(whole || '0', decimal, decimals);
}

/**
 * A number of whole things as files write it, pieces or grams: "12", "5.00", and "1,000", which has one reading as
 * there are no parts of them. Undefined where it is none.
 */
export const readCount = (text: string): number | undefined => minorUnits(plainNumber(text), 0);

/** A cell as text where a spreadsheet was told that it is: `="00123"`. */
export function withoutTextFormula(cell: string): string {
  const [, text] = /^="((?:[^"]|"")*)"$/.exec(cell) ?? [];
  return text === undefined ? cell : text.replaceAll('""', '"');
}

/** A sku or barcode without the apostrophe by which spreadsheets, and exports of shops, say that it is text. */
export const withoutTextMark = (code: string): string => code.replace(/^'(?=[\p{L}\p{N}])/u, '');

/** The two ways in which a price with one mark before three digits can be meant. */
export function readingsOf(text: string, currency: string): [string, string] {
  const number = withoutSign(plainNumber(text), currency) ?? text;
  const [whole = '', thousandths = ''] = number.split(/[.,]/);
  return [whole + thousandths, `${whole}.${thousandths.slice(0, minorUnitsOf(currency))}`];
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

const pastedPicture =
  /(?:<img\b[^>]*?\bsrc\s*=\s*["']?)?data:[a-z]+\/[a-z0-9.+-]+(?:;[a-z0-9=-]+)*;base64,[a-z0-9+/=]*(?:\s*[\r\n]\s*[a-z0-9+/=]{20,})*(?:["'][^<>]*>|["'])?/gi;

/** A text without the pictures that were pasted into it as data (RFC 2397); undefined where it has none. */
export function withoutPastedPictures(text: string): string | undefined {
  return text.includes('base64,') ? text.replace(pastedPicture, '') : undefined;
}

/** Whether a spreadsheet has shortened a number: "4.00638E+12" has lost its last digits. */
export const isShortened = (text: string): boolean => /^\d([.,]\d+)?e\+?\d{1,3}$/i.test(text);
