import { z } from 'zod';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import type { IdentityClient } from '../../generated/identity/client.ts';
import type { Staff } from '../../generated/identity/types.ts';
import { fromBase32 } from '../../services/identity/testing/base32.ts';
import { codeOf, stepAt } from '../../services/identity/totp.ts';
import { newId } from '../../services/platform/ids.ts';
import { state, stateOf } from '../state.ts';

const password = 'correct horse battery';

/** The cookie of a response, as a browser sends it back. */
function cookieOf({ headers }: { headers?: Record<string, string> }): string {
  const cookie = /^[^;]+/.exec(headers?.['set-cookie'] ?? '')?.[0];
  if (cookie === undefined) throw new Error('no session was begun');
  return cookie;
}

/** What no operation tells of somebody: the link of their last mail, and their session. */
export interface Accounts {
  idOf(userId: string): Promise<string>;
  tokenOf(userId: string): Promise<string>;
  sessionOf(userId: string): Promise<string>;
}

/** The code that an authenticator app shows some time steps from now. */
function appCode(secret: string, steps: number): string {
  return codeOf(fromBase32(secret), stepAt(new Date()) + steps);
}

/** The provider states of identity. */
export function identityStates(
  { nobody, admin, shopper }: { nobody: IdentityClient; admin: IdentityClient; shopper: IdentityClient },
  accounts: Accounts,
) {
  const hire = (email: string, secret = password): Promise<Staff> =>
    bodyOf(admin.addStaff({ body: { email, password: secret, name: 'Olga', roles: ['admin'] } }));
  const signIn = async (email: string) => cookieOf(await nobody.signIn({ body: { email, password } }));
  /** Sets up a second factor in a session, and confirms it. @returns the code of its next time step */
  const withFactor = async (cookie: string): Promise<string> => {
    const session = { headers: { cookie } };
    const { secret } = await bodyOf(admin.setUpSecondFactor(undefined, session));
    await bodyOf(admin.confirmSecondFactor({ body: { code: appCode(secret, 0) } }, session));
    return appCode(secret, 1);
  };
  /** Signs a shopper up, whose address is not confirmed. */
  const signUp = async (email = `${newId()}@example.com`) => {
    const begun = await nobody.signUp({ body: { email, password, name: 'Ada' } });
    const cookie = cookieOf(begun);
    const { userId } = await bodyOf(Promise.resolve(begun));
    return { email, cookie, userId, token: await accounts.tokenOf(userId) };
  };
  return {
    'a shopper has an account': stateOf({ email: z.string(), password: z.string() }, async body => {
      await nobody.signUp({ body: { ...body, name: 'Ada' } });
    }),
    'a shopper is signed in': state(async () => {
      const { cookie, userId, token } = await signUp();
      return { cookie, token, sessionId: await accounts.sessionOf(userId) };
    }),
    'a shopper with a confirmed address is signed in': state(async () => {
      const { cookie, token } = await signUp();
      await bodyOf(shopper.confirmAccountEmail({ body: { token } }, { headers: { cookie } }));
      return { cookie };
    }),
    'a shopper forgot their password': state(async () => {
      const { email, userId } = await signUp();
      await nobody.requestPasswordReset({ body: { email, kind: 'shopper' } });
      return { token: await accounts.tokenOf(userId) };
    }),
    'somebody is signed in': state(async () => {
      const cookie = cookieOf(
        await nobody.signUp({ body: { email: `${newId()}@example.com`, password, name: 'Ada' } }),
      );
      return { session: cookie.slice(cookie.indexOf('=') + 1) };
    }),
    'there is a member of staff': stateOf({ email: z.string(), password: z.string() }, async ({ email, password }) => {
      return { staffId: (await hire(email, password)).id };
    }),
    'somebody is invited': state(async () => {
      const body = { email: `${newId()}@example.com`, name: 'Olga', roles: ['admin' as const] };
      const { id: staffId } = await bodyOf(admin.addStaff({ body }));
      return { staffId, linkId: await accounts.idOf(staffId), token: await accounts.tokenOf(staffId) };
    }),
    'a member of staff is signed in': state(async () => {
      const { id, email } = await hire(`${newId()}@example.com`);
      const cookie = cookieOf(await nobody.signIn({ body: { email, password } }));
      return { cookie, sessionId: await accounts.sessionOf(id) };
    }),
    'a member of staff has a second factor': stateOf(
      { email: z.string(), password: z.string() },
      async ({ email, password: secret }) => {
        const { id: staffId } = await hire(email, secret);
        return { staffId, code: await withFactor(await signIn(email)) };
      },
    ),
    'a member of staff with a second factor is signed in': state(async () => {
      const { email } = await hire(`${newId()}@example.com`);
      const cookie = await signIn(email);
      await withFactor(cookie);
      return { cookie };
    }),
    'a member of staff sets up a second factor': state(async () => {
      const { email } = await hire(`${newId()}@example.com`);
      const cookie = await signIn(email);
      const { secret } = await bodyOf(admin.setUpSecondFactor(undefined, { headers: { cookie } }));
      return { cookie, code: appCode(secret, 0) };
    }),
    'somebody forgot their password': state(async () => {
      const { id, email } = await hire(`${newId()}@example.com`);
      await nobody.requestPasswordReset({ body: { email } });
      return { token: await accounts.tokenOf(id) };
    }),
    'the last admin': state(async () => {
      const { id: staffId } = await hire(`${newId()}@example.com`);
      const { items } = await bodyOf(admin.listStaff({ query: { limit: 100 } }));
      for (const { id } of items)
        if (id !== staffId) await bodyOf(admin.changeStaff({ path: { staffId: id }, body: { active: false } }));
      return { staffId };
    }),
  };
}
