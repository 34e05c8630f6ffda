/** A string of JSON, or a number. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Whether JSON text (or the text of one number) holds an integer that JavaScript's numbers would silently make another
 * one (RFC 8259, section 6): it is neither the same number nor written again with the same digits. Strings in it may
 * hold any digits.
 */
export function changesInteger(text: string): boolean {
  return firstChangedInteger(text) !== undefined;
}

/** The first such integer, as it was written. */
export function firstChangedInteger(text: string): string | undefined {
  if (!hasLongDigits(text)) return undefined;
  for (const [token] of text.matchAll(tokens))
    if (/^-?\d{16,}(\.0*)?$/.test(token) && !isKept(token.split('.')[0] ?? '')) return token;
  return undefined;
}

function isKept(digits: string): boolean {
  return BigInt(digits) === BigInt(Number(digits)) || digits === String(Number(digits));
}

/**
 * Whether a text holds sixteen digits in a row. Every sixteenth character is looked at: one of them is among the row.
 */
export function hasLongDigits(text: string): boolean {
  for (let at = 15; at < text.length; at += 16) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let start = at;
    let end = at;
    while (start > 0 && isDigit(text.charCodeAt(start - 1))) start -= 1;
    while (isDigit(text.charCodeAt(end + 1))) end += 1;
    if (end - start >= 15) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
