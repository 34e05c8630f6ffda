import { asciiDomain } from '../../contracts/codegen/runtime/idn-email.ts';

/**
 * An e-mail address as mail systems write it: without blanks around it, its domain in ASCII and lower case (RFC 5891),
 * the part before the @ as it was typed (RFC 6531). Two spellings of one domain become one address. Undefined for a
 * domain that there cannot be.
 */
export function normalizeEmail(text: string): string | undefined {
  const email = text.trim();
  const at = email.lastIndexOf('@');
  const domain = asciiDomain(email.slice(at + 1));
  return at > 0 && domain !== undefined ? `${email.slice(0, at)}@${domain}` : undefined;
}

/** One key for all spellings of an address: neither case nor the script of a domain tells two people apart. */
export const emailKey = (text: string): string => (normalizeEmail(text) ?? text).toLowerCase();
