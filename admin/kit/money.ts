export interface Money {
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

/** Minor unit digits of a currency (ISO 4217, from the browser's data). */
export function currencyDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Minor units as people of this browser's locale write them. */
export function formatMoney({ amount, currency }: Money, options: Intl.NumberFormatOptions = {}): string {
  const digits = currencyDigits(currency);
  const value = amount / 10 ** digits;
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...options }).format(value);
  } catch {
    return `${value.toFixed(digits)} ${currency}`;
  }
}

/** Minor units of a typed amount (`12.50`, `12,50`); undefined where it is not an amount. */
export function parseAmount(text: string, currency: string): number | undefined {
  const digits = currencyDigits(currency);
  const plain = text
    .trim()
    .replaceAll(/[\s'’]/g, '')
    .replace(',', '.');
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return undefined;
  const fraction = match[3] ?? '';
  if (fraction.length > digits) return undefined;
  return Number(`${match[1]}${match[2]}${fraction.padEnd(digits, '0')}`);
}

/** An amount as text of an input, without the currency. */
export function amountText({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}
