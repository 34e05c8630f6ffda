/**
 * Any character that no XML document may hold (XML 1.0, section 2.2, Char): control characters but tab, line feed and
 * carriage return, halves of surrogate pairs, U+FFFE and U+FFFF. Storage, feeds, mails and terminals stumble over them.
 */
const UNSTORABLE = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Why a text cannot be stored and shown everywhere; undefined where it can. */
export function textProblem(text: string): string | undefined {
  if (!UNSTORABLE.test(text)) return undefined;
  if (text.includes('\0')) return 'must not hold a NUL character';
  if (!text.isWellFormed()) return 'must not hold half a character (a lone surrogate)';
  return 'must not hold control characters';
}

/** The text without the characters that `textProblem` refuses. */
export const withoutUnstorable = (text: string): string => text.replaceAll(new RegExp(UNSTORABLE.source, 'gu'), '');
