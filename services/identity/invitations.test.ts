import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { newId } from '../platform/ids.ts';
import { serviceHeaders } from '../platform/testing/identity.ts';
import { type IdentitySuite, identitySuite, PASSWORD } from './testing/suite.ts';

let suite: IdentitySuite;
beforeAll(async () => {
  suite = await identitySuite();
});
afterAll(() => suite.close());

const accept = (token: string, password = PASSWORD) =>
  suite.browser().send('POST', '/auth/accept-invitation', { token, password });
const listed = async (id: string) => {
  const page = await suite.admin.listStaff({ query: { limit: 100 } });
  return page.status === 200 ? page.body.items.find(member => member.id === id) : undefined;
};

describe('an invitation', () => {
  test('is a link that lets them choose a password, once, and signs them in', async () => {
    const member = await suite.invite();
    expect(member).toMatchObject({ status: 'invited', active: true, invitedUntil: expect.any(String) });
    const hours = (Date.parse(member.invitedUntil ?? '') - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(72);
    expect(await suite.events(member.id, 'AccountLinkCreated')).toMatchObject([
      { purpose: 'invitation', userId: member.id, email: member.email, name: 'Olga Petrova' },
    ]);
    const token = await suite.tokenOf(member.id);
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
    const read = await suite.browser().send('POST', '/auth/account-link', { token });
    expect(read).toMatchObject({ status: 200, body: { purpose: 'invitation', email: member.email } });

    const browser = suite.browser();
    const accepted = await browser.send('POST', '/auth/accept-invitation', { token, password: PASSWORD });
    expect(accepted).toMatchObject({ status: 201, body: { userId: member.id, kind: 'staff', roles: ['orders'] } });
    expect(await suite.lasts(browser.session())).toBe(true);
    expect(await listed(member.id)).toMatchObject({ status: 'active' });
    expect(await listed(member.id)).not.toHaveProperty('invitedUntil');
    expect(await suite.events(member.id, 'AccountPasswordChanged')).toEqual([]);

    expect(await accept(token)).toMatchObject({ status: 410, body: { code: 'link_expired' } });
    expect((await suite.browser().send('POST', '/auth/account-link', { token })).status).toBe(410);
    const credentials = { email: member.email, password: PASSWORD };
    expect((await suite.browser().send('POST', '/auth/sign-in', credentials)).status).toBe(200);
  });

  test('is in the log, by who made it and who accepted it, without a secret', async () => {
    const member = await suite.invite();
    const token = await suite.tokenOf(member.id);
    await accept(token);
    const changes = await suite.events(member.id, 'ChangeMade');
    expect(changes).toMatchObject([
      { resource: 'staff', action: 'invited', label: member.email, actor: { id: suite.adminId } },
      {
        action: 'invitation_accepted',
        actor: { kind: 'staff', id: member.id },
        changes: [{ field: 'invited', before: true, after: false }],
      },
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/battery/);
    expect(JSON.stringify(changes)).not.toContain(token);
    expect(JSON.stringify(await suite.prisma.linkToken.findMany())).not.toContain(token);
  });

  test('is used by one of two who come at once', async () => {
    const token = await suite.tokenOf((await suite.invite()).id);
    const both = await Promise.all([accept(token, 'one good password'), accept(token, 'another good password')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 410]);
  });

  test('is read while it is used up: there, or over', async () => {
    const token = await suite.tokenOf((await suite.invite()).id);
    const accepted = accept(token);
    const statuses = new Set<number>();
    do statuses.add((await suite.browser().send('POST', '/auth/account-link', { token })).status);
    while (!statuses.has(410));
    expect([...statuses]).toEqual([200, 410]);
    expect((await accepted).status).toBe(201);
  });

  test('needs a password that is hard to guess, and stays good after one that is not', async () => {
    const member = await suite.invite({ email: `petrova.${newId()}@example.com` });
    const token = await suite.tokenOf(member.id);
    expect((await accept(token, 'too short')).status).toBe(400);
    for (const password of ['            ', 'password1234', 'qwertyuiop12', 'OlgaPetrova12', member.email]) {
      const refused = { code: 'password_refused', errors: [{ path: '/body/password' }] };
      expect(await accept(token, password)).toMatchObject({ status: 422, body: refused });
    }
    expect((await accept(token)).status).toBe(201);
  });

  test('cannot be used to sign in before it was accepted', async () => {
    const { email } = await suite.invite();
    for (const password of ['', 'undefined', PASSWORD]) {
      const answer = await suite.browser().send('POST', '/auth/sign-in', { email, password });
      expect([400, 401]).toContain(answer.status);
    }
  });

  test('is over after 72 hours', async () => {
    const member = await suite.invite();
    const token = await suite.tokenOf(member.id);
    await suite.prisma.accountLink.updateMany({ where: { userId: member.id }, data: { expiresAt: new Date() } });
    expect((await accept(token)).status).toBe(410);
    await expect(suite.tokenOf(member.id)).rejects.toThrow('410');
  });

  test('can be sent again, once for a key, which ends the links of earlier mails', async () => {
    const member = await suite.invite();
    const first = await suite.tokenOf(member.id);
    const request = { path: { staffId: member.id }, headers: { 'idempotency-key': newId() } };
    for (let time = 0; time < 2; time += 1)
      expect(await suite.admin.sendInvitation(request)).toMatchObject({ status: 202, body: { status: 'invited' } });
    expect(await suite.events(member.id, 'AccountLinkCreated')).toHaveLength(2);
    expect(await suite.events(member.id, 'ChangeMade')).toMatchObject([{}, { action: 'invited_again' }]);
    expect((await accept(first)).status).toBe(410);
    expect((await accept(await suite.tokenOf(member.id))).status).toBe(201);
    const late = { ...request, headers: { 'idempotency-key': newId() } };
    expect((await suite.admin.sendInvitation(late)).status).toBe(409);
    const unknown = { path: { staffId: 'nobody' }, headers: { 'idempotency-key': newId() } };
    expect((await suite.admin.sendInvitation(unknown)).status).toBe(404);
  });

  test('can be withdrawn: they are off the list, the link is over, the address is free', async () => {
    const { id, email } = await suite.invite();
    const token = await suite.tokenOf(id);
    const path = { staffId: id };
    expect((await suite.admin.withdrawInvitation({ path })).status).toBe(204);
    expect(await listed(id)).toBeUndefined();
    expect((await accept(token)).status).toBe(410);
    expect(await suite.events(id, 'ChangeMade')).toMatchObject([{}, { action: 'invitation_withdrawn' }]);
    expect((await suite.admin.withdrawInvitation({ path })).status).toBe(404);
    const again = await suite.invite({ email });
    await accept(await suite.tokenOf(again.id));
    expect((await suite.admin.withdrawInvitation({ path: { staffId: again.id } })).status).toBe(409);
  });

  test('of somebody who is deactivated meanwhile is over', async () => {
    const { id } = await suite.invite();
    const token = await suite.tokenOf(id);
    await suite.admin.changeStaff({ path: { staffId: id }, body: { active: false } });
    expect((await accept(token)).status).toBe(410);
    expect(await listed(id)).toMatchObject({ status: 'deactivated' });
  });

  test('makes no admin of whom the shop could be left to, until it is accepted', async () => {
    const only = await suite.addStaff({ roles: ['admin'] });
    const page = await suite.admin.listStaff({ query: { limit: 100 } });
    for (const { id, roles } of page.status === 200 ? page.body.items : [])
      if (id !== only.id && roles.includes('admin'))
        await suite.admin.changeStaff({ path: { staffId: id }, body: { active: false } });
    await suite.invite({ roles: ['admin'] });
    const change = { path: { staffId: only.id }, body: { active: false } };
    expect((await suite.admin.changeStaff(change)).status).toBe(409);
  });

  test('gives its token to notifications alone', async () => {
    const { id } = await suite.invite();
    const { id: linkId } = await suite.prisma.accountLink.findFirstOrThrow({ where: { userId: id } });
    const request = { path: { linkId } };
    const ask = (headers: Record<string, string>) =>
      createIdentityClient({ baseUrl: suite.url, headers: () => Promise.resolve(headers) }).createLinkToken(request);
    expect((await ask(await serviceHeaders('orders'))).status).toBe(403);
    expect((await ask(await suite.others.headers({ kind: 'staff', roles: ['admin'] }))).status).toBe(401);
    expect((await ask({})).status).toBe(401);
  });
});

describe('an address that a stranger signed up with', () => {
  test('keeps nobody from being invited, and each account has its own password', async () => {
    const email = suite.newEmail();
    const stranger = { email, password: 'what a stranger chose' };
    expect((await suite.browser().send('POST', '/auth/sign-up', { ...stranger, name: 'Mallory' })).status).toBe(201);
    const member = await suite.invite({ email });
    await accept(await suite.tokenOf(member.id));
    const asShopper = await suite.browser().send('POST', '/auth/sign-in', stranger);
    expect(asShopper).toMatchObject({ status: 200, body: { kind: 'shopper' } });
    const asStaff = await suite.browser().send('POST', '/auth/sign-in', { email, password: PASSWORD });
    expect(asStaff).toMatchObject({ status: 200, body: { kind: 'staff', userId: member.id } });
  });
});
