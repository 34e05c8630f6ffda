import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createIdentityClient, type IdentityClient } from '../../generated/identity/client.ts';
import type { StaffChange } from '../../generated/identity/types.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { AUDIENCE, SESSION_ISSUER, serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../platform/testing/database.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS, type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { buildApp } from './app.ts';
import { type Auth, createAuth } from './auth.ts';
import { ensureFirstAdmin } from './first-admin.ts';
import { loadKeys } from './keys.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { cheapPasswords } from './testing/passwords.ts';

const log = silentLog();
const secret = 'a-secret-that-only-this-suite-uses-0123456789';
let database: TestDatabase;
let prisma: PrismaClient;
let auth: Auth;
let others: TestIdentity;
let app: TestApp;
let admin: IdentityClient;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase('identity');
  prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
  auth = createAuth({ prisma, secret, publicUrl: 'http://localhost:8080' });
  others = await testIdentity();
  folder = await mkdtemp(path.join(tmpdir(), 'identity-'));
  await ensureFirstAdmin({
    prisma,
    email: 'admin@example.com',
    passwordFile: path.join(folder, 'password'),
    log,
  });
  const keys = await loadKeys(prisma, secret);
  const security = {
    session: sessionSecurity({ identityUrl: others.url }),
    service: serviceSecurity({ audience: 'identity', publicKeys: TEST_PUBLIC_KEYS }),
  };
  app = await startTestApp(
    buildApp({ log, secret, prisma, auth, passwords: cheapPasswords(), keys, security, checkResponses: true }),
  );
  admin = createIdentityClient({
    baseUrl: app.url,
    headers: () => others.headers({ kind: 'staff', roles: ['admin'] }),
  });
});

afterAll(async () => {
  await app.close();
  await others.close();
  await prisma.$disconnect();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function send(pathname: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const cookie = response.headers.getSetCookie().find(value => value.startsWith('__Host-session='));
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), cookie };
}

const cookieValue = (cookie: string | undefined): string => /^__Host-session=([^;]*)/.exec(cookie ?? '')?.[1] ?? '';
const exchange = async (cookie: string | undefined) =>
  send('/internal/tokens', { session: cookieValue(cookie) }, await serviceHeaders('gateway'));

describe('a shopper', () => {
  test('signs up, is somebody, signs out and is nobody', async () => {
    const up = await send('/auth/sign-up', {
      email: 'Ada@example.com',
      password: 'correct horse battery',
      name: 'Ada',
    });
    expect(up.status).toBe(201);
    expect(up.body).toMatchObject({ email: 'ada@example.com', kind: 'shopper', roles: ['shopper'] });
    expect(up.cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax/);

    const headers = { ...(await others.headers({ kind: 'shopper' })), cookie: up.cookie?.split(';')[0] ?? '' };
    const session = await fetch(`${app.url}/auth/session`, { headers });
    expect(await session.json()).toMatchObject({ email: 'ada@example.com', name: 'Ada' });

    expect((await send('/auth/sign-out', undefined, { cookie: headers.cookie })).status).toBe(204);
    expect((await send('/auth/sign-out', undefined, { cookie: headers.cookie })).status).toBe(204);
    expect((await fetch(`${app.url}/auth/session`, { headers })).status).toBe(401);
    expect((await exchange(up.cookie)).status).toBe(401);
  });

  test('cannot use an address that has an account, in whatever case', async () => {
    const body = { email: 'grace@example.com', password: 'correct horse battery', name: 'Grace' };
    expect((await send('/auth/sign-up', body)).status).toBe(201);
    for (const email of [body.email, 'GRACE@example.com']) {
      const again = await send('/auth/sign-up', { ...body, email, name: 'Another' });
      expect([again.status, again.cookie]).toEqual([409, undefined]);
    }
    expect(await prisma.user.findMany({ where: { email: body.email }, select: { name: true } })).toEqual([
      { name: 'Grace' },
    ]);
  });

  test('who signs in twice has two sessions, and the second leaves the first as it was', async () => {
    const who = { email: 'edsger@example.com', password: 'correct horse battery' };
    await send('/auth/sign-up', { ...who, name: 'Edsger' });
    const one = await send('/auth/sign-in', who);
    const two = await send('/auth/sign-in', who);
    expect([one.status, two.status, two.body.userId]).toEqual([200, 200, one.body.userId]);
    expect(cookieValue(one.cookie)).not.toBe(cookieValue(two.cookie));
    for (const { cookie } of [one, two, one]) expect((await exchange(cookie)).status).toBe(200);
  });

  test('cannot make themselves staff', async () => {
    const body = {
      email: 'mallory@example.com',
      password: 'correct horse battery',
      name: 'Mallory',
      kind: 'staff',
      roles: ['admin'],
    };
    expect((await send('/auth/sign-up', body)).status).toBe(400);
  });

  test('does not learn whether the address or the password was wrong', async () => {
    const [unknown, wrong] = await Promise.all([
      send('/auth/sign-in', { email: 'nobody@example.com', password: 'correct horse battery' }),
      send('/auth/sign-in', { email: 'admin@example.com', password: 'not the password' }),
    ]);
    expect(unknown.status).toBe(401);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });
});

describe('the first admin', () => {
  test('signs in with the password in the file, and is made once', async () => {
    const password = (await readFile(path.join(folder, 'password'), 'utf8')).trim();
    await ensureFirstAdmin({
      prisma,
      email: 'second@example.com',
      passwordFile: path.join(folder, 'other'),
      log,
    });
    const session = await send('/auth/sign-in', { email: 'admin@example.com', password });
    expect(session.status).toBe(200);
    expect(session.body).toMatchObject({ kind: 'staff', roles: ['admin'] });
    await expect(readFile(path.join(folder, 'other'))).rejects.toThrow('ENOENT');
  });
});

