import { de } from './de.ts';
import { en } from './en.ts';
import { type Language, language, locale } from './language.ts';
import { type Plural, counted as pluralOf, type Translation } from './text.ts';

/** Everything that the storefront says. */
export type Messages = Translation<typeof en>;

const catalogues: Readonly<Record<Language, Messages>> = { en, de };

/** The messages in the language of this shop. On the server alone: browsers get what they need from the page. */
export const messages = (): Messages => catalogues[language()];

/** The text for so many, in the language of this shop. On the server alone. */
export const counted = (text: Plural, count: number): string => pluralOf(text, count, locale());
