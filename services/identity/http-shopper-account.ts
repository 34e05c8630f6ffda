import type { IdentityHandlers } from '../../generated/identity/server.ts';
import type { Account } from '../../generated/identity/types.ts';
import { emailKey } from '../platform/email-address.ts';
import { refusal } from '../platform/http/problem.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { passwordProblem } from './password-strength.ts';
import { fieldRefused, linkExpired, passwordRefused } from './refusals.ts';
import { endSessions, sessionList } from './session-store.ts';
import type { Sessions } from './sessions.ts';
import {
  changeName,
  changeShopperPassword,
  confirmEmail,
  deleteShopper,
  findPendingEmail,
  ownShopper,
  requestEmailChange,
  type ShopperRow,
  sendVerification,
} from './shopper-account.ts';
import { isOwnPassword } from './sign-in.ts';

type ShopperAccountHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  | 'getAccount'
  | 'changeAccount'
  | 'changeAccountPassword'
  | 'changeAccountEmail'
  | 'sendEmailVerification'
  | 'confirmAccountEmail'
  | 'listAccountSessions'
  | 'endOtherAccountSessions'
  | 'endAccountSession'
  | 'deleteAccount'
>;

const noStore = { 'cache-control': 'no-store' };
const emailTaken = refusal(409, 'Another account has this address.', { code: 'email_taken' });

/** What shoppers do about their own account. */
export function shopperAccountHandlers(dependencies: IdentityDependencies, sessions: Sessions): ShopperAccountHandlers {
  const { prisma, passwords } = dependencies;
  const own = (context: IdentityContext) => ownShopper(dependencies, sessions, context);
  const isRight = ({ id, email }: ShopperRow, password: string, { client }: IdentityContext) =>
    isOwnPassword(dependencies, { id, email, kind: 'shopper' }, password, client);

  async function accountOf({ id, email, emailVerified, name, createdAt }: ShopperRow): Promise<Account> {
    const pendingEmail = await findPendingEmail(prisma, id, new Date());
    return {
      id,
      email,
      emailVerified,
      ...(pendingEmail !== undefined && { pendingEmail }),
      name,
      createdAt: createdAt.toISOString(),
    };
  }

  return {
    async getAccount(_input, context) {
      const { shopper } = await own(context);
      return { status: 200, body: await accountOf(shopper), headers: noStore };
    },

    async changeAccount({ body: { name } }, context) {
      const { shopper } = await own(context);
      return { status: 200, body: await accountOf(await changeName(prisma, shopper.id, name)), headers: noStore };
    },

    async changeAccountPassword({ body: { currentPassword, newPassword } }, context) {
      const { shopper, sessionId } = await own(context);
      if (!(await isRight(shopper, currentPassword, context))) return fieldRefused('currentPassword', 'is wrong');
      const problem = passwordProblem(newPassword, shopper);
      if (problem !== undefined) return passwordRefused(problem, 'newPassword');
      const passwordHash = await passwords.hash(newPassword);
      await changeShopperPassword(prisma, { id: shopper.id, passwordHash, keptSession: sessionId });
      return { status: 204 };
    },

    async changeAccountEmail({ body: { email, password } }, context) {
      const { shopper } = await own(context);
      if (!(await isRight(shopper, password, context))) return fieldRefused('password', 'is wrong');
      if (emailKey(email) === shopper.email) return fieldRefused('email', 'is the address of this account already');
      await requestEmailChange(prisma, shopper.id, email, new Date());
      return { status: 202, body: await accountOf(shopper), headers: noStore };
    },

    async sendEmailVerification(_input, context) {
      const { shopper } = await own(context);
      await sendVerification(prisma, shopper.id, new Date());
      return { status: 204 };
    },

    async confirmAccountEmail({ body: { token } }, context) {
      const { shopper } = await own(context);
      const confirmed = await confirmEmail(prisma, { id: shopper.id, token }, new Date());
      if (confirmed === 'over') return linkExpired;
      if (confirmed === 'taken') return emailTaken;
      return { status: 200, body: await accountOf(confirmed), headers: noStore };
    },

    async listAccountSessions(_input, context) {
      const { shopper, sessionId } = await own(context);
      return { status: 200, body: await sessionList(prisma, shopper.id, sessionId, new Date()), headers: noStore };
    },

    async endOtherAccountSessions(_input, context) {
      const { shopper, sessionId } = await own(context);
      await endSessions(prisma, shopper.id, { except: sessionId });
      return { status: 204 };
    },

    async endAccountSession({ path: { sessionId } }, context) {
      const { shopper } = await own(context);
      const ended = await endSessions(prisma, shopper.id, { id: sessionId });
      return ended > 0 ? { status: 204 } : refusal(404, 'There is no such session.');
    },

    async deleteAccount({ body: { password } }, context) {
      const { shopper } = await own(context);
      if (!(await isRight(shopper, password, context))) return fieldRefused('password', 'is wrong');
      await deleteShopper(prisma, shopper.id, new Date());
      const cookie = await sessions.end(context.cookies);
      return { status: 204, ...(cookie === undefined ? {} : { headers: { 'set-cookie': cookie } }) };
    },
  };
}
