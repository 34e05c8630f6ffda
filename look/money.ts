import { minorUnitsOf } from './minor-units.ts';

export interface Money {
  /** Minor units of the currency (ISO 4217). */
  readonly amount: number;
  readonly currency: string;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = minorUnitsOf(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction });
  formats.set(key, format);
  return format;
}

/** The amount in major units as decimal text, exact for every safe integer: 150 of USD is `1.50`, 500 of JPY `500`. */
export function toDecimal({ amount, currency }: Money): string {
  const digits = minorUnitsOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`;
}

/** Money for people: `$1,234.50`. Throws a RangeError for a currency that is not three letters. */
export function formatMoney(money: Money, locale = 'en-US'): string {
  return formatOf(money.currency, locale).format(toDecimal(money) as Intl.StringNumericLiteral);
}
