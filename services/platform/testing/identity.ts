import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AUDIENCE, SESSION_ISSUER, serviceToken } from '../http/auth.ts';
import type { Principal } from '../http/context.ts';
import { newId } from '../ids.ts';
import { parsePublicKeys, publicKeyEntry } from '../service-keys.ts';

/** The sender of requests or events in suites, where all senders have the same key. */
const NAMES = [
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
  'pipeline',
  'storefront',
  'admin',
  'platform',
];

/** LINK_SECRET of suites. */
export const TEST_LINK_SECRET = 'a-secret-that-only-test-suites-use-0123456789';

/** The private key of every service in suites. */
export const TEST_SERVICE_KEY = generateKeyPairSync('ed25519').privateKey;

/** SERVICE_PRIVATE_KEY and SERVICE_PUBLIC_KEYS of programs that suites start. */
export const testKeyEnvironment = {
  SERVICE_PRIVATE_KEY: TEST_SERVICE_KEY.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  SERVICE_PUBLIC_KEYS: NAMES.map(name => publicKeyEntry(name, TEST_SERVICE_KEY)).join(','),
};
export const TEST_PUBLIC_KEYS = parsePublicKeys(testKeyEnvironment.SERVICE_PUBLIC_KEYS);

export interface TestIdentity {
  /** IDENTITY_URL: serves `/.well-known/jwks.json`. */
  readonly url: string;
  /** The headers that the gateway would forward for this principal. */
  headers(principal: Partial<Principal> & { kind: 'staff' | 'shopper' }): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** A stand-in for identity: signing keys and the address of their JWKS. */
export async function testIdentity(): Promise<TestIdentity> {
  const kid = newId();
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] });
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/.well-known/jwks.json' ? 200 : 404;
    response.setHeader('content-type', 'application/json').end(keys);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async headers({
      kind,
      id = newId(),
      roles = kind === 'shopper' ? ['shopper'] : [],
      verifiedEmail,
      email = verifiedEmail,
      authenticatedAt = new Date(),
    }) {
      const address = email === undefined ? {} : { email, email_verified: verifiedEmail !== undefined };
      const claims = { kind, roles: [...roles], ...address };
      const token = await new SignJWT({ ...claims, auth_time: Math.floor(authenticatedAt.getTime() / 1_000) })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setSubject(id)
        .setIssuer(SESSION_ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime('5 min')
        .sign(privateKey);
      return { authorization: `Bearer ${token}` };
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

/** The headers of a call from service `caller` to any other one, signed with TEST_SERVICE_KEY. */
export async function serviceHeaders(caller: string): Promise<Record<string, string>> {
  return { authorization: `Bearer ${serviceToken({ caller, target: NAMES, key: TEST_SERVICE_KEY })}` };
}
