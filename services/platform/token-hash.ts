import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a secret token, in hexadecimal: what a service stores or passes on in place of the token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether a hash is that of a token; the comparison takes constant time. */
export function isTokenHash(hash: string, token: string): boolean {
  return timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(tokenHash(token), 'hex'));
}
