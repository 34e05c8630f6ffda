import { randomBytes } from 'node:crypto';
import { callers, newPrivateKey, publicKeysOf } from '../local/secrets.ts';
import { allServices } from '../local/services.ts';

/**
 * Prints every secret of a new system, as the lines of an `.env` file for compose.yaml: keep it where nobody reads it.
 */
const secret = (): string => randomBytes(24).toString('hex');
const serviceKeys = Object.fromEntries(callers.map(name => [name, newPrivateKey()]));
const withDatabase = allServices.filter(({ uses }) => uses.includes('postgres'));
const lines = [
  ...['POSTGRES_PASSWORD', 'S3_SECRET_ACCESS_KEY', 'AUTH_SECRET', 'LINK_SECRET'].map(name => `${name}=${secret()}`),
  `STRIPE_WEBHOOK_SECRET=whsec_${secret()}`,
  ...withDatabase.map(({ name }) => `${name.toUpperCase()}_DATABASE_PASSWORD=${secret()}`),
  ...Object.entries(serviceKeys).map(([name, key]) => `${name.toUpperCase()}_PRIVATE_KEY=${key}`),
  `SERVICE_PUBLIC_KEYS=${publicKeysOf({ serviceKeys })}`,
];
console.log(lines.join('\n'));
