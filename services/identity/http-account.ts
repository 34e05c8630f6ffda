import type { IdentityHandlers } from '../../generated/identity/server.ts';
import { refusal } from '../platform/http/problem.ts';
import { changeEventsOf } from './change-event.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { changePassword, ownAccount, signOut } from './own-account.ts';
import { passwordProblem } from './password-strength.ts';
import { fieldRefused, passwordRefused } from './refusals.ts';
import { sessionList } from './session-store.ts';
import type { Sessions } from './sessions.ts';
import { isOwnPassword } from './sign-in.ts';

type AccountHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  'changeOwnPassword' | 'listOwnSessions' | 'endOtherSessions' | 'endOwnSession'
>;

/** What staff do about their own account. */
export function accountHandlers(dependencies: IdentityDependencies, sessions: Sessions): AccountHandlers {
  const { prisma, passwords } = dependencies;

  return {
    async changeOwnPassword({ body: { currentPassword, newPassword } }, context) {
      const { member, sessionId } = await ownAccount(dependencies, sessions, context);
      if (!(await isOwnPassword(dependencies, { ...member, kind: 'staff' }, currentPassword, context.client)))
        return fieldRefused('currentPassword', 'is wrong');
      const problem = passwordProblem(newPassword, member);
      if (problem !== undefined) return passwordRefused(problem, 'newPassword');
      const passwordHash = await passwords.hash(newPassword);
      const change = { member, passwordHash, keptSession: sessionId };
      await changePassword(prisma, change, changeEventsOf(context));
      return { status: 204 };
    },

    async listOwnSessions(_input, context) {
      const { member, sessionId } = await ownAccount(dependencies, sessions, context);
      const body = await sessionList(prisma, member.id, sessionId, new Date());
      return { status: 200, body, headers: { 'cache-control': 'no-store' } };
    },

    async endOwnSession({ path: { sessionId } }, context) {
      const { member } = await ownAccount(dependencies, sessions, context);
      const ended = await signOut(prisma, { member, id: sessionId }, changeEventsOf(context));
      return ended ? { status: 204 } : refusal(404, 'There is no such session.');
    },

    async endOtherSessions(_input, context) {
      const { member, sessionId } = await ownAccount(dependencies, sessions, context);
      await signOut(prisma, { member, except: sessionId }, changeEventsOf(context));
      return { status: 204 };
    },
  };
}
