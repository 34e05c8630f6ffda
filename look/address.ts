import { formatAddress } from 'localized-address-format';

/** A postal address, as contracts/common.yaml has it. */
export interface PostalAddress {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly region?: string | undefined;
  /** Absent or empty where the country has none. */
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

const countries = new Map<string, Intl.DisplayNames>();

/**
 * The name of a country, in English unless a locale is given; its code where it has none. Throws a RangeError for what
 * is no code of a region.
 */
export function countryName(code: string, locale = 'en'): string {
  const names = countries.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' });
  countries.set(locale, names);
  return names.of(code) ?? code;
}

const PROBE = 'ZZ9';

/** Whether the format of a country prints a field. */
const prints = (country: string, field: 'locality' | 'administrativeArea' | 'postalCode'): boolean =>
  formatAddress({ postalCountry: country, [field]: PROBE })
    .join('\n')
    .includes(PROBE);

/** Whether addresses of a country have a postal code; in Hong Kong, the Emirates, Qatar, Panama and others none has. */
export const hasPostalCode = (country: string): boolean => prints(country, 'postalCode');

/** Countries whose addresses are incomplete without a state or province: by Google's address data, `require`. */
const WITH_STATE: ReadonlySet<string> = new Set(['US', 'CA', 'AU']);

/** Whether a parcel to this country needs the state. */
export const needsRegion = (country: string): boolean => WITH_STATE.has(country);

/**
 * The lines of an address as its country writes them, without the country: by Google's address data, as the library
 * `localized-address-format` ships it. A city or region that a format does not know is not lost.
 */
export function addressLines({ name, line1, line2, city, region, postalCode, country }: PostalAddress): string[] {
  const hasCity = prints(country, 'locality');
  const hasRegion = prints(country, 'administrativeArea');
  const unknown = [hasCity || hasRegion ? '' : city, hasRegion ? '' : (region ?? '')];
  const lines = formatAddress({
    postalCountry: country,
    name,
    addressLines: [line1, line2 ?? '', ...unknown].filter(line => line !== ''),
    locality: city,
    administrativeArea: `${region ?? ''}${hasRegion && !hasCity ? city : ''}`,
    postalCode: postalCode ?? '',
  });
  return lines.filter(line => line !== '〒');
}
