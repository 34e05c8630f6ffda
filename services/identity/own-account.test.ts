import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type IdentitySuite, identitySuite, PASSWORD } from './testing/suite.ts';

let suite: IdentitySuite;
beforeAll(async () => {
  suite = await identitySuite();
});
afterAll(() => suite.close());

const NEW_PASSWORD = 'three quiet rivers';
const sessionList = z.object({
  items: z.array(z.looseObject({ id: z.string(), current: z.boolean(), userAgent: z.string() })),
});
const passwordChanges = (userId: string) => suite.events(userId, 'AccountPasswordChanged');
const passwordChangedOf = ({ id, email, name }: { id: string; email: string; name: string }) => ({
  userId: id,
  kind: 'staff',
  email,
  name,
  changedAt: expect.any(String),
});
const lastAct = async (id: string) => (await suite.events(id, 'ChangeMade')).at(-1);

describe('the own password', () => {
  test('is changed with the present one, which ends all other sessions', async () => {
    const member = await suite.addStaff();
    const here = await suite.signedIn(member);
    const there = await suite.signedIn(member);
    const change = (currentPassword: string, newPassword: string) =>
      here.send('PUT', '/admin/account/password', { currentPassword, newPassword });
    expect(await change('a wrong password', NEW_PASSWORD)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/body/currentPassword' }] },
    });
    expect(await change(PASSWORD, 'password1234')).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/body/newPassword' }] },
    });
    expect(await suite.lasts(there.session())).toBe(true);
    expect(await passwordChanges(member.id)).toEqual([]);
    expect((await change(PASSWORD, NEW_PASSWORD)).status).toBe(204);
    expect(await passwordChanges(member.id)).toEqual([passwordChangedOf(member)]);
    expect([await suite.lasts(here.session()), await suite.lasts(there.session())]).toEqual([true, false]);
    await expect(suite.signedIn(member)).rejects.toThrow('401');
    await suite.signedIn(member, NEW_PASSWORD);
    const act = await lastAct(member.id);
    expect(act).toMatchObject({ action: 'password_changed', actor: { id: member.id }, changes: [] });
    expect(JSON.stringify(act)).not.toMatch(/rivers|battery/);
  });

  test('cannot be changed by a shopper, nor by nobody', async () => {
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await suite.browser().send('PUT', '/admin/account/password', body)).status).toBe(401);
    const shopper = suite.browser(undefined, () => suite.others.headers({ kind: 'shopper' }));
    expect((await shopper.send('PUT', '/admin/account/password', body)).status).toBe(403);
  });
});

