export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/**
 * The order of an address by country, in the notation of libaddressinput's address data: `N` name, `A` street lines,
 * `C` city, `S` region, `Z` postal code, `n` a new line. Countries that are not here have the order of the Universal
 * Postal Union's default.
 */
const formats: Readonly<Record<string, string>> = {
  AU: '%N%n%A%n%C %S %Z',
  BR: '%N%n%A%n%C-%S%n%Z',
  CA: '%N%n%A%n%C %S %Z',
  CN: '%Z%n%S%C%n%A%n%N',
  GB: '%N%n%A%n%C%n%Z',
  HK: '%S%n%C%n%A%n%N',
  IE: '%N%n%A%n%C%n%S%n%Z',
  IN: '%N%n%A%n%C %Z%n%S',
  IT: '%N%n%A%n%Z %C %S',
  JP: '〒%Z%n%S%C%n%A%n%N',
  KR: '%S %C%n%A%n%N%n%Z',
  MX: '%N%n%A%n%Z %C, %S',
  NZ: '%N%n%A%n%C %Z',
  SG: '%N%n%A%n%C %Z',
  TR: '%N%n%A%n%Z %C/%S',
  TW: '%Z%n%S%C%n%A%n%N',
  US: '%N%n%A%n%C, %S %Z',
};
const defaultFormat = '%N%n%A%n%Z %C%n%S';

const countries = new Intl.DisplayNames(undefined, { type: 'region' });

/** The lines of an address as its country writes them, the country in the reader's language last. */
export function addressLines({ name, line1, line2, city, region, postalCode, country }: Address): string[] {
  const fields: Readonly<Record<string, string>> = { N: name, C: city, S: region ?? '', Z: postalCode ?? '' };
  const lines = (formats[country] ?? defaultFormat).split('%n').flatMap(line => {
    if (line === '%A') return [line1, line2 ?? ''];
    const text = line.replaceAll(/%([A-Z])/g, (_match, field: string) => fields[field] ?? '');
    return [text.replaceAll(/^[\s,/-]+|[\s,/-]+$/g, '').replaceAll(/\s+/g, ' ')];
  });
  return [...lines.filter(line => line !== '' && line !== '〒'), countryName(country)];
}

export function countryName(code: string): string {
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}
