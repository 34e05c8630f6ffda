import type { AccountKind } from '../../generated/identity/types.ts';
import { emailKey } from '../platform/email-address.ts';
import {
  type AccountLinkPurpose,
  closeAccountLink,
  closeAccountLinks,
  createAccountLink,
  findAccountLink,
  mailWait,
} from './account-links.ts';
import { lockAccount, replacePassword } from './accounts.ts';
import type { ToChangeEvent } from './change-event.ts';
import { findMember, publishAccountChange } from './own-account.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { endSessions } from './session-store.ts';
import type { StaffRow } from './staff-row.ts';

/** The purpose of the link, which decides where it leads. */
const purposes: Readonly<Record<AccountKind, AccountLinkPurpose>> = {
  staff: 'password_reset',
  shopper: 'shopper_password_reset',
};

/** Whether a link lets somebody replace a password that they forgot. */
export const isPasswordReset = (purpose: string): boolean => Object.values<string>(purposes).includes(purpose);

/** Has a link to a new password mailed, unless nobody of this kind has this address or they got one just now. */
export async function requestPasswordReset(
  prisma: PrismaClient,
  { email, kind }: { email: string; kind: AccountKind },
  now: Date,
): Promise<void> {
  await prisma.$transaction(async tx => {
    const where = { kind, email: emailKey(email), active: true, invitedUntil: null };
    const user = await tx.user.findFirst({ where, select: { id: true, email: true, name: true } });
    if (!user || !(await lockAccount(tx, user.id))) return;
    if ((await mailWait(tx, user.id, purposes[kind], now)) > 0) return;
    await createAccountLink(tx, user, purposes[kind], now);
  });
}

/**
 * Gives the owner of a link another password, of which they are notified, uses the link up and ends all their sessions;
 * false when the link is over. Of staff the change is published as theirs. A shopper has shown that the address is
 * theirs: it is verified, and no link of before works, so that whoever made the account with their address keeps no way
 * into it.
 */
export function resetPassword(
  prisma: PrismaClient,
  { token, passwordHash }: { token: string; passwordHash: string },
  toChangeEventOf: (actor: StaffRow) => ToChangeEvent,
): Promise<boolean> {
  return prisma.$transaction(async tx => {
    const link = await findAccountLink(tx, token, new Date());
    const purpose = Object.values(purposes).find(known => known === link?.purpose);
    if (!link || !purpose || !(await lockAccount(tx, link.userId))) return false;
    const { userId } = link;
    if (!(await closeAccountLink(tx, userId, purpose))) return false;
    const member = await findMember(tx, userId);
    const kind: AccountKind = member ? 'staff' : 'shopper';
    await replacePassword(tx, { ...link.user, kind }, passwordHash, new Date());
    await endSessions(tx, userId);
    if (member) {
      await publishAccountChange(tx, member, 'password_reset', toChangeEventOf(member));
    } else {
      await tx.user.update({ where: { id: userId }, data: { emailVerified: true } });
      await closeAccountLinks(tx, userId);
    }
    return true;
  });
}
