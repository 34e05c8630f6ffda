const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Where a key is, in widths of a key: each row stands a little to the right of the one above. */
const KEYS = new Map(ROWS.flatMap((row, y) => [...row].map((letter, x) => [letter, { x: x + y * 0.375, y }] as const)));
const VOWELS = 'aeiouy';
/** Letters that are written for one another by ear. */
const ALIKE = ['ck', 'cs', 'sz', 'gj', 'fv'];

/** An edit that fingers and ears make all the time. */
const LIKELY = 1;
/** Any other: rather another word than the same one mistyped. */
const UNLIKELY = 1.5;
/**
 * In words as short as this a letter may be left out or swapped; with one replaced or too many it would be another
 * word.
 */
const SHORT = 3;

function areNeighbours(a: string, b: string): boolean {
  const [one, other] = [KEYS.get(a), KEYS.get(b)];
  return one !== undefined && other !== undefined && Math.abs(one.y - other.y) <= 1 && Math.abs(one.x - other.x) <= 1;
}

const areBoth = (letters: string, a: string, b: string): boolean => letters.includes(a) && letters.includes(b);

function replaced(a: string, b: string): number {
  if (a === b) return 0;
  return areNeighbours(a, b) || areBoth(VOWELS, a, b) || ALIKE.some(pair => areBoth(pair, a, b)) ? LIKELY : UNLIKELY;
}

/** A letter too many: struck twice, together with the key beside it, or a vowel nobody hears. */
function added(letter: string, beside: readonly string[]): number {
  return VOWELS.includes(letter) || beside.some(other => other === letter || areNeighbours(letter, other))
    ? LIKELY
    : UNLIKELY;
}

/**
 * How far what was typed is from a word, in slips: letters swapped, left out, struck twice, or taken for a neighbour on
 * the keyboard or a sound alike are one each, all other edits one and a half (Damerau's distance as optimal string
 * alignment, weighted).
 */
export function slips(typed: string, word: string): number {
  const isShort = typed.length <= SHORT;
  let before: number[] = [];
  let last = Array.from({ length: word.length + 1 }, (_, at) => at * LIKELY);
  for (let i = 0; i < typed.length; i += 1) {
    const [letter = '', previous = '', next = ''] = [typed[i], typed[i - 1], typed[i + 1]];
    const tooMany = isShort ? UNLIKELY : added(letter, [previous, next]);
    const row = [(last[0] ?? 0) + tooMany];
    for (let j = 0; j < word.length; j += 1) {
      const meant = word[j] ?? '';
      const other = isShort && letter !== meant ? UNLIKELY : replaced(letter, meant);
      let least = Math.min((last[j] ?? 0) + other, (last[j + 1] ?? 0) + tooMany, (row[j] ?? 0) + LIKELY);
      if (i > 0 && j > 0 && letter === word[j - 1] && previous === meant)
        least = Math.min(least, (before[j - 1] ?? 0) + LIKELY);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[word.length] ?? 0;
}

/**
 * How many slips are forgiven in a word: the more letters are right, the less it can be another word. Numbers are meant
 * as they are.
 */
export function forgiven(typed: string): number {
  if (/\p{N}/u.test(typed) || typed.length < SHORT) return 0;
  if (typed.length < 6) return 1;
  return typed.length < 8 ? 1.5 : 2;
}

/**
 * The same in what may be the beginning of a word, which is nearer to more of them: likely slips only, from 4 letters.
 */
export function forgivenSoFar(typed: string): number {
  return typed.length <= SHORT ? 0 : Math.floor(forgiven(typed));
}
