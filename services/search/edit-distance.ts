const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Where a key is, in widths of a key: each row stands a little to the right of the one above. */
const KEYS = new Map(ROWS.flatMap((row, y) => [...row].map((letter, x) => [letter, { x: x + y * 0.375, y }] as const)));
const VOWELS = 'aeiouy';
/** Letters that sound alike and are confused in spelling. */
const ALIKE = ['ck', 'cs', 'sz', 'gj', 'fv'];

/** The cost of an edit that typists make often. */
const LIKELY = 1;
/** The cost of any other edit: it more likely makes another word than a misspelling. */
const UNLIKELY = 1.5;
/**
 * In words of at most this length only a missing letter or a transposition counts as likely; a replaced or an added
 * letter makes another word.
 */
const SHORT = 3;

function areNeighbours(a: string, b: string): boolean {
  const one = KEYS.get(a);
  const other = KEYS.get(b);
  return one !== undefined && other !== undefined && Math.abs(one.y - other.y) <= 1 && Math.abs(one.x - other.x) <= 1;
}

const areBoth = (letters: string, a: string, b: string): boolean => letters.includes(a) && letters.includes(b);

function replaced(a: string, b: string): number {
  if (a === b) return 0;
  return areNeighbours(a, b) || areBoth(VOWELS, a, b) || ALIKE.some(pair => areBoth(pair, a, b)) ? LIKELY : UNLIKELY;
}

/** The cost of an added letter: likely where it is doubled, next to its neighbour on the keyboard, or a vowel. */
function added(letter: string, beside: readonly string[]): number {
  return VOWELS.includes(letter) || beside.some(other => other === letter || areNeighbours(letter, other))
    ? LIKELY
    : UNLIKELY;
}

/**
 * The weighted edit distance of what was typed from a word (Damerau–Levenshtein, optimal string alignment):
 * transpositions, missing and doubled letters, neighbours on the keyboard and letters that sound alike cost 1, all
 * other edits 1.5.
 */
export function editDistance(typed: string, word: string): number {
  const isShort = typed.length <= SHORT;
  let before: number[] = [];
  let last = Array.from({ length: word.length + 1 }, (_, at) => at * LIKELY);
  for (let i = 0; i < typed.length; i += 1) {
    const letter = typed[i] ?? '';
    const previous = typed[i - 1] ?? '';
    const next = typed[i + 1] ?? '';
    const tooMany = isShort ? UNLIKELY : added(letter, [previous, next]);
    const row = [(last[0] ?? 0) + tooMany];
    for (let j = 0; j < word.length; j += 1) {
      const expected = word[j] ?? '';
      const other = isShort && letter !== expected ? UNLIKELY : replaced(letter, expected);
      let least = Math.min((last[j] ?? 0) + other, (last[j + 1] ?? 0) + tooMany, (row[j] ?? 0) + LIKELY);
      if (i > 0 && j > 0 && letter === word[j - 1] && previous === expected)
        least = Math.min(least, (before[j - 1] ?? 0) + LIKELY);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[word.length] ?? 0;
}

/**
 * The edit distance that is allowed in a word: it grows with the length. Words with digits must match exactly.
 */
export function allowedDistance(typed: string): number {
  if (/\p{N}/u.test(typed) || typed.length < SHORT) return 0;
  if (typed.length < 6) return 1;
  return typed.length < 8 ? 1.5 : 2;
}

/**
 * The same for a prefix, which is near to more words: whole likely edits only, from 4 letters.
 */
export function allowedPrefixDistance(typed: string): number {
  return typed.length <= SHORT ? 0 : Math.floor(allowedDistance(typed));
}
