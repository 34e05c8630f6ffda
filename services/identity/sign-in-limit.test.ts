import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../platform/testing/until.ts';
import { type IdentitySuite, identitySuite, PASSWORD } from './testing/suite.ts';

let suite: IdentitySuite;
beforeAll(async () => {
  suite = await identitySuite();
});
afterAll(() => suite.close());

const ELSEWHERE = '198.51.100.9';
const attempt = async (email: string, password: string, address = ELSEWHERE) =>
  (await suite.browser(address).send('POST', '/auth/sign-in', { email, password })).status;

/** Ten wrong passwords, each from another address. */
async function guess(email: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let number = 1; number <= 10; number += 1)
    statuses.push(await attempt(email, `wrong password ${number}`, `198.51.100.${number}`));
  return statuses;
}

/** Lets the time pass that an attempt has to wait. */
const wait = () => suite.prisma.signInAttempts.updateMany({ data: { blockedUntil: new Date() } });

/** Nobody has waited long enough yet, however slow the machine is. */
const hold = () => suite.prisma.signInAttempts.updateMany({ data: { blockedUntil: new Date(Date.now() + 3_600_000) } });

/** So many failures that the next attempt is followed by a wait of a quarter of an hour. */
const MANY = 19;

/** As many failures as if somebody had guessed so often. */
const failed = (failures: number) => suite.prisma.signInAttempts.updateMany({ data: { failures } });

/** How long the account with most failures has to wait, s. */
async function longestWait(): Promise<number> {
  const [row] = await suite.prisma.signInAttempts.findMany({ orderBy: { failures: 'desc' }, take: 1 });
  return Math.round(((row?.blockedUntil.getTime() ?? 0) - (row?.lastAt.getTime() ?? 0)) / 1_000);
}

test('guesses at an account wait longer each time, whatever address they come from, and it is never locked', async () => {
  const { email } = await suite.addStaff();
  expect(await guess(email)).toEqual(Array(10).fill(401));
  expect(await longestWait()).toBe(1);
  await hold();
  const refused = await suite.browser(ELSEWHERE).send('POST', '/auth/sign-in', { email, password: PASSWORD });
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
  for (const seconds of [2, 4, 8]) {
    await wait();
    expect(await attempt(email, 'a wrong password')).toBe(401);
    expect(await longestWait()).toBe(seconds);
  }
  await wait();
  await failed(1_000);
  expect(await attempt(email, 'a wrong password')).toBe(401);
  expect(await longestWait()).toBe(900);
  await wait();
  expect(await attempt(email, PASSWORD)).toBe(200);
  expect(await attempt(email, 'a wrong password')).toBe(401);
  expect(await attempt(email, PASSWORD)).toBe(200);
});

test('guesses from elsewhere do not keep out who is signed in at the address', async () => {
  const member = await suite.addStaff();
  await suite.signedIn(member);
  await attempt(member.email, 'a wrong password');
  await failed(MANY);
  await attempt(member.email, 'a wrong password');
  expect(await attempt(member.email, PASSWORD)).toBe(429);
  await suite.signedIn(member);
});

test('an address without an account is answered in the same way', async () => {
  const email = suite.newEmail();
  expect(await attempt(email, 'a wrong password')).toBe(401);
  await failed(MANY);
  expect(await attempt(email, 'a wrong password')).toBe(401);
  expect(await attempt(email, PASSWORD)).toBe(429);
});

test('guesses that come at once are counted each', async () => {
  const { email } = await suite.addStaff();
  await attempt(email, 'a wrong password');
  await failed(MANY);
  // On a machine that stalls, opening several connections at once can exceed the limit of the pool: 503, not counted.
  const answered = async () => {
    const status = await attempt(email, 'a wrong password');
    return status !== 503 && status;
  };
  const statuses = await Promise.all(
    Array.from({ length: 6 }, () => until(answered, { describe: 'an answer other than 503' })),
  );
  expect(statuses.sort()).toEqual([401, ...Array(5).fill(429)]);
});

test('a stranger with the same address and a password of their own resets nothing', async () => {
  const member = await suite.addStaff();
  const stranger = { email: member.email, password: 'what a stranger chose' };
  await suite.browser(ELSEWHERE).send('POST', '/auth/sign-up', { ...stranger, name: 'Mallory' });
  await attempt(member.email, 'a wrong password', '198.51.100.77');
  await failed(MANY);
  await attempt(member.email, stranger.password, '198.51.100.78');
  expect(await attempt(member.email, PASSWORD, '198.51.100.79')).toBe(429);
});

test('the own password is no easier to guess in a session', async () => {
  const browser = await suite.signedIn(await suite.addStaff());
  const change = (currentPassword: string) =>
    browser.send('PUT', '/admin/account/password', { currentPassword, newPassword: 'three quiet rivers' });
  expect((await change('a wrong password')).status).toBe(422);
  await failed(MANY);
  expect((await change('a wrong password')).status).toBe(422);
  expect((await change(PASSWORD)).status).toBe(429);
});
