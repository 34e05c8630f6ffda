import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { AUDIENCE, SESSION_ISSUER } from '../platform/http/auth.ts';
import { newId } from '../platform/ids.ts';
import { createEncryption, type Encryption } from './encryption.ts';
import type { PrismaClient } from './prisma/client/client.ts';

const TOKEN_SECONDS = 5 * 60;
const LOCK = 72_707_370;
const okp = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });

export interface TokenSubject {
  id: string;
  kind: string;
  roles: readonly string[];
  email: string;
  emailVerified: boolean;
  authenticatedAt?: Date;
}

/** The keys of this installation: what signs and what others verify with. */
export interface Keys {
  /** RFC 7517, section 5: every public key, newest first. */
  readonly published: readonly { kty: string; kid: string; crv: string; x: string; alg: string; use: string }[];
  /** An EdDSA token (RFC 8037) for a signed-in user, good for five minutes, as `sessionSecurity` expects it. */
  sign(subject: TokenSubject): { token: string; expiresAt: Date };
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

async function createKey(encryption: Encryption): Promise<{ id: string; publicKey: JWK & object; privateKey: string }> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.privateKey)));
  return { id: newId(), publicKey: await exportJWK(pair.publicKey), privateKey: await encryption.encrypt(secret) };
}

/**
 * Loads the signing keys and makes the first one where there is none; private keys lie encrypted in the database (RFC
 * 7516) under a key made from `secret`. Throws when they were encrypted under another secret.
 */
export async function loadKeys(prisma: PrismaClient, secret: string): Promise<Keys> {
  const encryption = createEncryption(secret, 'signing-keys');
  const rows = await prisma.$transaction(async tx => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${LOCK})::text`;
    const existing = await tx.signingKey.findMany({ orderBy: { createdAt: 'desc' } });
    if (existing.length > 0) return existing;
    const { id, publicKey, privateKey } = await createKey(encryption);
    return [await tx.signingKey.create({ data: { id, publicKey: { ...okp.parse(publicKey) }, privateKey } })];
  });
  const [newest] = rows;
  if (!newest) throw new Error('There is no signing key');
  const plaintext = await encryption.decrypt(newest.privateKey);
  const privateJwk = okp.extend({ d: z.string() }).parse(JSON.parse(new TextDecoder().decode(plaintext)));
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const header = encode({ alg: 'EdDSA', kid: newest.id });
  return {
    published: rows.map(row => ({ ...okp.parse(row.publicKey), kid: row.id, alg: 'EdDSA', use: 'sig' })),
    sign(subject) {
      const issuedAt = Math.floor(Date.now() / 1000);
      const expiresAt = issuedAt + TOKEN_SECONDS;
      const { id, kind, roles, email, emailVerified: email_verified, authenticatedAt } = subject;
      const auth_time = authenticatedAt && Math.floor(authenticatedAt.getTime() / 1000);
      const claims = {
        kind,
        roles,
        email,
        email_verified,
        auth_time,
        sub: id,
        iss: SESSION_ISSUER,
        aud: AUDIENCE,
        iat: issuedAt,
        exp: expiresAt,
      };
      const content = `${header}.${encode(claims)}`;
      // In this thread: it takes 50 µs, and the threads of `crypto.subtle` may all be hashing passwords.
      const signature = signBytes(null, Buffer.from(content), privateKey).toString('base64url');
      return { token: `${content}.${signature}`, expiresAt: new Date(expiresAt * 1000) };
    },
  };
}
