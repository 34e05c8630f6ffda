import type { SessionList } from '../../generated/identity/types.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';

type Tx = Prisma.TransactionClient;

const SEEN_MS = 60_000;
const MAX_LISTED = 100;

/** Records that a session is used, once a minute. @returns when its owner gave their password for it */
export async function recordSeen(prisma: PrismaClient, id: string, now: Date): Promise<Date | undefined> {
  const before = new Date(now.getTime() - SEEN_MS);
  await prisma.session.updateMany({ where: { id, lastSeenAt: { lt: before } }, data: { lastSeenAt: now } });
  return (await prisma.session.findUnique({ where: { id }, select: { authenticatedAt: true } }))?.authenticatedAt;
}

/** The sessions of somebody that still last, last seen first, and which one asks; the latest hundred. */
export async function sessionList(
  prisma: PrismaClient,
  userId: string,
  currentId: string,
  now: Date,
): Promise<SessionList> {
  const where = { userId, expiresAt: { gt: now } };
  const orderBy = [{ lastSeenAt: 'desc' as const }, { id: 'desc' as const }];
  const rows = await prisma.session.findMany({ where, orderBy, take: MAX_LISTED });
  const items = rows.map(({ id, userAgent, ipAddress, createdAt, lastSeenAt }) => ({
    id,
    userAgent: userAgent ?? '',
    addressBlock: ipAddress ?? '',
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    current: id === currentId,
  }));
  return { items };
}

/** Ends sessions of somebody: one of them, or all but one, or all. @returns how many there were */
export async function endSessions(
  database: Tx | PrismaClient,
  userId: string,
  which: { id?: string; except?: string } = {},
): Promise<number> {
  const { id, except } = which;
  const ids = { ...(id !== undefined && { equals: id }), ...(except !== undefined && { not: except }) };
  return (await database.session.deleteMany({ where: { userId, id: ids } })).count;
}