describe('tokens', () => {
  test('carry who it is, and verify against the published keys, also after a restart', async () => {
    const up = await send('/auth/sign-up', {
      email: 'lin@example.com',
      password: 'correct horse battery',
      name: 'Lin',
    });
    const token = await exchange(up.cookie);
    expect(token.status).toBe(200);
    const restarted = await loadKeys(prisma, secret);
    const published = await (await fetch(`${app.url}/.well-known/jwks.json`)).json();
    expect(published).toEqual({ keys: restarted.published });
    const { payload } = await jwtVerify(token.body.token, createLocalJWKSet({ keys: [...restarted.published] }), {
      issuer: SESSION_ISSUER,
      audience: AUDIENCE,
    });
    expect(payload).toMatchObject({ sub: up.body.userId, kind: 'shopper', email: 'lin@example.com' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test('cannot be had with a cookie that was tampered with, nor by anybody but a service', async () => {
    const up = await send('/auth/sign-up', {
      email: 'kim@example.com',
      password: 'correct horse battery',
      name: 'Kim',
    });
    const forged = cookieValue(up.cookie).replace(/^./, first => (first === 'a' ? 'b' : 'a'));
    expect((await send('/internal/tokens', { session: forged }, await serviceHeaders('gateway'))).status).toBe(401);
    expect((await send('/internal/tokens', { session: cookieValue(up.cookie) })).status).toBe(401);
  });

  test('private keys cannot be read under another secret', async () => {
    await expect(loadKeys(prisma, `${secret}-other`)).rejects.toThrow('decryption operation failed');
  });
});

describe('staff', () => {
  test('are added once, listed by page, changed, and deactivated with all their sessions', async () => {
    const member = {
      email: 'olga@example.com',
      name: 'Olga',
      password: 'correct horse battery',
      roles: ['orders' as const],
    };
    const added = await admin.addStaff({ body: member });
    if (added.status !== 201) throw new Error(`status ${added.status}`);
    expect((await admin.addStaff({ body: { ...member, roles: ['admin'] } })).status).toBe(409);

    const first = await admin.listStaff({ query: { limit: 1 } });
    const second = await admin.listStaff({
      query: { limit: 1, cursor: first.status === 200 ? (first.body.nextCursor ?? '') : '' },
    });
    expect([first, second].map(page => page.status === 200 && page.body.items.map(item => item.email))).toEqual([
      ['admin@example.com'],
      ['olga@example.com'],
    ]);
    expect(second.status === 200 && second.body.nextCursor).toBeNull();

    const session = await send('/auth/sign-in', { email: member.email, password: member.password });
    expect((await exchange(session.cookie)).status).toBe(200);
    const change = { path: { staffId: added.body.id }, body: { active: false } };
    const changed = await admin.changeStaff(change);
    expect(changed).toMatchObject({ status: 200, body: { active: false, roles: ['orders'] } });
    expect(await admin.changeStaff(change)).toMatchObject({ status: 200, body: changed.body });
    expect((await exchange(session.cookie)).status).toBe(401);
    expect((await send('/auth/sign-in', { email: member.email, password: member.password })).status).toBe(401);
  });

  test('what somebody else changed meanwhile is not overwritten', async () => {
    const member = {
      email: `${newId()}@example.com`,
      name: 'Olga',
      password: 'correct horse battery',
      roles: ['orders' as const],
    };
    const added = await admin.addStaff({ body: member });
    if (added.status !== 201) throw new Error(`${added.status}`);
    expect(added.body.version).toBe(1);
    const path = { staffId: added.body.id };
    const change = (body: StaffChange) => admin.changeStaff({ path, body });
    expect(await change({ name: 'Olga B.', version: 1 })).toMatchObject({
      status: 200,
      body: { name: 'Olga B.', version: 2 },
    });
    expect(await change({ roles: ['support'], version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'version_conflict' },
    });
    // What is so already is no change, whatever version it was read at.
    expect(await change({ name: 'Olga B.', version: 1 })).toMatchObject({
      status: 200,
      body: { version: 2, roles: member.roles },
    });
    expect(await change({ name: 'Olga C.' })).toMatchObject({ status: 200, body: { version: 3 } });
    const both = await Promise.all([change({ name: 'Olga D.', version: 3 }), change({ name: 'Olga E.', version: 3 })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await change({ version: 0 })).toMatchObject({ status: 400 });
  });

  test('the last admin stays', async () => {
    const page = await admin.listStaff({ query: {} });
    const first = page.status === 200 ? page.body.items[0] : undefined;
    expect((await admin.changeStaff({ path: { staffId: first?.id ?? '' }, body: { roles: ['support'] } })).status).toBe(
      409,
    );
  });

  test('only an admin manages them', async () => {
    const clerk = createIdentityClient({
      baseUrl: app.url,
      headers: () => others.headers({ kind: 'staff', roles: ['orders'] }),
    });
    expect((await clerk.listStaff()).status).toBe(403);
    expect((await createIdentityClient({ baseUrl: app.url }).listStaff()).status).toBe(401);
    expect((await admin.changeStaff({ path: { staffId: 'nobody' }, body: { name: 'X' } })).status).toBe(404);
  });

  test('a cursor that was not given out is refused', async () => {
    expect((await admin.listStaff({ query: { cursor: 'bm9uc2Vuc2U' } })).status).toBe(400);
  });
});
