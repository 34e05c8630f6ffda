import { foldText } from '../../../look/fold-text.ts';

export interface CategoryChoice {
  name: string;
  /** Whether the catalog would create it. */
  isNew: boolean;
  /** Categories with nearly the same name. */
  similar: readonly string[];
}

/** A name without regard to case and accents, and with one space between words. */
const plain = (name: string): string => foldText(name).replaceAll(/\s+/g, ' ').trim();

/**
 * The categories that a typed text may mean, and last the one that it would create, unless it is one of them. The
 * catalog compares names without regard to case.
 */
export function categoryChoices(names: readonly string[], typed: string): CategoryChoice[] {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  const found = names.filter(name => plain(name).includes(plain(text)));
  const choices = found.map(name => ({ name, isNew: false, similar: [] }));
  if (text === '' || names.some(name => name.toLowerCase() === text.toLowerCase())) return choices;
  const similar = names.filter(name => isSimilar(plain(name), plain(text))).slice(0, 2);
  return [...choices, { name: text, isNew: true, similar }];
}

/** The category's own spelling where the text is one, else the text. */
export function categoryNamed(names: readonly string[], text: string): string {
  const wanted = text.trim().replaceAll(/\s+/g, ' ');
  return names.find(name => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
}

function isSimilar(one: string, other: string): boolean {
  return editDistance(one, other) <= Math.max(1, Math.floor(Math.min(one.length, other.length) / 4));
}

/** The Levenshtein distance of two texts. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 1; index <= one.length; index += 1) {
    const next = [index];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (one[index - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
