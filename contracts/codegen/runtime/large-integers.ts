const sixteenDigits = /\d{16}/;
/** A string of JSON, or a number. */
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * Whether JSON text (or the text of one number) holds an integer that JavaScript's numbers cannot: it would silently
 * become another one (RFC 8259, section 6). Strings in it may hold any digits.
 */
export function changesInteger(text: string): boolean {
  return firstChangedInteger(text) !== undefined;
}

/** The first such integer, as it was written. */
export function firstChangedInteger(text: string): string | undefined {
  if (!sixteenDigits.test(text)) return undefined;
  for (const [token] of text.matchAll(tokens))
    if (/^-?\d{16,}(\.0*)?$/.test(token) && BigInt(token.split('.')[0] ?? '') !== BigInt(Number(token))) return token;
  return undefined;
}
