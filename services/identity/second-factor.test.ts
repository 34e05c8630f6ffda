import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Staff } from '../../generated/identity/types.ts';
import { fromBase32 } from './testing/base32.ts';
import { type Browser, type IdentitySuite, identitySuite, PASSWORD } from './testing/suite.ts';
import { codeOf, stepAt } from './totp.ts';

let suite: IdentitySuite;
beforeAll(async () => {
  suite = await identitySuite();
});
afterAll(() => suite.close());

const PATH = '/admin/account/second-factor';
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

/** An authenticator app: its code when it was set up, or some steps later; one step later is accepted at once. */
function appOf(secret: string) {
  const step = stepAt(new Date());
  return (steps: number) => codeOf(fromBase32(secret), step + steps);
}

async function setUp(browser: Browser) {
  const made = await browser.send('POST', PATH);
  const { secret, uri } = z.object({ secret: z.string(), uri: z.string() }).parse(made.body);
  const code = appOf(secret);
  const confirmed = await browser.send('POST', `${PATH}/confirmation`, { code: code(0) });
  return { code, secret, uri, ...recoveryCodes.parse(confirmed.body) };
}

async function withFactor() {
  const member = await suite.addStaff();
  const browser = await suite.signedIn(member);
  return { member, browser, ...(await setUp(browser)) };
}

const signIn = ({ email }: Staff, code?: string) =>
  suite.browser().send('POST', '/auth/sign-in', { email, password: PASSWORD, ...(code === undefined ? {} : { code }) });

describe('a second factor', () => {
  test('is set up with an app, and a sign-in needs its code from then on', async () => {
    const { member, browser, code, uri, secret } = await withFactor();
    expect(uri).toContain(`secret=${secret}`);
    expect((await browser.send('GET', PATH)).body).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
    expect(await signIn(member)).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    expect(await signIn(member, '000000')).toMatchObject({ status: 401, body: { code: 'second_factor_wrong' } });
    expect((await signIn(member, code(1))).status).toBe(200);
    expect((await browser.send('POST', PATH)).status).toBe(409);
  });

  test('is set up and given new recovery codes by several requests at once', async () => {
    const browser = await suite.signedIn(await suite.addStaff());
    const all = (path: string) => Promise.all(Array.from({ length: 6 }, () => browser.send('POST', path)));
    expect((await all(PATH)).map(({ status }) => status)).toEqual(Array(6).fill(201));
    await setUp(browser);
    expect((await all(`${PATH}/recovery-codes`)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect((await browser.send('GET', PATH)).body).toMatchObject({ recoveryCodesLeft: 10 });
  });

  test('is not revealed to a caller with a wrong password', async () => {
    const { member, code } = await withFactor();
    const wrong = { email: member.email, password: 'a wrong password', code: code(1) };
    const answer = await suite.browser().send('POST', '/auth/sign-in', wrong);
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.body).not.toHaveProperty('code');
  });

  test('counts only after a right code of the app', async () => {
    const member = await suite.addStaff();
    const browser = await suite.signedIn(member);
    expect((await browser.send('POST', `${PATH}/confirmation`, { code: '123456' })).status).toBe(409);
    await browser.send('POST', PATH);
    expect(await browser.send('POST', `${PATH}/confirmation`, { code: '000000' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/body/code' }] },
    });
    expect((await signIn(member)).status).toBe(200);
    expect((await browser.send('GET', PATH)).body).toEqual({ enabled: false, recoveryCodesLeft: 0 });
    expect((await browser.send('POST', `${PATH}/recovery-codes`)).status).toBe(409);
  });

  test('takes a code once, also when it comes twice at the same moment', async () => {
    const { member, code } = await withFactor();
    const both = await Promise.all([signIn(member, code(1)), signIn(member, code(1))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await signIn(member, code(1))).status).toBe(401);
  });

  test('takes each recovery code once, however it is typed, and none of before when they are replaced', async () => {
    const { member, browser, recoveryCodes: codes } = await withFactor();
    const [first = '', second = '', third = ''] = codes;
    expect(new Set(codes).size).toBe(10);
    expect((await signIn(member, first.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await signIn(member, first)).status).toBe(401);
    const both = await Promise.all([signIn(member, second), signIn(member, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await browser.send('GET', PATH)).body).toMatchObject({ recoveryCodesLeft: 8 });
    const fresh = recoveryCodes.parse((await browser.send('POST', `${PATH}/recovery-codes`)).body).recoveryCodes;
    expect((await signIn(member, third)).status).toBe(401);
    expect((await signIn(member, fresh[0])).status).toBe(200);
  });

  test('stays after a password was reset, and is taken away by its owner or by an admin', async () => {
    const { member, browser, recoveryCodes: codes } = await withFactor();
    await suite.browser().send('POST', '/auth/request-password-reset', { email: member.email });
    const token = await suite.tokenOf(member.id);
    await suite.browser().send('POST', '/auth/reset-password', { token, password: PASSWORD });
    expect(await signIn(member)).toMatchObject({ status: 401, body: { code: 'second_factor_required' } });
    expect((await browser.send('DELETE', PATH)).status).toBe(401);

    expect((await suite.admin.resetSecondFactor({ path: { staffId: member.id } })).status).toBe(204);
    const signedIn = await suite.signedIn(member);
    const again = await setUp(signedIn);
    expect((await signIn(member, codes[0])).status).toBe(401);
    expect((await signedIn.send('DELETE', PATH)).status).toBe(204);
    expect((await signIn(member)).status).toBe(200);

    const log = await suite.events(member.id, 'ChangeMade');
    expect(log.slice(-3)).toMatchObject([
      {
        action: 'second_factor_reset',
        actor: { id: suite.adminId },
        changes: [{ field: 'secondFactor', before: true, after: false }],
      },
      { action: 'second_factor_set_up', actor: { id: member.id } },
      { action: 'second_factor_removed', actor: { id: member.id } },
    ]);
    expect(JSON.stringify(log)).not.toContain(again.secret);
    expect(JSON.stringify(log)).not.toContain(again.recoveryCodes[0]);
  });

  test('has nothing in the database that opens the door', async () => {
    const { member, secret, recoveryCodes: codes } = await withFactor();
    const stored = await suite.prisma.secondFactor.findUniqueOrThrow({
      where: { userId: member.id },
      include: { recoveryCodes: true },
    });
    const text = JSON.stringify(stored);
    const plain = [secret, fromBase32(secret).toString('base64'), fromBase32(secret).toString('hex'), ...codes];
    for (const part of plain) expect(text).not.toContain(part);
  });

  test('is shown to admins, who cannot see it', async () => {
    const { member } = await withFactor();
    const page = await suite.admin.listStaff({ query: { limit: 100 } });
    const listed = page.status === 200 ? page.body.items.find(({ id }) => id === member.id) : undefined;
    expect(listed).toMatchObject({ secondFactor: true });
    expect((await suite.admin.resetSecondFactor({ path: { staffId: 'nobody' } })).status).toBe(404);
  });
});
