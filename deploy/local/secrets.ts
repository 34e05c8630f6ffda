import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Passwords of one system, made at its first start and stored in its state. */
export interface Secrets {
  postgres: string;
  s3: string;
  serviceToken: string;
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
    serviceToken: had.serviceToken ?? secret(),
    stripeWebhook: had.stripeWebhook ?? `whsec_${secret()}`,
    authSecret: had.authSecret ?? secret(),
  };
  fs.writeFileSync(file, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  return secrets;
}
