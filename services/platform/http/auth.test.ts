import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { startTestApp, type TestApp } from '../testing/app.ts';
import {
  serviceHeaders,
  TEST_PUBLIC_KEYS,
  TEST_SERVICE_KEY,
  type TestIdentity,
  testIdentity,
} from '../testing/identity.ts';
import { silentLog } from '../testing/log.ts';
import { sampleRouter } from '../testing/sample-router.ts';
import { until } from '../testing/until.ts';
import { serviceSecurity, serviceToken, sessionSecurity } from './auth.ts';
import type { Principal } from './context.ts';
import { createHttpApp } from './http-app.ts';

let identity: TestIdentity;
let otherIssuer: TestIdentity;
const apps: TestApp[] = [];
beforeAll(async () => {
  [identity, otherIssuer] = await Promise.all([testIdentity(), testIdentity()]);
});
afterAll(() => Promise.all([identity.close(), otherIssuer.close(), ...apps.map(app => app.close())]));

/** Calls an operation that requires `roles`: returns the status and the principal that the handler got. */
async function opener(roles: Record<string, string[]>, identityUrl = identity.url, publicKeys = TEST_PUBLIC_KEYS) {
  let principal: Principal | undefined;
  const router = sampleRouter<never>({
    roles,
    session: sessionSecurity({ identityUrl }),
    service: serviceSecurity({ audience: 'orders', publicKeys }),
    getItem: async (_input, context) => {
      principal = context.principal;
      return { status: 204 };
    },
  });
  const app = await startTestApp(createHttpApp({ log: silentLog(), routers: [router], checks: {} }));
  apps.push(app);
  return async (headers: Record<string, string>) => {
    principal = undefined;
    const { status } = await fetch(`${app.url}/items/a`, { headers });
    return principal === undefined ? status : principal;
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a session', () => {
  test('is granted with one of the roles, and the handler gets the principal', async () => {
    const ask = await opener({ session: ['orders', 'support'] });
    const staff = await identity.headers({
      kind: 'staff',
      id: 'grace',
      roles: ['support'],
      email: 'grace@shop.example',
    });
    const grace = { kind: 'staff', id: 'grace', roles: ['support'], email: 'grace@shop.example' };
    expect(await ask(staff)).toEqual({ ...grace, authenticatedAt: expect.any(Date) });
    expect(await ask(await identity.headers({ kind: 'staff', roles: ['catalog'] }))).toBe(403);
    expect(await ask(await identity.headers({ kind: 'shopper' }))).toBe(403);
    expect(await ask({})).toBe(401);
  });

  test('of an admin passes every check for staff, and none that is for shoppers alone', async () => {
    const admin = await identity.headers({ kind: 'staff', roles: ['admin'] });
    expect(await (await opener({ session: ['orders'] }))(admin)).toMatchObject({ kind: 'staff' });
    expect(await (await opener({ session: ['shopper', 'orders'] }))(admin)).toMatchObject({ kind: 'staff' });
    expect(await (await opener({ session: ['shopper'] }))(admin)).toBe(403);
  });

  test('of a shopper has the role shopper and no other, whatever the token says', async () => {
    const shopper = await identity.headers({ kind: 'shopper', id: 'ada', roles: ['admin', 'orders'] });
    expect(await (await opener({ session: ['orders'] }))(shopper)).toBe(403);
    expect(await (await opener({ session: ['shopper'] }))(shopper)).toMatchObject({ kind: 'shopper', id: 'ada' });
  });

  test('of any user is granted where no role is required', async () => {
    expect(await (await opener({ session: [] }))(await identity.headers({ kind: 'shopper' }))).toMatchObject({
      kind: 'shopper',
    });
  });

  test('is anonymous when the token has another key, another kind, is expired, or malformed', async () => {
    const ask = await opener({ session: [] });
    expect(await ask(await otherIssuer.headers({ kind: 'staff', roles: ['admin'] }))).toBe(401);
    expect(await ask(await serviceHeaders('checkout'))).toBe(401);
    expect(await ask(bearer('a.b.c'))).toBe(401);
    expect(await ask({ authorization: 'Basic YTpi' })).toBe(401);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`;
    expect(await ask(bearer(`${unsigned}x`))).toBe(401);
    const [header, , signature] =
      (await identity.headers({ kind: 'shopper' })).authorization?.slice(7).split('.') ?? [];
    const forged = Buffer.from(
      JSON.stringify({ sub: 'x', kind: 'staff', roles: ['admin'], iss: 'covenant-identity', aud: 'covenant' }),
    ).toString('base64url');
    expect(await ask(bearer(`${header}.${forged}.${signature}`))).toBe(401);
  });

  test('is still verified while identity is down, once its keys are known; before, it is 503', async () => {
    const unreachable = await testIdentity();
    const ask = await opener({ session: [] }, unreachable.url);
    const headers = await unreachable.headers({ kind: 'shopper' });
    expect(await ask(headers)).toMatchObject({ kind: 'shopper' });
    await unreachable.close();
    expect(await ask(headers)).toMatchObject({ kind: 'shopper' });
    expect(await (await opener({ session: [] }, unreachable.url))(headers)).toBe(503);
  });

  test('is verified with the current keys of identity: a new key is fetched', async () => {
    let current = await testIdentity();
    const server: Server = createServer((_request, response) => {
      fetch(`${current.url}/.well-known/jwks.json`)
        .then(answer => answer.text())
        .then(
          keys => response.setHeader('content-type', 'application/json').end(keys),
          () => response.destroy(),
        );
    });
    await new Promise<void>(resolve => server.listen(0, resolve));
    const ask = await opener({ session: [] }, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const before = current;
    expect(await ask(await before.headers({ kind: 'shopper' }))).toMatchObject({ kind: 'shopper' });
    current = await testIdentity();
    const headers = await current.headers({ kind: 'shopper', id: 'new' });
    const principal = await until(
      async () => {
        const answer = await ask(headers);
        return typeof answer === 'object' && answer;
      },
      { describe: 'the new key is known' },
    );
    expect(principal).toMatchObject({ id: 'new' });
    await Promise.all([before.close(), current.close()]);
    server.closeAllConnections();
    server.close();
  });
});

describe('a service', () => {
  test('is granted where its name is listed, and everywhere when none is', async () => {
    expect(await (await opener({ service: ['checkout'] }))(await serviceHeaders('checkout'))).toEqual({
      kind: 'service',
      id: 'checkout',
      roles: [],
    });
    expect(await (await opener({ service: ['checkout'] }))(await serviceHeaders('cart'))).toBe(403);
    expect(await (await opener({ service: [] }))(await serviceHeaders('cart'))).toMatchObject({ id: 'cart' });
  });

  test('is not granted with the key of another one, to another one, expired, of another type, or as a session', async () => {
    const ask = await opener({ service: [] });
    const soon = Math.floor(Date.now() / 1_000) + 60;
    const token = ({ exp = soon, aud = 'orders', typ = 'service+jwt', key = TEST_SERVICE_KEY, iss = 'cart' } = {}) =>
      new SignJWT({ exp }).setProtectedHeader({ alg: 'EdDSA', typ }).setIssuer(iss).setAudience(aud).sign(key);
    expect(await ask(bearer(await token()))).toMatchObject({ id: 'cart' });
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(await ask(bearer(await token({ key: privateKey })))).toBe(401);
    expect(await ask(bearer(await token({ exp: soon - 120 })))).toBe(401);
    expect(await ask(bearer(await token({ aud: 'payments' })))).toBe(401);
    expect(await ask(bearer(await token({ iss: 'stranger' })))).toBe(401);
    expect(await ask(bearer(await token({ typ: 'JWT' })))).toBe(401);
    const hmac = new SignJWT({ exp: soon }).setProtectedHeader({ alg: 'HS256', typ: 'service+jwt' });
    const publicKey = createPublicKey(TEST_SERVICE_KEY).export({ format: 'der', type: 'spki' });
    expect(await ask(bearer(await hmac.setIssuer('cart').setAudience('orders').sign(publicKey)))).toBe(401);
    expect(await ask(await identity.headers({ kind: 'staff', roles: ['admin'] }))).toBe(401);
  });

  test('cannot speak for another one, whose key it does not have', async () => {
    const cart = generateKeyPairSync('ed25519').privateKey;
    const publicKeys = new Map([...TEST_PUBLIC_KEYS, ['cart', [createPublicKey(cart)]] as const]);
    const ask = await opener({ service: [] }, identity.url, publicKeys);
    const speakAs = (caller: string) => ask(bearer(serviceToken({ caller, target: 'orders', key: cart })));
    expect(await speakAs('cart')).toMatchObject({ id: 'cart' });
    expect(await speakAs('payments')).toBe(401);
  });
});
