import { type Candidate, findCandidates, setPasswordHash } from './accounts.ts';
import type { Passwords } from './passwords.ts';
import type { PrismaClient } from './prisma/client/client.ts';

/**
 * Whose e-mail address and password these are; undefined for a wrong one of either, after the same time. A hash of an
 * earlier cost is replaced.
 */
export async function authenticate(
  { prisma, passwords }: { prisma: PrismaClient; passwords: Passwords },
  { email, password }: { email: string; password: string },
): Promise<Candidate | undefined> {
  const candidates = await findCandidates(prisma, email);
  if (candidates.length === 0) await passwords.verify({ hash: undefined, password });
  for (const candidate of candidates) {
    const { id, hash } = candidate;
    if (!(await passwords.verify({ hash, password }))) continue;
    if (passwords.isOutdated(hash)) await setPasswordHash(prisma, id, await passwords.hash(password));
    return candidate;
  }
  return undefined;
}
