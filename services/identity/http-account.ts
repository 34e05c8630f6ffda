import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { IdentityHandlers } from '../../generated/identity/server.ts';
import { refusal } from '../platform/http/problem.ts';
import { findPasswordHash } from './accounts.ts';
import { changeEventsOf } from './change-event.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { changePassword, findMember, signOut } from './own-account.ts';
import { passwordProblem } from './password-strength.ts';
import { fieldRefused, passwordRefused } from './refusals.ts';
import { listSessions } from './session-store.ts';
import type { Sessions } from './sessions.ts';
import type { StaffRow } from './staff-row.ts';

type AccountHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  'changeOwnPassword' | 'listOwnSessions' | 'endOtherSessions' | 'endOwnSession'
>;

/** What staff do about their own account. */
export function accountHandlers({ prisma, passwords }: IdentityDependencies, sessions: Sessions): AccountHandlers {
  /** Whose account it is: the cookie says so, and which of their sessions is used. */
  async function self({ cookies }: IdentityContext): Promise<{ member: StaffRow; sessionId: string }> {
    const signedIn = await sessions.of(cookies);
    const member = signedIn && (await findMember(prisma, signedIn.user.id));
    if (!member) throw new ProblemError({ status: 401, detail: 'Nobody is signed in.' });
    return { member, sessionId: signedIn.session.id };
  }

  return {
    async changeOwnPassword({ body: { currentPassword, newPassword } }, context) {
      const { member, sessionId } = await self(context);
      const hash = await findPasswordHash(prisma, member.id);
      if (!(await passwords.verify({ hash, password: currentPassword })))
        return fieldRefused('currentPassword', 'is wrong');
      const problem = passwordProblem(newPassword, member);
      if (problem !== undefined) return passwordRefused(problem, 'newPassword');
      const passwordHash = await passwords.hash(newPassword);
      const change = { member, passwordHash, keptSession: sessionId };
      await changePassword(prisma, change, changeEventsOf(context));
      return { status: 204 };
    },

    async listOwnSessions(_input, context) {
      const { member, sessionId } = await self(context);
      const rows = await listSessions(prisma, member.id, new Date());
      const items = rows.map(({ id, userAgent, ipAddress, createdAt, lastSeenAt }) => ({
        id,
        userAgent: userAgent ?? '',
        addressBlock: ipAddress ?? '',
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        current: id === sessionId,
      }));
      return { status: 200, body: { items }, headers: { 'cache-control': 'no-store' } };
    },

    async endOwnSession({ path: { sessionId } }, context) {
      const { member } = await self(context);
      const ended = await signOut(prisma, { member, id: sessionId }, changeEventsOf(context));
      return ended ? { status: 204 } : refusal(404, 'There is no such session.');
    },

    async endOtherSessions(_input, context) {
      const { member, sessionId } = await self(context);
      await signOut(prisma, { member, except: sessionId }, changeEventsOf(context));
      return { status: 204 };
    },
  };
}
