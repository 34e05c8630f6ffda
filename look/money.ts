import { minorUnitsOf } from './minor-units.ts';

export interface Money {
  /** Minor units of the currency (ISO 4217). */
  readonly amount: number;
  readonly currency: string;
}

export function isMoney(value: unknown): value is Money {
  return (
    typeof value === 'object' &&
    value !== null &&
    'amount' in value &&
    typeof value.amount === 'number' &&
    'currency' in value &&
    typeof value.currency === 'string'
  );
}

const formats = new Map<string, Intl.NumberFormat>();

/** The format of amounts in major units; with as many decimals as the currency has, unless it is given otherwise. */
export function moneyFormat(
  currency: string,
  locale = 'en-US',
  digits: number = minorUnitsOf(currency),
): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`;
  const known = formats.get(key);
  if (known) return known;
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
  return moneyFormat(money.currency, locale).format(toDecimal(money) as Intl.StringNumericLiteral);
}
