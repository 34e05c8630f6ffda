/** Currencies that Stripe counts without minor units (https://docs.stripe.com/currencies#zero-decimal). */
const zeroDecimal = new Set([
  'bif',
  'clp',
  'djf',
  'gnf',
  'jpy',
  'kmf',
  'krw',
  'mga',
  'pyg',
  'rwf',
  'vnd',
  'vuv',
  'xaf',
  'xof',
  'xpf',
]);
/** Those with three (https://docs.stripe.com/currencies#three-decimal). */
const threeDecimal = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

const known = new Set(Intl.supportedValuesOf('currency').map(code => code.toLowerCase()));

/**
 * The least that can be charged, in minor units
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
 */
const minimums: Readonly<Record<string, number>> = {
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

/** Eight digits is the most Stripe accepts for most currencies. */
export const MAXIMUM_AMOUNT = 99_999_999;

export const isCurrency = (code: string): boolean => known.has(code);

export const minimumAmount = (currency: string): number => minimums[currency] ?? 1;

const digits = (currency: string): number => (zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2);

/** The locale if this system can format for it, otherwise American English. */
export function usableLocale(wanted: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf([wanted])[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}

/** An amount in minor units as people write it: `$12.50`. */
export function formatMoney(amount: number, currency: string, locale = 'en-US'): string {
  const fraction = digits(currency);
  const format = new Intl.NumberFormat(usableLocale(locale), {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  });
  return format.format(amount / 10 ** fraction);
}
