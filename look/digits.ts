const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** The text with Arabic and Persian digits, as people type them, in ASCII. */
export const asciiDigits = (text: string): string =>
  text.replace(ARABIC_DIGITS, digit => String((digit.codePointAt(0) ?? 0) & 0xf));
