import { z } from 'zod';
import type { IdentityHandlers } from '../../generated/identity/server.ts';
import type { SendInvitationResponse, Staff as StaffBody } from '../../generated/identity/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { refusal } from '../platform/http/problem.ts';
import { changeEventsOf } from './change-event.ts';
import type { IdentityContext, IdentityDependencies } from './dependencies.ts';
import { findMember, removeOwnSecondFactor, signOut } from './own-account.ts';
import { passwordProblem } from './password-strength.ts';
import { passwordRefused } from './refusals.ts';
import { statusOf } from './staff.ts';
import type { StaffRow } from './staff-row.ts';
import { addStaff, changeStaff, inviteAgain, listStaff, withdrawInvitation } from './store.ts';

type StaffHandlers = Pick<
  IdentityHandlers<IdentityContext>,
  | 'listStaff'
  | 'addStaff'
  | 'changeStaff'
  | 'sendInvitation'
  | 'withdrawInvitation'
  | 'endStaffSessions'
  | 'resetSecondFactor'
>;

const staffCursor = z.object({ createdAt: z.coerce.date(), id: z.string() });
const staffRole = z.enum(['admin', 'catalog', 'orders', 'support']);

const unknownMember = refusal(404, 'There is no such member of staff.');
const alreadyAccepted = refusal(409, 'The password was chosen already, or the account is deactivated.');

function staffBody(row: StaffRow): StaffBody {
  const { createdAt, roles, invitedUntil, secondFactor, ...rest } = row;
  return {
    ...rest,
    roles: z.array(staffRole).parse(roles),
    status: statusOf(row),
    secondFactor: Boolean(secondFactor?.confirmedAt),
    ...(invitedUntil && { invitedUntil: invitedUntil.toISOString() }),
    createdAt: createdAt.toISOString(),
  };
}

/** The operations by which admins manage staff. */
export function staffHandlers({ prisma, passwords }: IdentityDependencies): StaffHandlers {
  return {
    async listStaff({ query: { limit, cursor } }) {
      const rows = await listStaff(
        prisma,
        limit + 1,
        cursor === undefined ? undefined : decodeCursor(staffCursor, cursor),
      );
      const page = pageOf(rows, limit, ({ createdAt, id }) => ({ createdAt, id }));
      return { status: 200, body: { ...page, items: page.items.map(staffBody) } };
    },

    async addStaff({ body: { password, ...member } }, context) {
      const problem = password === undefined ? undefined : passwordProblem(password, member);
      if (problem !== undefined) return passwordRefused(problem);
      const secret = password === undefined ? {} : { passwordHash: await passwords.hash(password) };
      const added = await addStaff(prisma, { ...member, roles: [...member.roles], ...secret }, changeEventsOf(context));
      if (added === 'duplicate') return refusal(409, 'There is an account with this e-mail address.');
      return { status: 201, body: staffBody(added) };
    },

    async changeStaff({ path: { staffId }, body }, context) {
      const changed = await changeStaff(prisma, staffId, body, changeEventsOf(context));
      if (changed === 'unknown') return unknownMember;
      if (changed === 'changed-meanwhile')
        return refusal(409, 'Somebody else changed them meanwhile.', { code: 'version_conflict' });
      if (changed === 'last-admin') return refusal(409, 'Nobody else could manage staff then.');
      return { status: 200, body: staffBody(changed) };
    },

    async sendInvitation({ path: { staffId } }, context) {
      const responseFor = (member: StaffRow): SendInvitationResponse => ({ status: 202, body: staffBody(member) });
      const invited = await inviteAgain(prisma, staffId, changeEventsOf(context), async (tx, member) =>
        context.idempotency?.recordIn(tx, responseFor(member)),
      );
      if (invited === 'unknown') return unknownMember;
      return invited === 'accepted' ? alreadyAccepted : responseFor(invited);
    },

    async withdrawInvitation({ path: { staffId } }, context) {
      const outcome = await withdrawInvitation(prisma, staffId, changeEventsOf(context));
      if (outcome === 'unknown') return unknownMember;
      return outcome === 'accepted' ? alreadyAccepted : { status: 204 };
    },

    async endStaffSessions({ path: { staffId } }, context) {
      const member = await findMember(prisma, staffId);
      if (!member) return unknownMember;
      await signOut(prisma, { member }, changeEventsOf(context));
      return { status: 204 };
    },

    async resetSecondFactor({ path: { staffId } }, context) {
      const member = await findMember(prisma, staffId);
      if (!member) return unknownMember;
      await removeOwnSecondFactor(prisma, member, 'second_factor_reset', changeEventsOf(context));
      return { status: 204 };
    },
  };
}
