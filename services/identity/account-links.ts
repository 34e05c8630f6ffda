import { createHash, randomBytes } from 'node:crypto';
import { identityEvents } from '../../generated/identity/events.ts';
import type { LinkPurpose } from '../../generated/identity/types.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';

type Tx = Prisma.TransactionClient;

/** What a link is for: a password, where the contract names it, or an address of a shopper. */
export type AccountLinkPurpose = LinkPurpose | 'shopper_password_reset' | 'email_verification' | 'email_change';

const HOUR_MS = 60 * 60 * 1_000;
/** How long a link works, ms. */
const LIFETIME_MS: Readonly<Record<AccountLinkPurpose, number>> = {
  invitation: 72 * HOUR_MS,
  password_reset: HOUR_MS,
  shopper_password_reset: HOUR_MS,
  email_verification: 72 * HOUR_MS,
  email_change: 24 * HOUR_MS,
};
/** One mail of a purpose in this time, ms: nobody's mailbox is filled by others. */
const MAIL_PAUSE_MS = 5 * 60_000;
/** OWASP Forgot Password Cheat Sheet: long, random, stored as a hash, used once. */
const TOKEN_BYTES = 32;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Who a link is for; the mail with it goes to `email`. */
export interface LinkOwner {
  id: string;
  email: string;
  name: string;
}

/**
 * Makes a link and publishes that its owner is to be written to. It takes the place of an earlier one of that purpose,
 * whose tokens stop working. @returns until when it works
 */
export async function createAccountLink(
  tx: Tx,
  owner: LinkOwner,
  purpose: AccountLinkPurpose,
  now: Date,
): Promise<Date> {
  const { id: userId, email, name } = owner;
  await closeAccountLink(tx, userId, purpose);
  const expiresAt = new Date(now.getTime() + LIFETIME_MS[purpose]);
  const linkId = newId();
  const newEmail = purpose === 'email_change' ? email : null;
  await tx.accountLink.create({ data: { id: linkId, userId, purpose, email: newEmail, createdAt: now, expiresAt } });
  const content = { linkId, purpose, userId, email, name, expiresAt: expiresAt.toISOString() };
  await addToOutbox(tx, identityEvents.AccountLinkCreated(userId, content));
  return expiresAt;
}

/** How long until another mail of this purpose may be sent to somebody, ms; 0 when it may be sent now. */
export async function mailWait(tx: Tx, userId: string, purpose: AccountLinkPurpose, now: Date): Promise<number> {
  const last = await tx.accountLink.findUnique({ where: { userId_purpose: { userId, purpose } } });
  return last ? Math.max(0, last.createdAt.getTime() + MAIL_PAUSE_MS - now.getTime()) : 0;
}

/** Ends the link of this purpose; false when there was none. */
export async function closeAccountLink(tx: Tx, userId: string, purpose: AccountLinkPurpose): Promise<boolean> {
  return (await tx.accountLink.deleteMany({ where: { userId, purpose } })).count === 1;
}

/** Ends all links of somebody. */
export async function closeAccountLinks(tx: Tx, userId: string): Promise<void> {
  await tx.accountLink.deleteMany({ where: { userId } });
}

/** A new token of a link; undefined when the link is over. */
export async function createLinkToken(
  prisma: PrismaClient,
  linkId: string,
  now: Date,
): Promise<{ token: string; expiresAt: Date } | undefined> {
  const link = await prisma.accountLink.findFirst({ where: { id: linkId, expiresAt: { gt: now } } });
  if (!link) return undefined;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const added = await prisma.$executeRaw`
    INSERT INTO link_tokens (hash, link_id) SELECT ${hashOf(token)}, id FROM account_links WHERE id = ${linkId}::uuid`;
  return added === 0 ? undefined : { token, expiresAt: link.expiresAt };
}

/** The link that a token of a mail opens, with its owner; undefined when it is over, or its owner is deactivated. */
export async function findAccountLink(database: Tx | PrismaClient, token: string, now: Date) {
  const where = { tokens: { some: { hash: hashOf(token) } }, expiresAt: { gt: now } };
  const link = await database.accountLink.findFirst({ where });
  // Two reads: an include fails where the link is used up by another request between the queries it is made of.
  const user = link && (await database.user.findFirst({ where: { id: link.userId, active: true } }));
  return link && user ? { ...link, user } : undefined;
}
