import { createHash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

/** Encrypts what the database stores (RFC 7516). `decrypt` throws for what was encrypted under another secret. */
export interface Encryption {
  encrypt(content: Uint8Array): Promise<string>;
  decrypt(encrypted: string): Promise<Uint8Array>;
}

/** Encryption under a key made from `secret` for one purpose, such as `signing-keys`. */
export function createEncryption(secret: string, purpose: string): Encryption {
  const key = new Uint8Array(createHash('sha256').update(`${purpose}:${secret}`).digest());
  return {
    encrypt: content => new CompactEncrypt(content).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key),
    decrypt: async encrypted => (await compactDecrypt(encrypted, key)).plaintext,
  };
}
