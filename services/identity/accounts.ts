import { identityEvents } from '../../generated/identity/events.ts';
import type { AccountKind } from '../../generated/identity/types.ts';
import { emailKey } from '../platform/email-address.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { createAccountLink } from './account-links.ts';
import { Prisma, type PrismaClient } from './prisma/client/client.ts';

type Tx = Prisma.TransactionClient;

const PASSWORD = 'credential';

/** Somebody who may sign in, with the hash of their password. */
export interface Candidate {
  id: string;
  kind: string;
  hash: string;
}

/**
 * The accounts that an address may sign in to, of one kind where one is given, that of staff first: one person may work
 * here and shop here, with a password each. None that is deactivated or has no password yet.
 */
export async function findCandidates(
  prisma: PrismaClient,
  { email, kind }: { email: string; kind: string | undefined },
): Promise<Candidate[]> {
  const users = await prisma.user.findMany({
    where: { email: emailKey(email), active: true, ...(kind !== undefined && { kind }) },
    select: { id: true, kind: true, accounts: { where: { providerId: PASSWORD }, select: { password: true } } },
    orderBy: { kind: 'desc' },
  });
  return users.flatMap(({ id, kind, accounts }) => {
    const hash = accounts[0]?.password;
    return hash === undefined || hash === null ? [] : [{ id, kind, hash }];
  });
}

/** The hash of a user's password; undefined without one. */
export async function findPasswordHash(prisma: PrismaClient, userId: string): Promise<string | undefined> {
  const where = { providerId_accountId: { providerId: PASSWORD, accountId: userId } };
  return (await prisma.account.findUnique({ where, select: { password: true } }))?.password ?? undefined;
}

/** The password of an account, for a nested write. */
export function passwordAccount(userId: string, passwordHash: string) {
  return { id: newId(), accountId: userId, providerId: PASSWORD, password: passwordHash };
}

/** Gives somebody a password, in place of the one they had. */
export async function setPasswordHash(database: Tx | PrismaClient, userId: string, passwordHash: string) {
  await database.account.upsert({
    where: { providerId_accountId: { providerId: PASSWORD, accountId: userId } },
    create: { ...passwordAccount(userId, passwordHash), userId },
    update: { password: passwordHash },
  });
}

/** Somebody who is to be notified of what happened to their account. */
export interface AccountOwner {
  id: string;
  kind: AccountKind;
  email: string;
  name: string;
}

/**
 * Gives somebody another password than they had, and publishes that they are to be notified (OWASP ASVS 5.0, 6.3.7). A
 * first password, and another hash of the same one, notify nobody: `setPasswordHash`.
 */
export async function replacePassword(
  tx: Tx,
  { id: userId, kind, email, name }: AccountOwner,
  passwordHash: string,
  now: Date,
): Promise<void> {
  await setPasswordHash(tx, userId, passwordHash);
  const content = { userId, kind, email, name, changedAt: now.toISOString() };
  await addToOutbox(tx, identityEvents.AccountPasswordChanged(userId, content));
}

/** Requests about one account wait for one another until the transaction ends. @returns whether it is there */
export async function lockAccount(tx: Tx, id: string): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT id FROM users WHERE id = ${id} FOR UPDATE`).length === 1;
}

/** Adds a shopper, who is sent the link that confirms the address; undefined when a shopper has this address. */
export async function addShopper(
  prisma: PrismaClient,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
): Promise<{ id: string } | undefined> {
  const id = newId();
  try {
    return await prisma.$transaction(async tx => {
      const data = { id, email: emailKey(email), name, accounts: { create: passwordAccount(id, passwordHash) } };
      const added = await tx.user.create({ data, select: { id: true, email: true, name: true } });
      await createAccountLink(tx, added, 'email_verification', new Date());
      return added;
    });
  } catch (error) {
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

/** Whether a write met a unique value that another row has. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
