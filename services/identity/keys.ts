import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import { AUDIENCE, SESSION_ISSUER } from '../platform/http/auth.ts';
import { newId } from '../platform/ids.ts';
import type { PrismaClient } from './prisma/client/client.ts';

const TOKEN_SECONDS = 5 * 60;
const LOCK = 72_707_370;
const okp = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });

export interface TokenSubject {
  id: string;
  kind: string;
  roles: readonly string[];
  email: string;
}

/** The keys of this installation: what signs and what others verify with. */
export interface Keys {
  /** RFC 7517, section 5: every public key, newest first. */
  readonly published: readonly { kty: string; kid: string; crv: string; x: string; alg: string; use: string }[];
  /** An EdDSA token (RFC 8037) for a signed-in user, good for five minutes, as `sessionSecurity` expects it. */
  sign(subject: TokenSubject): Promise<{ token: string; expiresAt: Date }>;
}

async function createKey(
  encryptionKey: Uint8Array,
): Promise<{ id: string; publicKey: JWK & object; privateKey: string }> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.privateKey)));
  const privateKey = await new CompactEncrypt(secret)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(encryptionKey);
  return { id: newId(), publicKey: await exportJWK(pair.publicKey), privateKey };
}

/**
 * Loads the signing keys and makes the first one where there is none; private keys lie encrypted in the database (RFC
 * 7516) under a key made from `secret`. Throws when they were encrypted under another secret.
 */
export async function loadKeys(prisma: PrismaClient, secret: string): Promise<Keys> {
  const encryptionKey = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`signing-keys:${secret}`)),
  );
  const rows = await prisma.$transaction(async tx => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${LOCK})::text`;
    const existing = await tx.signingKey.findMany({ orderBy: { createdAt: 'desc' } });
    if (existing.length > 0) return existing;
    const { id, publicKey, privateKey } = await createKey(encryptionKey);
    return [await tx.signingKey.create({ data: { id, publicKey: { ...okp.parse(publicKey) }, privateKey } })];
  });
  const [newest] = rows;
  if (!newest) throw new Error('There is no signing key');
  const { plaintext } = await compactDecrypt(newest.privateKey, encryptionKey);
  const signingKey = await importJWK(
    z.looseObject({ kty: z.string() }).parse(JSON.parse(new TextDecoder().decode(plaintext))),
    'EdDSA',
  );
  return {
    published: rows.map(row => ({ ...okp.parse(row.publicKey), kid: row.id, alg: 'EdDSA', use: 'sig' })),
    async sign(subject) {
      const expiresAt = new Date((Math.floor(Date.now() / 1000) + TOKEN_SECONDS) * 1000);
      const token = await new SignJWT({ kind: subject.kind, roles: [...subject.roles], email: subject.email })
        .setProtectedHeader({ alg: 'EdDSA', kid: newest.id })
        .setSubject(subject.id)
        .setIssuer(SESSION_ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(expiresAt)
        .sign(signingKey);
      return { token, expiresAt };
    },
  };
}
