/** Text folded for comparison: NFKD, lower case, without accents (Unicode UAX #15). */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
