/** Text as it is compared: lower case, without accents. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words by which staff find a thing, each once: lower case, without accents. */
export function searchTerms(text: string): string[] {
  return [...new Set(foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [])];
}

const MAX_QUERY_TERMS = 8;

/** The words of what somebody typed that are looked for: the first eight. */
export const queryTerms = (typed: string): string[] => searchTerms(typed).slice(0, MAX_QUERY_TERMS);
