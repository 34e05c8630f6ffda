import { minorUnitsOf } from '../../look/minor-units.ts';
import { formatMoney as format, type Money, toDecimal } from '../../look/money.ts';

export type { Money };

/** Money in the browser's language; a code that is no currency stands behind the number. */
export function formatMoney(money: Money): string {
  try {
    return format(money, navigator.language);
  } catch {
    return `${toDecimal(money)} ${money.currency}`;
  }
}

/**
 * Minor units of a typed or pasted amount; undefined where it is not an amount of this currency. It takes what the
 * console prints (`$1,059.00`), with the sign or code of the currency or without, and amounts in other notations where
 * there is one reading (`1.059,00`, `49,50`). A single separator before three digits is the locale's: `1,059` groups
 * digits where the comma does so. Whoever types has a locale that decides, unlike a file that is imported (`readPrice`
 * of the catalog), where it would be a guess.
 */
export function parseAmount(text: string, currency: string, locale?: string): number | undefined {
  const digits = minorUnitsOf(currency);
  const signed = withoutCurrency(text, currency)
    .replaceAll(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^\u2212/, '-');
  const match = /^(-?)(\d[\d.,]*)$/.exec(signed);
  const number = match?.[2] === undefined ? undefined : splitNumber(match[2], digits, locale);
  if (!match || !number) return undefined;
  return Number(`${match[1]}${number.whole}${number.fraction.padEnd(digits, '0')}`);
}

/** The text without the sign or code of the currency before or after the amount. */
function withoutCurrency(text: string, currency: string): string {
  const amount = text.trim();
  const minus = /^[-\u2212]/.test(amount) ? '-' : '';
  const unsigned = amount.replace(/^[-\u2212]\s*/, '');
  for (const sign of currencySigns(currency)) {
    const lower = unsigned.toLowerCase();
    if (lower.startsWith(sign.toLowerCase())) return minus + unsigned.slice(sign.length);
    if (lower.endsWith(sign.toLowerCase())) return minus + unsigned.slice(0, -sign.length);
  }
  return minus + unsigned;
}

/** The currency's code and its signs in this locale, the longest first. */
function currencySigns(currency: string): string[] {
  const signs = (['symbol', 'narrowSymbol'] as const).flatMap(currencyDisplay => {
    try {
      const format = new Intl.NumberFormat(undefined, { style: 'currency', currency, currencyDisplay });
      return format.formatToParts(1).flatMap(({ type, value }) => (type === 'currency' ? [value] : []));
    } catch {
      return [];
    }
  });
  return [...new Set([...signs, currency])].toSorted((one, other) => other.length - one.length);
}

function splitNumber(
  number: string,
  digits: number,
  locale: string | undefined,
): { whole: string; fraction: string } | undefined {
  const at = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  const separator = number.charAt(at);
  const hasBoth = number.includes('.') && number.includes(',');
  const isRepeated = at >= 0 && number.indexOf(separator) !== at;
  const fractionLength = number.length - at - 1;
  const isDecimal = at >= 0 && !isRepeated && (hasBoth || fractionLength !== 3 || separator === decimalSign(locale));
  const grouped = isDecimal ? number.slice(0, at) : number;
  const fraction = isDecimal ? number.slice(at + 1) : '';
  const group = hasBoth && isDecimal ? (separator === '.' ? ',' : '.') : separator;
  const hasGroups = /[.,]/.test(grouped);
  if (hasGroups && !new RegExp(`^\\d{1,3}(\\${group}\\d{3})+$`).test(grouped)) return undefined;
  return fraction.length > digits ? undefined : { whole: grouped.replaceAll(/[.,]/g, ''), fraction };
}

function decimalSign(locale: string | undefined): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

/** An amount as text of an input, without the currency. */
export const amountText = toDecimal;
