import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** The public keys of the services, by name; a service has two while its key is being changed. */
export type PublicKeys = ReadonlyMap<string, readonly KeyObject[]>;

/** The Ed25519 key of a service: PKCS #8 (RFC 8410) in base64url. Throws for anything else. */
export function parsePrivateKey(text: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(text, 'base64url'), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return key;
}

/** `orders=<key>,payments=<key>`, each key the `x` of its JWK (RFC 8037). Throws for anything else. */
export function parsePublicKeys(text: string): PublicKeys {
  const entries = text.split(',').map(entry => {
    const [, name, x] = /^\s*([a-z-]+)=([\w-]{43})\s*$/.exec(entry) ?? [];
    if (name === undefined || x === undefined) throw new Error('not a list of keys');
    return { name, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
  });
  const byName = Map.groupBy(entries, ({ name }) => name);
  return new Map([...byName].map(([name, keys]) => [name, keys.map(({ key }) => key)]));
}

/** An entry of `SERVICE_PUBLIC_KEYS`: the public key of a service's private key. */
export function publicKeyEntry(name: string, key: KeyObject): string {
  return `${name}=${createPublicKey(key).export({ format: 'jwk' }).x}`;
}

function parsed<T>(parse: (text: string) => T, message: string): z.ZodType<T> {
  return z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
}

/** The own key of a service, with which it signs requests to others and its events. */
export const privateKeySetting = parsed(parsePrivateKey, 'must be an Ed25519 key (PKCS #8 in base64url)');

/** The keys of the services whose requests and events a service accepts. */
export const publicKeysSetting = parsed(parsePublicKeys, 'must be keys by service: orders=<key>,payments=<key>');
