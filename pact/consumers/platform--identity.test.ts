import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { AUDIENCE, SESSION_ISSUER, sessionSecurity } from '../../services/platform/http/auth.ts';
import { createHttpApp } from '../../services/platform/http/http-app.ts';
import { startTestApp } from '../../services/platform/testing/app.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { sampleRouter } from '../../services/platform/testing/sample-router.ts';
import { pactBetween } from '../consumer.ts';
import { uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

// Every service that accepts sessions verifies their tokens with these keys.
const { httpInteraction } = pactBetween('platform', 'identity');

/**
 * The same key in every run, so that the pact stays the same: PKCS #8 (RFC 8410, section 7) of a seed that guards
 * nothing.
 */
const seed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
const privateKey = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
const { x = '' } = await exportJWK(createPublicKey(privateKey));
const kid = uuidOf(1);

httpInteraction(
  'for the keys of session tokens',
  {
    request: { method: 'GET', path: '/.well-known/jwks.json' },
    response: {
      status: 200,
      body: {
        keys: [{ kid, x, kty: exactly('OKP'), crv: exactly('Ed25519'), alg: exactly('EdDSA'), use: exactly('sig') }],
      },
    },
  },
  async identityUrl => {
    const router = sampleRouter({ session: sessionSecurity({ identityUrl }), roles: { session: ['catalog'] } });
    const app = await startTestApp(createHttpApp({ log: silentLog(), routers: [router], checks: {} }));
    const token = await new SignJWT({ kind: 'staff', roles: ['catalog'] })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject('ada')
      .setIssuer(SESSION_ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5 min')
      .sign(privateKey);
    const response = await fetch(`${app.url}/items/1`, { headers: { authorization: `Bearer ${token}` } });
    await app.close();
    expect(response.status).toBe(204);
  },
);
