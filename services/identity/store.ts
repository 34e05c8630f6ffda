import { emailKey } from '../platform/email-address.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { closeAccountLink, createAccountLink, findAccountLink } from './account-links.ts';
import { isDuplicate, passwordAccount, setPasswordHash } from './accounts.ts';
import type { ToChangeEvent } from './change-event.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import { endSessions } from './session-store.ts';
import { leavesNoAdmin, mustEndSessions, statusOf } from './staff.ts';
import { type StaffRow, staffColumns } from './staff-row.ts';

type Tx = Prisma.TransactionClient;

const STAFF_LOCK = 72_707_371;

/** Keyset page of staff, oldest first, after the member that `after` names. */
export function listStaff(
  prisma: PrismaClient,
  limit: number,
  after: { createdAt: Date; id: string } | undefined,
): Promise<StaffRow[]> {
  return prisma.user.findMany({
    where: {
      kind: 'staff',
      ...(after
        ? { OR: [{ createdAt: { gt: after.createdAt } }, { createdAt: after.createdAt, id: { gt: after.id } }] }
        : {}),
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: staffColumns,
  });
}

export interface NewMember {
  email: string;
  name: string;
  roles: string[];
  /** A member of staff without one is invited. */
  passwordHash?: string;
}

function memberData({ email, name, roles, passwordHash }: NewMember) {
  const id = newId();
  const own = { id, email: emailKey(email), name, emailVerified: true, kind: 'staff', roles };
  return passwordHash === undefined ? own : { ...own, accounts: { create: passwordAccount(id, passwordHash) } };
}

/** Adds a member of staff, invites them, and publishes both; 'duplicate' when the address is that of another. */
export async function addStaff(
  prisma: PrismaClient,
  member: NewMember,
  toChangeEvent: ToChangeEvent,
): Promise<StaffRow | 'duplicate'> {
  try {
    return await prisma.$transaction(async tx => {
      const added = await tx.user.create({ data: memberData(member), select: staffColumns });
      const row = member.passwordHash === undefined ? await invite(tx, added) : added;
      await addToOutbox(tx, toChangeEvent(member.passwordHash === undefined ? 'invited' : 'added', undefined, row));
      return row;
    });
  } catch (error) {
    if (isDuplicate(error)) return 'duplicate';
    throw error;
  }
}

/** Writes to somebody with a new link. */
async function invite(tx: Tx, member: StaffRow): Promise<StaffRow> {
  const invitedUntil = await createAccountLink(tx, member, 'invitation', new Date());
  return tx.user.update({ where: { id: member.id }, data: { invitedUntil }, select: staffColumns });
}

/**
 * Sends an invitation again and publishes that; 'accepted' when they have a password or are deactivated. `after`
 * runs in the transaction.
 */
export function inviteAgain(
  prisma: PrismaClient,
  id: string,
  toChangeEvent: ToChangeEvent,
  after: (tx: Tx, member: StaffRow) => Promise<unknown>,
): Promise<StaffRow | 'unknown' | 'accepted'> {
  return prisma.$transaction(async tx => {
    const member = await lockMember(tx, id);
    if (!member) return 'unknown';
    if (statusOf(member) !== 'invited') return 'accepted';
    const invited = await invite(tx, member);
    await addToOutbox(tx, toChangeEvent('invited_again', member, invited));
    await after(tx, invited);
    return invited;
  });
}

/** Takes somebody who has not accepted yet off the list and publishes that. */
export function withdrawInvitation(
  prisma: PrismaClient,
  id: string,
  toChangeEvent: ToChangeEvent,
): Promise<'withdrawn' | 'unknown' | 'accepted'> {
  return prisma.$transaction(async tx => {
    const member = await lockMember(tx, id);
    if (!member) return 'unknown';
    if (member.invitedUntil === null) return 'accepted';
    await tx.user.delete({ where: { id } });
    await addToOutbox(tx, toChangeEvent('invitation_withdrawn', member, undefined));
    return 'withdrawn';
  });
}

/**
 * Gives the owner of an invitation their password, uses the link up and publishes the change as theirs; undefined when
 * the link is over.
 */
export function acceptInvitation(
  prisma: PrismaClient,
  { token, passwordHash }: { token: string; passwordHash: string },
  toChangeEventOf: (actor: StaffRow) => ToChangeEvent,
): Promise<StaffRow | undefined> {
  return prisma.$transaction(async tx => {
    const link = await findAccountLink(tx, token, new Date());
    const member = link?.purpose === 'invitation' ? await lockMember(tx, link.userId) : undefined;
    if (!member || !(await closeAccountLink(tx, member.id, 'invitation'))) return undefined;
    await setPasswordHash(tx, member.id, passwordHash);
    const data = { invitedUntil: null, version: { increment: 1 } };
    const accepted = await tx.user.update({ where: { id: member.id }, data, select: staffColumns });
    await addToOutbox(tx, toChangeEventOf(accepted)('invitation_accepted', member, accepted));
    return accepted;
  });
}

/** A member of staff; changes to staff wait for one another until the transaction ends. */
async function lockMember(tx: Tx, id: string): Promise<StaffRow | null> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${STAFF_LOCK})::text`;
  return tx.user.findFirst({ where: { id, kind: 'staff' }, select: staffColumns });
}

/**
 * Creates the first admin unless there is staff; true for the one of concurrent calls that created it.
 */
export function addFirstAdmin(prisma: PrismaClient, member: NewMember & { passwordHash: string }): Promise<boolean> {
  return prisma.$transaction(async tx => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${STAFF_LOCK})::text`;
    if ((await tx.user.findFirst({ where: { kind: 'staff' }, select: { id: true } })) !== null) return false;
    await tx.user.create({ data: memberData(member) });
    return true;
  });
}

export interface StaffChange {
  name?: string;
  roles?: string[];
  active?: boolean;
}

const changesNothing = (
  member: StaffRow,
  { name = member.name, roles = member.roles, active = member.active }: StaffChange,
) => name === member.name && active === member.active && roles.join() === member.roles.join();

/**
 * Changes a member of staff by the rules of staff.ts and publishes the change; ends their sessions in the same
 * transaction where the rules require it. Returns 'changed-meanwhile' when `version` is outdated.
 */
export function changeStaff(
  prisma: PrismaClient,
  id: string,
  { version, ...change }: StaffChange & { version?: number },
  toChangeEvent: ToChangeEvent,
): Promise<StaffRow | 'unknown' | 'last-admin' | 'changed-meanwhile'> {
  return prisma.$transaction(async tx => {
    const member = await lockMember(tx, id);
    if (!member) return 'unknown';
    if (changesNothing(member, change)) return member;
    if (version !== undefined && version !== member.version) return 'changed-meanwhile';
    const admins = await tx.user.findMany({
      where: { kind: 'staff', active: true, invitedUntil: null, roles: { has: 'admin' } },
      select: { id: true },
    });
    if (
      leavesNoAdmin(
        admins.map(admin => admin.id),
        member,
        change,
      )
    ) {
      return 'last-admin';
    }
    if (mustEndSessions(member, change)) await endSessions(tx, id);
    const changed = await tx.user.update({
      where: { id },
      data: { ...change, version: { increment: 1 } },
      select: staffColumns,
    });
    await addToOutbox(tx, toChangeEvent('changed', member, changed));
    return changed;
  });
}
