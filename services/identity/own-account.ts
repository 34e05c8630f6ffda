import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { closeAccountLink } from './account-links.ts';
import { lockAccount, replacePassword } from './accounts.ts';
import type { ToChangeEvent } from './change-event.ts';
import type { IdentityContext } from './dependencies.ts';
import type { Encryption } from './encryption.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import { consumeAppCode, findSecondFactor, removeSecondFactor, replaceRecoveryCodes } from './second-factor.ts';
import { endSessions } from './session-store.ts';
import type { Sessions } from './sessions.ts';
import { type StaffRow, staffColumns } from './staff-row.ts';

type Tx = Prisma.TransactionClient;

/** A member of staff by id; undefined for anybody else. */
export async function findMember(database: Tx | PrismaClient, id: string): Promise<StaffRow | undefined> {
  return (await database.user.findFirst({ where: { id, kind: 'staff' }, select: staffColumns })) ?? undefined;
}

/** Whose account a request is about: the session cookie says so, and which of their sessions it is. */
export async function ownAccount(
  { prisma }: { prisma: PrismaClient },
  sessions: Sessions,
  { cookies }: IdentityContext,
): Promise<{ member: StaffRow; sessionId: string }> {
  const signedIn = await sessions.of(cookies);
  const member = signedIn && (await findMember(prisma, signedIn.user.id));
  if (!member) throw new ProblemError({ status: 401, detail: 'Nobody is signed in.' });
  return { member, sessionId: signedIn.session.id };
}

/** Publishes that something was done with an account which changes no field that the log could show. */
export async function publishAccountChange(
  tx: Tx,
  member: StaffRow,
  action: string,
  toChangeEvent: ToChangeEvent,
): Promise<void> {
  await addToOutbox(tx, toChangeEvent(action, member, member));
}

/** Gives somebody another password, ends all their sessions but one, and publishes that, for the log and for them. */
export async function changePassword(
  prisma: PrismaClient,
  { member, passwordHash, keptSession }: { member: StaffRow; passwordHash: string; keptSession: string },
  toChangeEvent: ToChangeEvent,
): Promise<void> {
  await prisma.$transaction(async tx => {
    await replacePassword(tx, { ...member, kind: 'staff' }, passwordHash, new Date());
    await closeAccountLink(tx, member.id, 'password_reset');
    await endSessions(tx, member.id, { except: keptSession });
    await publishAccountChange(tx, member, 'password_changed', toChangeEvent);
  });
}

/** Ends sessions of somebody and publishes that, where there were any. @returns whether there were */
export function signOut(
  prisma: PrismaClient,
  { member, ...which }: { member: StaffRow; id?: string; except?: string },
  toChangeEvent: ToChangeEvent,
): Promise<boolean> {
  return prisma.$transaction(async tx => {
    const isAny = (await endSessions(tx, member.id, which)) > 0;
    if (isAny) await publishAccountChange(tx, member, 'signed_out', toChangeEvent);
    return isAny;
  });
}

/** The first code of an app: its factor counts from now on. @returns recovery codes; undefined for a wrong code */
export function confirmSecondFactor(
  prisma: PrismaClient,
  encryption: Encryption,
  { member, code }: { member: StaffRow; code: string },
  toChangeEvent: ToChangeEvent,
): Promise<string[] | undefined> {
  return prisma.$transaction(async tx => {
    await lockAccount(tx, member.id);
    const given = { userId: member.id, code, confirmed: false };
    if (!(await consumeAppCode(tx, encryption, given, new Date()))) return undefined;
    await addToOutbox(tx, toChangeEvent('second_factor_set_up', member, await findMember(tx, member.id)));
    return replaceRecoveryCodes(tx, member.id);
  });
}

/** New recovery codes for a second factor that counts, and publishes that; undefined without such a factor. */
export function renewRecoveryCodes(
  prisma: PrismaClient,
  member: StaffRow,
  toChangeEvent: ToChangeEvent,
): Promise<string[] | undefined> {
  return prisma.$transaction(async tx => {
    await lockAccount(tx, member.id);
    if (!(await findSecondFactor(tx, member.id))?.confirmedAt) return undefined;
    await publishAccountChange(tx, member, 'recovery_codes_replaced', toChangeEvent);
    return replaceRecoveryCodes(tx, member.id);
  });
}

/** Takes a second factor away and publishes that as `action`, where there was one. */
export async function removeOwnSecondFactor(
  prisma: PrismaClient,
  member: StaffRow,
  action: string,
  toChangeEvent: ToChangeEvent,
): Promise<void> {
  await prisma.$transaction(async tx => {
    await lockAccount(tx, member.id);
    if (!(await removeSecondFactor(tx, member.id))) return;
    await addToOutbox(tx, toChangeEvent(action, member, await findMember(tx, member.id)));
  });
}
