/** The currencies of ISO 4217 (List One, 2026) that do not have two decimals. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const decimals: ReadonlyMap<string, number> = new Map(
  Object.entries(EXCEPTIONS).flatMap(([count, codes]) => codes.split(' ').map(code => [code, Number(count)] as const)),
);

/**
 * How many decimals a currency has by ISO 4217: 2 for USD and HUF, 0 for JPY, 3 for KWD. An amount is in units of the
 * last one. `Intl` is no source for it: CLDR has what is customary, which changes with its version and from one browser
 * to another.
 */
export function minorUnitsOf(currency: string): number {
  return decimals.get(currency) ?? 2;
}
