import { createHash, randomBytes } from 'node:crypto';

/** A nonce for one rendering of a page: 128 bits (CSP3, section 7.1). */
export const createNonce = (): string => randomBytes(16).toString('base64');

/** The request header in which Next.js looks for the nonce of its scripts. */
export const noncePolicy = (nonce: string): string => `script-src 'nonce-${nonce}'`;

/** As long as a nonce: parts of a page are counted by their length. */
const NO_NONCE = `${'A'.repeat(22)}==`;

/**
 * The hashes (CSP3, section 2.3.1) of a page's inline scripts, of those alone that carry the nonce of its rendering: a
 * script that came into the page in another way, such as through a product's description, has none and is not run.
 * The page is returned without the nonce. So it can be stored, with its policy, and sent to everybody: a nonce that is
 * stored would be no secret.
 */
export function withoutNonce(html: string, nonce: string): { html: string; hashes: string[] } {
  const clean = (text: string): string => text.replaceAll(nonce, NO_NONCE);
  const hashes = new Set<string>();
  for (const [, attributes = '', code = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g))
    if (attributes.includes(` nonce="${nonce}"`) && !/\ssrc=/.test(attributes))
      hashes.add(`sha256-${createHash('sha256').update(clean(code)).digest('base64')}`);
  return { html: clean(html.replaceAll(` nonce="${nonce}"`, '')), hashes: [...hashes] };
}
