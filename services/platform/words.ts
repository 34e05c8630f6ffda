/** Text as it is compared: lower case, without accents. */
export function plainText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words by which staff find a thing, each once: lower case, without accents. */
export function wordsOf(text: string): string[] {
  return [...new Set(plainText(text).match(/[\p{L}\p{N}]+/gu) ?? [])];
}

const MAX_SEARCHED = 8;

/** The words of what somebody typed that are looked for: the first eight. */
export const searchedWords = (typed: string): string[] => wordsOf(typed).slice(0, MAX_SEARCHED);
