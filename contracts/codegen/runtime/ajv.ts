import equalModule from 'ajv/dist/runtime/equal.js';
import ucs2lengthModule from 'ajv/dist/runtime/ucs2length.js';

/** What precompiled validators call. */
export const equal = equalModule.default;
export const ucs2length = ucs2lengthModule.default;

/**
 * Adds the errors of a nested schema to those of the schema around it, in place.
 * @returns all errors
 */
export function addErrors<E>(errors: E[] | null, more: E[]): E[] {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}

/** A text that two JSON values share exactly when they are equal (JSON Schema Core 4.2.2: order of members is none). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

/** Whether two items of an array are equal (JSON Schema Validation 6.4.3), in time linear in its size. */
export function hasDuplicates(items: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  for (const item of items) {
    const key =
      typeof item === 'object' && item !== null ? `o${canonical(item)}` : typeof item === 'string' ? `s${item}` : item;
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

/** An integer that JavaScript holds exactly, as digits. */
export const isIntegerText = (text: string): boolean => /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));

/** A finite number as JSON writes it. */
export function isNumberText(text: string): boolean {
  return /^-?\d{1,309}(\.\d{1,309})?([eE][+-]?\d{1,3})?$/.test(text) && Number.isFinite(Number(text));
}

/** Whether a number is a multiple of another, both taken as the shortest decimals that they are written as. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (!Number.isFinite(value)) return false;
  const quotient = value / divisor;
  if (Math.abs(quotient) < 1e9 && Math.abs(quotient - Math.round(quotient)) > 1e-6) return false;
  const left = decimalOf(value);
  const right = decimalOf(divisor);
  const scale = Math.max(left.scale, right.scale);
  return (left.digits * 10n ** BigInt(scale - left.scale)) % (right.digits * 10n ** BigInt(scale - right.scale)) === 0n;
}

/** A number as `digits / 10 ** scale`. */
function decimalOf(value: number): { digits: bigint; scale: number } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}
