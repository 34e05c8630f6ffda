import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { Prisma, type PrismaClient, type User } from './prisma/client/client.ts';
import { endsSessions, leavesNoAdmin } from './staff.ts';

export type StaffRow = Pick<User, 'id' | 'email' | 'name' | 'roles' | 'active' | 'createdAt' | 'version'>;

const staffColumns = {
  id: true,
  email: true,
  name: true,
  roles: true,
  active: true,
  createdAt: true,
  version: true,
} as const;
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
  passwordHash: string;
  roles: string[];
}

function memberData(member: NewMember) {
  const id = newId();
  return {
    id,
    email: member.email.toLowerCase(),
    name: member.name,
    emailVerified: true,
    kind: 'staff',
    roles: member.roles,
    accounts: { create: { id: newId(), accountId: id, providerId: 'credential', password: member.passwordHash } },
  };
}

/** The event of a change to a member of staff; `before` is undefined for a new member. */
export type ToChangeEvent = (before: StaffRow | undefined, after: StaffRow) => EventRecord;

/** Adds a member of staff and publishes the change; 'duplicate' when the e-mail address has an account. */
export async function addStaff(
  prisma: PrismaClient,
  member: NewMember,
  toChangeEvent: ToChangeEvent,
): Promise<StaffRow | 'duplicate'> {
  try {
    return await prisma.$transaction(async tx => {
      const added = await tx.user.create({ data: memberData(member), select: staffColumns });
      await addToOutbox(tx, toChangeEvent(undefined, added));
      return added;
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return 'duplicate';
    throw error;
  }
}

/**
 * Creates the first admin unless there is staff; true for the one of concurrent calls that created it.
 */
export function addFirstAdmin(prisma: PrismaClient, member: NewMember): Promise<boolean> {
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
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${STAFF_LOCK})::text`;
    const member = await tx.user.findFirst({ where: { id, kind: 'staff' }, select: staffColumns });
    if (!member) return 'unknown';
    if (changesNothing(member, change)) return member;
    if (version !== undefined && version !== member.version) return 'changed-meanwhile';
    const admins = await tx.user.findMany({
      where: { kind: 'staff', active: true, roles: { has: 'admin' } },
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
    if (endsSessions(member, change)) await tx.session.deleteMany({ where: { userId: id } });
    const changed = await tx.user.update({
      where: { id },
      data: { ...change, version: { increment: 1 } },
      select: staffColumns,
    });
    await addToOutbox(tx, toChangeEvent(member, changed));
    return changed;
  });
}
