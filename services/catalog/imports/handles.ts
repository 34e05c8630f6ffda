import { createHash } from 'node:crypto';
import { slugify } from '../slug.ts';

/**
 * A handle as it is stored: what the file says, in one Unicode form (NFC). Two handles that differ are two products, so
 * nothing else is changed: no case, no script, no length.
 */
export function handleOf(text: string): string {
  return text.normalize('NFC').trim();
}

/**
 * The handle that an earlier version of imports stored for this one: ASCII letters and digits only. Several handles may
 * have had the same, so a product is only found by it where it has a sku of the rows, too (`plan`).
 */
export function formerHandleOf(handle: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(handle)) return handle;
  return handle
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/&/g, ' and ')
    .replace(/%/g, ' percent ')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 120)
    .replace(/^-+|-+$/g, '');
}

const MAX_SKU = 64;
const HASH = 8;

/** Letters that are ASCII but for their accents: their skus have always been made without a hash. */
const isLatin = (text: string): boolean => /^\p{ASCII}*$/u.test(text.normalize('NFKD').replace(/[\p{M}ß’]/gu, ''));

/**
 * Skus for a variant that has none, the same every time: `sku`, made of the handle and the values of the options, and
 * `distinct`, with a hash of them, for where another variant has `sku`.
 */
export function madeSkus(handle: string, optionValues: readonly string[]): { sku: string; distinct: string } {
  const plain = [slugify(handle, 'x'), ...optionValues.map(value => slugify(value, 'x'))].join('-');
  const exact = JSON.stringify([handle, ...optionValues]);
  const hashed = (text: string) =>
    `${plain.slice(0, MAX_SKU - HASH - 1)}-${createHash('sha256').update(text).digest('hex').slice(0, HASH)}`;
  const distinct = hashed(exact);
  if (![handle, ...optionValues].every(isLatin)) return { sku: distinct, distinct };
  return { sku: plain.length <= MAX_SKU ? plain : hashed(plain), distinct };
}
