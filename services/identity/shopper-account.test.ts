import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { serviceHeaders } from '../platform/testing/identity.ts';
import { type Browser, type IdentitySuite, identitySuite, PASSWORD } from './testing/suite.ts';

let suite: IdentitySuite;
beforeAll(async () => {
  suite = await identitySuite();
});
afterAll(() => suite.close());

const NEW_PASSWORD = 'three quiet rivers';
const session = z.object({ userId: z.string() });
const sessionList = z.object({ items: z.array(z.looseObject({ id: z.string(), current: z.boolean() })) });

/** A browser in which a new shopper has signed up. */
async function signedUp(email = suite.newEmail()) {
  const browser = suite.shopperBrowser();
  const { status, body } = await browser.send('POST', '/auth/sign-up', { email, password: PASSWORD, name: 'Ada' });
  expect(status).toBe(201);
  return { browser, email, userId: session.parse(body).userId };
}

/** Another browser of a shopper. */
async function signedIn(email: string, password = PASSWORD): Promise<Browser> {
  const browser = suite.shopperBrowser();
  const { status } = await browser.send('POST', '/auth/sign-in', { email, password, kind: 'shopper' });
  if (status !== 200) throw new Error(`sign-in: ${status}`);
  return browser;
}

const accountOf = async (browser: Browser) => (await browser.send('GET', '/account')).body;
const confirm = (browser: Browser, token: string) => browser.send('POST', '/account/email-confirmation', { token });
const linksOf = (userId: string) => suite.events(userId, 'AccountLinkCreated');
const olderLinks = (userId: string) =>
  suite.prisma.accountLink.updateMany({ where: { userId }, data: { createdAt: new Date(Date.now() - 6 * 60_000) } });

/** Whether the token of a session says to other services that its address is verified. */
async function isVerified(browser: Browser): Promise<unknown> {
  const gateway = createIdentityClient({ baseUrl: suite.url, headers: () => serviceHeaders('gateway') });
  const exchanged = await gateway.exchangeSession({ body: { session: browser.session() } });
  if (exchanged.status !== 200) throw new Error(`${exchanged.status}`);
  return decodeJwt(exchanged.body.token).email_verified;
}

describe('the address of a shopper', () => {
  test('is verified by the link of a mail after the sign-up, once, by whoever is signed in to the account', async () => {
    const { browser, email, userId } = await signedUp();
    expect(await linksOf(userId)).toMatchObject([{ purpose: 'email_verification', email }]);
    expect(await accountOf(browser)).toMatchObject({ email, emailVerified: false });
    expect(await isVerified(browser)).toBe(false);
    const token = await suite.tokenOf(userId);
    expect((await suite.browser().send('POST', '/auth/account-link', { token })).status).toBe(410);
    expect((await confirm(browser, token)).body).toMatchObject({ email, emailVerified: true });
    expect(await isVerified(browser)).toBe(true);
    expect((await confirm(browser, token)).status).toBe(410);
  });

  test('is not verified by its owner for the account that a stranger made with it', async () => {
    const stranger = await signedUp();
    const token = await suite.tokenOf(stranger.userId);
    expect((await suite.browser().send('POST', '/account/email-confirmation', { token })).status).toBe(401);
    const victim = await signedUp();
    expect((await confirm(victim.browser, token)).status).toBe(410);
    expect(await accountOf(stranger.browser)).toMatchObject({ emailVerified: false });
    expect(await accountOf(victim.browser)).toMatchObject({ emailVerified: false });
  });

  test('is written to again after five minutes, and not once it is verified', async () => {
    const { browser, userId } = await signedUp();
    const again = () => browser.send('POST', '/account/email-verification');
    expect(await again()).toMatchObject({ status: 429, body: { code: 'too_many_mails' } });
    await olderLinks(userId);
    const first = await suite.tokenOf(userId);
    const asked = await Promise.all(Array.from({ length: 5 }, again));
    expect(asked.map(({ status }) => status).sort()).toEqual([204, 429, 429, 429, 429]);
    expect(await linksOf(userId)).toHaveLength(2);
    expect((await confirm(browser, first)).status).toBe(410);
    await confirm(browser, await suite.tokenOf(userId));
    expect((await again()).status).toBe(204);
    expect(await linksOf(userId)).toHaveLength(2);
  });

  test('is replaced with the password and the link to the new one; the old one is notified, and its links are over', async () => {
    const { browser, email, userId } = await signedUp();
    const verification = await suite.tokenOf(userId);
    const other = suite.newEmail();
    const change = (to: string, password: string) => browser.send('PUT', '/account/email', { email: to, password });
    expect(await change(other, 'a wrong password')).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/body/password' }] },
    });
    expect(await change(email.toUpperCase(), PASSWORD)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/body/email' }] },
    });
    expect(await change(other, PASSWORD)).toMatchObject({ status: 202, body: { email, pendingEmail: other } });
    expect((await change(suite.newEmail(), PASSWORD)).status).toBe(429);
    expect((await linksOf(userId)).at(-1)).toMatchObject({ purpose: 'email_change', email: other });
    await suite.browser().send('POST', '/auth/request-password-reset', { email, kind: 'shopper' });
    const reset = await suite.tokenOf(userId, 'shopper_password_reset');
    expect((await confirm(browser, await suite.tokenOf(userId, 'email_change'))).body).toMatchObject({
      email: other,
      emailVerified: true,
    });
    expect(await accountOf(browser)).not.toHaveProperty('pendingEmail');
    expect(await suite.events(userId, 'AccountEmailChanged')).toMatchObject([{ userId, previousEmail: email }]);
    expect(JSON.stringify(await suite.events(userId, 'AccountEmailChanged'))).not.toContain(other);
    expect((await confirm(browser, verification)).status).toBe(410);
    const body = { token: reset, password: NEW_PASSWORD };
    expect((await suite.browser().send('POST', '/auth/reset-password', body)).status).toBe(410);
    await expect(signedIn(email)).rejects.toThrow('401');
    await signedIn(other);
  });

  test('of another account is asked for in the same words, and refused to whoever reads its mail alone', async () => {
    const one = await signedUp();
    const other = await signedUp();
    const change = { email: other.email, password: PASSWORD };
    expect(await one.browser.send('PUT', '/account/email', change)).toMatchObject({ status: 202 });
    const token = await suite.tokenOf(one.userId, 'email_change');
    expect(await confirm(one.browser, token)).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    expect(await accountOf(one.browser)).toMatchObject({ email: one.email });
    await other.browser.send('POST', '/account/deletion', { password: PASSWORD });
    expect((await confirm(one.browser, token)).body).toMatchObject({ email: other.email });
  });

  test('of staff and of a shopper are two accounts', async () => {
    const { email } = await suite.addStaff();
    const { browser } = await signedUp(email);
    expect(await accountOf(browser)).toMatchObject({ emailVerified: false });
    const staff = await suite.signedIn(await suite.addStaff());
    expect((await staff.send('GET', '/account')).status).toBe(403);
  });
});

