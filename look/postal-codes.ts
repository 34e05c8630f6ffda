import { asciiDigits } from './digits.ts';

/**
 * How postal codes look, after Google's address data (https://chromium-i18n.appspot.com/ssl-address/data, `zip`). A
 * country that is not here may have any: who is not sure refuses nobody. In Ireland many do not know theirs.
 */
const DIGITS: Readonly<Record<number, string>> = {
  3: 'FO IS LS OM PG',
  4: 'AL AT AU AZ BD BE BG CH CV CY DK GE HU LI LU LV MK MZ NO NZ PH SI TN ZA',
  5: 'BA CZ DE DO DZ EE ES FI FR GR GT HR ID IT KE KR KW LA LK LT MA MC ME MM MX MY NP PK PL RS SE SK SM SN TH TR UA UY XK ZM',
  6: 'CN CO EC IN KG KZ NG RO SG TT UZ',
  7: 'CL JP PT',
  8: 'BR',
};

const digitsOf = new Map(
  Object.entries(DIGITS).flatMap(([digits, countries]) =>
    countries.split(' ').map(country => [country, Number(digits)] as const),
  ),
);

const british = {
  pattern: /^(?:GIR0AA|BFPO\d{1,4}|[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2})$/,
  example: 'N1 9GU',
};
const american = { pattern: /^\d{5}(?:\d{4})?$/, example: '97477' };

/** Codes that are more than one number of digits: without blanks and marks, and in capitals. */
const patterns = new Map<string, { pattern: RegExp; example: string }>(
  Object.entries({
    AR: { pattern: /^[A-Z]?\d{4}(?:[A-Z]{3})?$/, example: 'C1425' },
    CA: { pattern: /^[A-Z]\d[A-Z]\d[A-Z]\d$/, example: 'K1A 0B1' },
    GB: british,
    GG: british,
    IL: { pattern: /^\d{5}(?:\d{2})?$/, example: '9614303' },
    IM: british,
    JE: british,
    MT: { pattern: /^[A-Z]{3}\d{2,4}$/, example: 'VLT 1117' },
    NL: { pattern: /^\d{4}[A-Z]{2}$/, example: '1012 JL' },
    PR: american,
    SA: { pattern: /^\d{5}(?:\d{4})?$/, example: '11564' },
    TW: { pattern: /^\d{3}(?:\d{2,3})?$/, example: '100' },
    US: american,
    VN: { pattern: /^\d{5,6}$/, example: '10000' },
  }),
);

/** The letters and digits of a code, in capitals and in ASCII. */
function lettersOf(code: string): string {
  return asciiDigits(code.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s.,〒‐‑–-]/g, '');
}

/** How the postal codes of a country look: a number of digits, or like an example. */
export type PostalCodeShape = { digits: number } | { example: string };

/**
 * How a postal code of this country looks, if this is none. Blanks, marks and the letters of a country before its
 * digits (`D-50667`) do not matter.
 */
export function postalCodeFault(code: string, country: string): PostalCodeShape | undefined {
  const text = lettersOf(code);
  const known = patterns.get(country);
  if (known) return known.pattern.test(text) ? undefined : { example: known.example };
  const digits = digitsOf.get(country);
  if (digits === undefined) return undefined;
  const number = text.replace(/^[A-Z]{1,3}(?=\d)/, '');
  return number.length === digits && /^\d+$/.test(number) ? undefined : { digits };
}
