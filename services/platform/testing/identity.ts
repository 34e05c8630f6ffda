import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { AUDIENCE, SESSION_ISSUER, serviceToken } from '../http/auth.ts';
import type { Principal } from '../http/context.ts';
import { newId } from '../ids.ts';

/** SERVICE_TOKEN_SECRET of suites. */
export const TEST_SERVICE_SECRET = 'a-secret-that-only-test-suites-use-0123456789';

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
    async headers({ kind, id = newId(), roles = kind === 'shopper' ? ['shopper'] : [], email }) {
      const token = await new SignJWT({ kind, roles: [...roles], ...(email === undefined ? {} : { email }) })
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

/** The headers of a call from service `name`, signed with TEST_SERVICE_SECRET. */
export async function serviceHeaders(name: string): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await serviceToken(name, TEST_SERVICE_SECRET)}` };
}
