import { addressLines as linesOf, type PostalAddress } from '../../look/address.ts';

const countries = new Intl.DisplayNames(undefined, { type: 'region' });

/** The lines of an address as its country writes them, the country in the reader's language last. */
export const addressLines = (address: PostalAddress): string[] => [...linesOf(address), countryName(address.country)];

/** The name of a country in the reader's language; the text itself where it is no code of a country. */
export function countryName(code: string): string {
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}