describe('sessions', () => {
  test('are listed with where and since when, and the one that asks', async () => {
    const member = await suite.addStaff();
    await suite.signedIn(member);
    const here = await suite.signedIn(member);
    const answer = await here.send('GET', '/admin/account/sessions');
    const { items } = sessionList.parse(answer.body);
    expect(items).toHaveLength(2);
    expect(items.filter(({ current }) => current)).toMatchObject([
      { userAgent: 'Firefox on a suite', addressBlock: '203.0.113.7', createdAt: expect.any(String) },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(here.session().split('.')[0]);
  });

  test('end one by one, or everywhere else, and nobody ends those of another', async () => {
    const member = await suite.addStaff();
    const one = await suite.signedIn(member);
    const two = await suite.signedIn(member);
    const here = await suite.signedIn(member);
    const { items } = sessionList.parse((await one.send('GET', '/admin/account/sessions')).body);
    const path = `/admin/account/sessions/${items.find(({ current }) => current)?.id}`;
    const other = await suite.signedIn(await suite.addStaff());
    expect((await other.send('DELETE', path)).status).toBe(404);
    expect(await suite.lasts(one.session())).toBe(true);
    expect((await here.send('DELETE', path)).status).toBe(204);
    expect(await suite.lasts(one.session())).toBe(false);
    expect((await here.send('DELETE', path)).status).toBe(404);
    expect((await here.send('DELETE', '/admin/account/sessions')).status).toBe(204);
    expect([await suite.lasts(two.session()), await suite.lasts(here.session())]).toEqual([false, true]);
    expect(await suite.lasts(other.session())).toBe(true);
    expect(await lastAct(member.id)).toMatchObject({ action: 'signed_out', actor: { id: member.id } });
  });

  test('of a member of staff are ended by an admin, who is in the log', async () => {
    const member = await suite.addStaff();
    const there = await suite.signedIn(member);
    const path = { staffId: member.id };
    expect((await suite.admin.endStaffSessions({ path })).status).toBe(204);
    expect(await suite.lasts(there.session())).toBe(false);
    expect(await lastAct(member.id)).toMatchObject({ action: 'signed_out', actor: { id: suite.adminId } });
    expect((await suite.admin.endStaffSessions({ path: { staffId: 'nobody' } })).status).toBe(404);
    const clerk = await suite.signedIn(member);
    expect((await clerk.send('DELETE', `/admin/staff/${suite.adminId}/sessions`)).status).toBe(403);
  });

  test('that came with a sign-in are replaced by it', async () => {
    const member = await suite.addStaff();
    const browser = await suite.signedIn(member);
    const first = browser.session();
    const wrong = { email: member.email, password: 'a wrong password' };
    expect((await browser.send('POST', '/auth/sign-in', wrong)).status).toBe(401);
    expect(await suite.lasts(first)).toBe(true);
    await browser.send('POST', '/auth/sign-in', { email: member.email, password: PASSWORD });
    expect([await suite.lasts(first), await suite.lasts(browser.session())]).toEqual([false, true]);
  });

  test('are seen when they are used', async () => {
    const member = await suite.addStaff();
    const here = await suite.signedIn(member);
    const old = new Date(Date.now() - 3_600_000);
    await suite.prisma.session.updateMany({ where: { userId: member.id }, data: { lastSeenAt: old } });
    await suite.lasts(here.session());
    const seen = await suite.prisma.session.findFirstOrThrow({ where: { userId: member.id } });
    expect(seen.lastSeenAt.getTime()).toBeGreaterThan(old.getTime());
  });
});

describe('a forgotten password', () => {
  const ask = (email: string) => suite.browser().send('POST', '/auth/request-password-reset', { email });
  const reset = (token: string, password = NEW_PASSWORD) =>
    suite.browser().send('POST', '/auth/reset-password', { token, password });

  test('is replaced by the link of a mail, once, within an hour, and all sessions end', async () => {
    const member = await suite.addStaff();
    const there = await suite.signedIn(member);
    expect((await ask(member.email.toUpperCase())).status).toBe(204);
    const [event] = await suite.events(member.id, 'AccountLinkCreated');
    expect(event).toMatchObject({ purpose: 'password_reset', email: member.email });
    const { expiresAt } = z.object({ expiresAt: z.string() }).parse(event);
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 60_000)).toBe(60);
    const token = await suite.tokenOf(member.id);
    expect((await suite.browser().send('POST', '/auth/account-link', { token })).body).toMatchObject({
      purpose: 'password_reset',
    });
    expect((await suite.browser().send('POST', '/auth/accept-invitation', { token, password: PASSWORD })).status).toBe(
      410,
    );
    expect((await reset(token, 'password1234')).status).toBe(422);
    expect(await passwordChanges(member.id)).toEqual([]);
    expect((await reset(token)).status).toBe(204);
    expect(await suite.lasts(there.session())).toBe(false);
    expect((await reset(token)).status).toBe(410);
    expect(await passwordChanges(member.id)).toEqual([passwordChangedOf(member)]);
    await suite.signedIn(member, NEW_PASSWORD);
    expect(await lastAct(member.id)).toMatchObject({ action: 'password_reset', actor: { id: member.id } });
  });

  test('is answered in the same words whoever asks, and nobody else is written to', async () => {
    const gone = await suite.addStaff();
    await suite.admin.changeStaff({ path: { staffId: gone.id }, body: { active: false } });
    const invited = await suite.invite();
    const shopper = suite.newEmail();
    await suite.browser().send('POST', '/auth/sign-up', { email: shopper, password: PASSWORD, name: 'Ada' });
    const links = await suite.prisma.accountLink.count();
    for (const email of [gone.email, invited.email, shopper, suite.newEmail()])
      expect(await ask(email)).toEqual({ status: 204, body: undefined });
    expect(await suite.prisma.accountLink.count()).toBe(links);
  });

  test('is mailed about once in five minutes, however often and how many at once somebody asks', async () => {
    const member = await suite.addStaff();
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(member.email)));
    expect(asked.map(({ status }) => status)).toEqual(Array(8).fill(204));
    expect(await suite.events(member.id, 'AccountLinkCreated')).toHaveLength(1);
    const first = await suite.tokenOf(member.id);
    const earlier = new Date(Date.now() - 6 * 60_000);
    await suite.prisma.accountLink.updateMany({ where: { userId: member.id }, data: { createdAt: earlier } });
    await ask(member.email);
    expect(await suite.events(member.id, 'AccountLinkCreated')).toHaveLength(2);
    expect((await reset(first)).status).toBe(410);
  });

  test('that is remembered and changed ends the link', async () => {
    const member = await suite.addStaff();
    await ask(member.email);
    const token = await suite.tokenOf(member.id);
    const here = await suite.signedIn(member);
    await here.send('PUT', '/admin/account/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
    expect((await reset(token, 'another good password')).status).toBe(410);
  });
});
