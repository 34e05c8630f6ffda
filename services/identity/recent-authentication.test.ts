import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { serviceHeaders } from '../platform/testing/identity.ts';
import { type IdentitySuite, identitySuite, PASSWORD } from './testing/suite.ts';

let suite: IdentitySuite;
beforeAll(async () => {
  suite = await identitySuite();
});
afterAll(() => suite.close());

async function authTimeOf(session: string): Promise<number> {
  const gateway = createIdentityClient({ baseUrl: suite.url, headers: () => serviceHeaders('gateway') });
  const exchanged = await gateway.exchangeSession({ body: { session } });
  if (exchanged.status !== 200) throw new Error(`${exchanged.status}`);
  return Number(decodeJwt(exchanged.body.token).auth_time);
}

test('a token says when the password was given, and a sign-in again renews it', async () => {
  const member = await suite.addStaff();
  const browser = await suite.signedIn(member);
  const before = Date.now() / 1_000;
  expect(Math.abs((await authTimeOf(browser.session())) - before)).toBeLessThan(60);
  const longAgo = new Date('2026-01-01T00:00:00Z');
  await suite.prisma.session.updateMany({ where: { userId: member.id }, data: { authenticatedAt: longAgo } });
  expect(await authTimeOf(browser.session())).toBe(longAgo.getTime() / 1_000);
  await browser.send('POST', '/auth/sign-in', { email: member.email, password: PASSWORD });
  expect(Math.abs((await authTimeOf(browser.session())) - before)).toBeLessThan(60);
});

test('staff are managed only by who gave their password in the last quarter of an hour', async () => {
  const { id } = await suite.addStaff();
  const since = (minutes: number) =>
    createIdentityClient({
      baseUrl: suite.url,
      headers: () =>
        suite.others.headers({
          kind: 'staff',
          roles: ['admin'],
          authenticatedAt: new Date(Date.now() - minutes * 60_000),
        }),
    });
  const change = { path: { staffId: id }, body: { name: 'Olga B.' } };
  const refused = { status: 403, body: { code: 'reauthentication_required' } };
  expect(await since(16).changeStaff(change)).toMatchObject(refused);
  expect(await since(16).addStaff({ body: { email: suite.newEmail(), name: 'X', roles: ['admin'] } })).toMatchObject(
    refused,
  );
  expect(await since(16).endStaffSessions({ path: change.path })).toMatchObject(refused);
  expect(await since(16).listStaff()).toMatchObject({ status: 200 });
  expect(await since(14).changeStaff(change)).toMatchObject({ status: 200, body: { name: 'Olga B.' } });
});

test('the cookie of staff is never sent from the pages of another site', async () => {
  const member = await suite.addStaff();
  const signedIn = await suite.browser().send('POST', '/auth/sign-in', { email: member.email, password: PASSWORD });
  expect(signedIn.cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
});
