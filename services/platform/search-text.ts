import { foldText } from '../../look/fold-text.ts';

/** The distinct search terms of a text: folded words of letters and digits. */
export function searchTerms(text: string): string[] {
  return [...new Set(foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [])];
}

const MAX_QUERY_TERMS = 8;

/** The search terms of a query: the first eight. */
export const queryTerms = (typed: string): string[] => searchTerms(typed).slice(0, MAX_QUERY_TERMS);
