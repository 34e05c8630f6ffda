/** An integer that JavaScript holds exactly, as digits. */
export const isIntegerText = (text: string): boolean => /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));

/** A finite number as JSON writes it (RFC 8259 section 6): no `1e999`, which becomes Infinity, no `0x10`, no blank. */
export function isNumberText(text: string): boolean {
  return /^-?\d{1,309}(\.\d{1,309})?([eE][+-]?\d{1,3})?$/.test(text) && Number.isFinite(Number(text));
}

/**
 * Whether a number is a multiple of another (JSON Schema Validation 6.2.1), both taken as the shortest decimals that
 * they are written as: divided in binary, 143.48 is no multiple of 0.01.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(divisor)) return value % divisor === 0;
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
