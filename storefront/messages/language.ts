/** The languages of the storefront (BCP 47), each with the locale by which its numbers and dates are written. */
const locales = { en: 'en-US', de: 'de-DE' } as const;

export type Language = keyof typeof locales;
export type Locale = (typeof locales)[Language];

export const isLanguage = (text: string): text is Language => Object.hasOwn(locales, text);

/** The languages as a list: `en, de`. */
export const languageNames: string = Object.keys(locales).join(', ');

/** The language of this shop, by `SHOP_LANGUAGE`; English where it is not set. On the server alone. */
export function language(): Language {
  const given = process.env.SHOP_LANGUAGE?.trim() || 'en';
  if (!isLanguage(given)) throw new Error(`SHOP_LANGUAGE must be one of ${languageNames}`);
  return given;
}

/** The locale of this shop: `en-US`. On the server alone. */
export const locale = (): Locale => locales[language()];
