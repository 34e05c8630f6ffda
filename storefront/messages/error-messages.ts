import { error as de } from './de/error.ts';
import { error as en } from './en/error.ts';
import { isLanguage, type Language } from './language.ts';
import type { Translation } from './text.ts';

const areas: Readonly<Record<Language, Translation<typeof en>>> = { en, de };

/** The messages of an error, in the language of the page that had it as the browser knows it. */
export function errorMessages(): Translation<typeof en> & { language: Language } {
  const tag = typeof document === 'undefined' ? '' : document.documentElement.lang;
  const language = isLanguage(tag) ? tag : 'en';
  return { ...areas[language], language };
}
