const WORD_START = /[\s\-_./{]/;

/**
 * How well typed letters match a text that has them all in this order (`ordpd` in `OrderPaid`); undefined where it has
 * not. Beginnings of words and neighbours count more, long texts less. Blanks are ignored.
 */
export function fuzzyScore(typed: string, text: string): number | undefined {
  const wanted = typed.replaceAll(/\s/g, '').toLowerCase();
  const lower = text.toLowerCase();
  const whole = lower.indexOf(typed.trim().toLowerCase());
  if (whole >= 0) return 100 + (startsWord(text, whole) ? 50 : 0) + (whole === 0 ? 25 : 0) - text.length / 10;
  let score = 0;
  let from = 0;
  let last = -2;
  for (const letter of wanted) {
    const at = placeOf(letter, lower, text, from);
    if (at === undefined) return undefined;
    score += at === last + 1 ? 5 : startsWord(text, at) ? 4 : 1;
    last = at;
    from = at + 1;
  }
  // Letters that are strewn over a text say nothing of it.
  return score < wanted.length * 3 ? undefined : score - text.length / 10;
}

function startsWord(text: string, at: number): boolean {
  const letter = text.charAt(at);
  const before = text.charAt(at - 1);
  if (at === 0 || WORD_START.test(before)) return true;
  return letter !== letter.toLowerCase() && before === before.toLowerCase();
}

/** The next place of a letter: at once, else where a word begins with it, else anywhere. */
function placeOf(letter: string, lower: string, text: string, from: number): number | undefined {
  if (lower.charAt(from) === letter) return from;
  for (let at = lower.indexOf(letter, from); at >= 0; at = lower.indexOf(letter, at + 1))
    if (startsWord(text, at)) return at;
  const at = lower.indexOf(letter, from);
  return at < 0 ? undefined : at;
}