describe('a password that a shopper forgot', () => {
  const ask = (email: string) =>
    suite.browser().send('POST', '/auth/request-password-reset', { email, kind: 'shopper' });
  const reset = (token: string, password = NEW_PASSWORD) =>
    suite.browser().send('POST', '/auth/reset-password', { token, password });

  test('is replaced by the link of a mail, once, which ends all sessions and verifies the address', async () => {
    const { browser, email, userId } = await signedUp();
    expect((await ask(email.toUpperCase())).status).toBe(204);
    expect((await linksOf(userId)).at(-1)).toMatchObject({ purpose: 'shopper_password_reset', email });
    const token = await suite.tokenOf(userId, 'shopper_password_reset');
    expect((await suite.browser().send('POST', '/auth/account-link', { token })).body).toMatchObject({
      purpose: 'password_reset',
      email,
    });
    expect((await reset(token, 'password1234')).status).toBe(422);
    expect(await suite.events(userId, 'AccountPasswordChanged')).toEqual([]);
    expect((await reset(token)).status).toBe(204);
    expect(await suite.lasts(browser.session())).toBe(false);
    expect((await reset(token, 'another good password')).status).toBe(410);
    const published = { userId, kind: 'shopper', email, name: 'Ada', changedAt: expect.any(String) };
    expect(await suite.events(userId, 'AccountPasswordChanged')).toEqual([published]);
    await expect(signedIn(email)).rejects.toThrow('401');
    expect(await accountOf(await signedIn(email, NEW_PASSWORD))).toMatchObject({ emailVerified: true });
  });

  test('takes an account back from a stranger, whose links and sessions are over', async () => {
    const stranger = await signedUp();
    await stranger.browser.send('PUT', '/account/email', { email: suite.newEmail(), password: PASSWORD });
    const change = await suite.tokenOf(stranger.userId, 'email_change');
    await ask(stranger.email);
    await reset(await suite.tokenOf(stranger.userId, 'shopper_password_reset'));
    expect((await confirm(stranger.browser, change)).status).toBe(401);
    expect((await confirm(await signedIn(stranger.email, NEW_PASSWORD), change)).status).toBe(410);
  });

  test('is answered alike whoever asks: nobody else is written to, and one mail goes out in five minutes', async () => {
    const member = await suite.addStaff();
    const { email, userId } = await signedUp();
    const links = await suite.prisma.accountLink.count();
    for (const address of [member.email, suite.newEmail()])
      expect(await ask(address)).toEqual({ status: 204, body: undefined });
    expect(await suite.prisma.accountLink.count()).toBe(links);
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(email)));
    expect(asked.map(({ status }) => status)).toEqual(Array(8).fill(204));
    expect((await linksOf(userId)).filter(link => JSON.stringify(link).includes('password_reset'))).toHaveLength(1);
  });

  test('of staff is not reset to a shorter one than staff may have', async () => {
    const member = await suite.addStaff();
    await suite.browser().send('POST', '/auth/request-password-reset', { email: member.email });
    const token = await suite.tokenOf(member.id);
    expect(await reset(token, 'qz7 vmx3 k!')).toMatchObject({ status: 422, body: { code: 'password_refused' } });
  });
});

