import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { identityEvents } from '../../generated/identity/events.ts';
import { emailKey } from '../platform/email-address.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import {
  type AccountLinkPurpose,
  closeAccountLink,
  closeAccountLinks,
  createAccountLink,
  findAccountLink,
  mailWait,
} from './account-links.ts';
import { isDuplicate, lockAccount, replacePassword } from './accounts.ts';
import type { IdentityContext } from './dependencies.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import { endSessions } from './session-store.ts';
import type { Sessions } from './sessions.ts';

type Tx = Prisma.TransactionClient;

/** A shopper, as their account page shows them. */
export interface ShopperRow {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string;
  createdAt: Date;
}

const shopperColumns = {
  id: true,
  email: true,
  emailVerified: true,
  name: true,
  createdAt: true,
} satisfies Prisma.UserSelect;

const nobody = () => new ProblemError({ status: 401, detail: 'Nobody is signed in.' });

/** @throws ProblemError 401 where the account is gone */
async function findShopper(database: Tx | PrismaClient, id: string): Promise<ShopperRow> {
  const shopper = await database.user.findFirst({ where: { id, kind: 'shopper' }, select: shopperColumns });
  if (!shopper) throw nobody();
  return shopper;
}

/** A shopper, locked until the transaction ends. @throws ProblemError 401 where the account is gone */
async function lockShopper(tx: Tx, id: string): Promise<ShopperRow> {
  await lockAccount(tx, id);
  return findShopper(tx, id);
}

/** Whose account a request is about: the session cookie says so, and which of their sessions it is. */
export async function ownShopper(
  { prisma }: { prisma: PrismaClient },
  sessions: Sessions,
  { cookies }: IdentityContext,
): Promise<{ shopper: ShopperRow; sessionId: string }> {
  const signedIn = await sessions.of(cookies);
  if (!signedIn) throw nobody();
  return { shopper: await findShopper(prisma, signedIn.user.id), sessionId: signedIn.session.id };
}

/** The address that is to take the place of somebody's, while the link that was mailed to it works. */
export async function findPendingEmail(prisma: PrismaClient, userId: string, now: Date): Promise<string | undefined> {
  const where = { userId, purpose: 'email_change', expiresAt: { gt: now } };
  return (await prisma.accountLink.findFirst({ where, select: { email: true } }))?.email ?? undefined;
}

/** @throws ProblemError 401 where the account is gone */
export function changeName(prisma: PrismaClient, id: string, name: string): Promise<ShopperRow> {
  return prisma.$transaction(async tx => {
    await lockShopper(tx, id);
    return tx.user.update({ where: { id }, data: { name }, select: shopperColumns });
  });
}

/**
 * Gives a shopper another password, of which they are notified; ends all their sessions but one, and the links that
 * could take the account.
 */
export async function changeShopperPassword(
  prisma: PrismaClient,
  { id, passwordHash, keptSession }: { id: string; passwordHash: string; keptSession: string },
): Promise<void> {
  await prisma.$transaction(async tx => {
    const shopper = await lockShopper(tx, id);
    await replacePassword(tx, { ...shopper, kind: 'shopper' }, passwordHash, new Date());
    await closeAccountLink(tx, id, 'shopper_password_reset');
    await closeAccountLink(tx, id, 'email_change');
    await endSessions(tx, id, { except: keptSession });
  });
}

/** Whoever asks for the mail is signed in, so nothing is revealed by saying that it was sent just now. */
async function refuseTooSoon(tx: Tx, userId: string, purpose: AccountLinkPurpose, now: Date): Promise<void> {
  const seconds = Math.ceil((await mailWait(tx, userId, purpose, now)) / 1_000);
  if (seconds === 0) return;
  throw new ProblemError({
    status: 429,
    detail: `A mail was sent just now; another one can be sent in ${seconds} seconds.`,
    headers: { 'retry-after': String(seconds) },
    extra: { code: 'too_many_mails' },
  });
}

/** Sends the link that confirms an address, unless it is confirmed. @throws ProblemError 429 too soon after one */
export async function sendVerification(prisma: PrismaClient, id: string, now: Date): Promise<void> {
  await prisma.$transaction(async tx => {
    const shopper = await lockShopper(tx, id);
    if (shopper.emailVerified) return;
    await refuseTooSoon(tx, id, 'email_verification', now);
    await createAccountLink(tx, shopper, 'email_verification', now);
  });
}

/** Sends a link to an address that is to take the place of somebody's. @throws ProblemError 429 too soon after one */
export async function requestEmailChange(prisma: PrismaClient, id: string, email: string, now: Date): Promise<void> {
  await prisma.$transaction(async tx => {
    const shopper = await lockShopper(tx, id);
    await refuseTooSoon(tx, id, 'email_change', now);
    await createAccountLink(tx, { ...shopper, email: emailKey(email) }, 'email_change', now);
  });
}

/**
 * Confirms an address with the link of a mail, which must be of this account. Another address takes the place of the
 * one before, which is notified; links that were mailed to that one stop working. 'taken' uses the link not up.
 */
export async function confirmEmail(
  prisma: PrismaClient,
  { id, token }: { id: string; token: string },
  now: Date,
): Promise<ShopperRow | 'over' | 'taken'> {
  try {
    return await prisma.$transaction(async tx => {
      const shopper = await lockShopper(tx, id);
      const link = await findAccountLink(tx, token, now);
      if (link?.userId !== id) return 'over';
      if (link.purpose === 'email_verification') {
        await closeAccountLink(tx, id, link.purpose);
        return tx.user.update({ where: { id }, data: { emailVerified: true }, select: shopperColumns });
      }
      if (link.purpose !== 'email_change' || link.email === null) return 'over';
      await closeAccountLinks(tx, id);
      await addToOutbox(tx, emailChanged(shopper, now));
      return tx.user.update({
        where: { id },
        data: { email: link.email, emailVerified: true },
        select: shopperColumns,
      });
    });
  } catch (error) {
    if (isDuplicate(error)) return 'taken';
    throw error;
  }
}

function emailChanged({ id: userId, email: previousEmail }: ShopperRow, now: Date) {
  return identityEvents.AccountEmailChanged(userId, { userId, previousEmail, changedAt: now.toISOString() });
}

/**
 * Deletes a shopper with their password, sessions and links, and publishes that their address is to be notified; doing
 * it twice is doing it once.
 */
export async function deleteShopper(prisma: PrismaClient, id: string, now: Date): Promise<void> {
  await prisma.$transaction(async tx => {
    if (!(await lockAccount(tx, id))) return;
    const { email } = await findShopper(tx, id);
    await tx.user.delete({ where: { id } });
    const content = { userId: id, email, deletedAt: now.toISOString() };
    await addToOutbox(tx, identityEvents.AccountDeleted(id, content));
  });
}
