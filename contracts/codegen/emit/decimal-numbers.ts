/**
 * Makes a coercing standalone validator take for a number only what is written as one in JSON (RFC 8259 section 6). ajv
 * takes whatever JavaScript turns into a number: `1e999` becomes Infinity and passes every `maximum`, `0x10` becomes
 * 16, a blank 0. What is no such text stays a string, which then fails `type`.
 */
export function withDecimalNumbers(code: string): string {
  return code
    .replace(/\b(data\d*) && \1 == \+\1 && !\(\1 % 1\)/g, 'isIntegerText($1)')
    .replace(/\b(data\d*) && \1 == \+\1(?=\))/g, 'isNumberText($1)');
}
