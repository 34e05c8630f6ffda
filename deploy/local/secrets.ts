import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parsePrivateKey, publicKeyEntry } from '../../services/platform/service-keys.ts';

/**
 * Callers of services and publishers of events: each has its own key. The edge and the storefront report to the
 * registry what they read.
 */
export const callers = [
  'identity',
  'catalog',
  'inventory',
  'search',
  'cart',
  'checkout',
  'orders',
  'payments',
  'shipping',
  'notifications',
  'registry',
  'audit',
  'gateway',
  'edge',
  'storefront',
  'pipeline',
] as const;

/** A new `SERVICE_PRIVATE_KEY`. */
export const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');

/** `SERVICE_PUBLIC_KEYS` of a system. */
export function publicKeysOf({ serviceKeys }: Pick<Secrets, 'serviceKeys'>): string {
  return Object.entries(serviceKeys)
    .map(([name, key]) => publicKeyEntry(name, parsePrivateKey(key)))
    .join(',');
}

/** Passwords of one system, made at its first start and stored in its state. */
export interface Secrets {
  postgres: string;
  s3: string;
  /** Signs the links by which customers open their orders. */
  link: string;
  /** The private key of each service (PKCS #8 in base64url), and of what publishes contracts. */
  serviceKeys: Readonly<Record<string, string>>;
  stripeWebhook: string;
  authSecret: string;
}

/** Reads the secrets of a system, making those that are not there yet. */
export function readSecrets(state: string): Secrets {
  const file = path.join(state, 'secrets.json');
  const had: Partial<Secrets> = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const secret = (): string => randomBytes(24).toString('hex');
  const secrets: Secrets = {
    postgres: had.postgres ?? secret(),
    s3: had.s3 ?? secret(),
    link: had.link ?? secret(),
    serviceKeys: Object.fromEntries(callers.map(name => [name, had.serviceKeys?.[name] ?? newPrivateKey()])),
    stripeWebhook: had.stripeWebhook ?? `whsec_${secret()}`,
    authSecret: had.authSecret ?? secret(),
  };
  fs.writeFileSync(file, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  return secrets;
}