describe('the account of a shopper', () => {
  test('has a name and a password that its owner changes, which ends all other sessions and the links', async () => {
    const { browser, email, userId } = await signedUp();
    const there = await signedIn(email);
    expect((await browser.send('PATCH', '/account', { name: 'Ada Lovelace' })).body).toMatchObject({
      name: 'Ada Lovelace',
    });
    await suite.browser().send('POST', '/auth/request-password-reset', { email, kind: 'shopper' });
    const token = await suite.tokenOf(userId, 'shopper_password_reset');
    const change = (currentPassword: string, newPassword: string) =>
      browser.send('PUT', '/account/password', { currentPassword, newPassword });
    expect((await change('a wrong password', NEW_PASSWORD)).body).toMatchObject({
      errors: [{ path: '/body/currentPassword' }],
    });
    expect((await change(PASSWORD, 'adalovelace')).body).toMatchObject({ errors: [{ path: '/body/newPassword' }] });
    expect(await suite.events(userId, 'AccountPasswordChanged')).toEqual([]);
    expect((await change(PASSWORD, NEW_PASSWORD)).status).toBe(204);
    const published = { userId, kind: 'shopper', email, name: 'Ada Lovelace', changedAt: expect.any(String) };
    expect(await suite.events(userId, 'AccountPasswordChanged')).toEqual([published]);
    expect([await suite.lasts(browser.session()), await suite.lasts(there.session())]).toEqual([true, false]);
    const body = { token, password: 'another good password' };
    expect((await suite.browser().send('POST', '/auth/reset-password', body)).status).toBe(410);
    await signedIn(email, NEW_PASSWORD);
  });

  test('lists its sessions, which end one by one or everywhere else, and nobody ends those of another', async () => {
    const { browser: one, email } = await signedUp();
    const two = await signedIn(email);
    const here = suite.shopperBrowser();
    const forABrowser = { email, password: PASSWORD, userAgent: 'Chrome on a phone' };
    await here.send('POST', '/auth/sign-in', forABrowser);
    const { items } = sessionList.parse((await one.send('GET', '/account/sessions')).body);
    expect(items.map(({ userAgent }) => userAgent).sort()).toEqual([
      'Chrome on a phone',
      'Firefox on a suite',
      'Firefox on a suite',
    ]);
    const path = `/account/sessions/${items.find(({ current }) => current)?.id}`;
    const other = await signedUp();
    expect((await other.browser.send('DELETE', path)).status).toBe(404);
    expect((await here.send('DELETE', path)).status).toBe(204);
    expect(await suite.lasts(one.session())).toBe(false);
    expect((await here.send('DELETE', '/account/sessions')).status).toBe(204);
    expect([await suite.lasts(two.session()), await suite.lasts(here.session())]).toEqual([false, true]);
    expect(await suite.lasts(other.browser.session())).toBe(true);
  });

  test('is deleted with the password, with all that identity has of it; the address is free again', async () => {
    const { browser, email, userId } = await signedUp();
    const there = await signedIn(email);
    const remove = (password: string) => browser.send('POST', '/account/deletion', { password });
    expect((await remove('a wrong password')).status).toBe(422);
    expect(await suite.events(userId, 'AccountDeleted')).toEqual([]);
    const [one, two] = await Promise.all([remove(PASSWORD), remove(PASSWORD)]);
    expect([one.status, two.status]).toContain(204);
    expect([one.status, two.status].every(status => [204, 401, 422].includes(status))).toBe(true);
    expect(await suite.events(userId, 'AccountDeleted')).toEqual([{ userId, email, deletedAt: expect.any(String) }]);
    expect(await suite.lasts(there.session())).toBe(false);
    for (const table of ['users', 'accounts', 'sessions', 'account_links'])
      expect(
        await suite.prisma.$queryRawUnsafe(
          `SELECT 1 FROM ${table} AS row WHERE to_jsonb(row)::text LIKE '%${userId}%'`,
        ),
      ).toEqual([]);
    expect((await signedUp(email)).userId).not.toBe(userId);
  });

  test('is signed in to where somebody asks for one of a shopper alone', async () => {
    const member = await suite.addStaff();
    await expect(signedIn(member.email)).rejects.toThrow('401');
  });
});
