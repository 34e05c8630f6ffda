/** An amount in minor units of its currency (ISO 4217). */
export interface Money {
  amount: number;
  currency: string;
}

const LOCALE = 'en-US';
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  formats.set(currency, made);
  return made;
}

const unitsOf = (currency: string): number => 10 ** (formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2);

/** Money for people: `$1.01`. */
export const formatMoney = ({ amount, currency }: Money): string =>
  formatOf(currency).format(amount / unitsOf(currency));

/** Money for machines, as schema.org takes it: `1.01`. */
export function toDecimal({ amount, currency }: Money): string {
  const digits = formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
  return (amount / unitsOf(currency)).toFixed(digits);
}

/** The minor units of a typed amount (`3`, `3.50`, `3,50`); undefined where it is none. */
export function parseMinorUnits(typed: string, currency: string): number | undefined {
  const number = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || !Number.isFinite(number) || number < 0
    ? undefined
    : Math.round(number * unitsOf(currency));
}

export const multiply = ({ amount, currency }: Money, quantity: number): Money => ({
  amount: amount * quantity,
  currency,
});

export const sum = (amounts: readonly Money[], currency: string): Money => ({
  amount: amounts.reduce((total, { amount }) => total + amount, 0),
  currency: amounts[0]?.currency ?? currency,
});
