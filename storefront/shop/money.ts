/** An amount in the smallest unit of its currency. */
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

/** A price as people write it: `$1.01`; yen has no smaller unit. */
export const price = ({ amount, currency }: Money): string => formatOf(currency).format(amount / unitsOf(currency));

/** A price as machines read it (schema.org): `1.01`. */
export function decimal({ amount, currency }: Money): string {
  const digits = formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
  return (amount / unitsOf(currency)).toFixed(digits);
}

/** Minor units of what somebody typed (`3`, `3.50`, `3,50`); undefined when it is no amount. */
export function minorUnits(typed: string, currency: string): number | undefined {
  const number = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || !Number.isFinite(number) || number < 0
    ? undefined
    : Math.round(number * unitsOf(currency));
}

export const times = ({ amount, currency }: Money, quantity: number): Money => ({
  amount: amount * quantity,
  currency,
});

export const sum = (amounts: readonly Money[], currency: string): Money => ({
  amount: amounts.reduce((total, { amount }) => total + amount, 0),
  currency: amounts[0]?.currency ?? currency,
});
