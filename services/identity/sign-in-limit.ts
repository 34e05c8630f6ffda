import { createHash } from 'node:crypto';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { emailKey } from '../platform/email-address.ts';
import type { Client } from './dependencies.ts';
import type { PrismaClient } from './prisma/client/client.ts';

/** From this many failures on, attempts have to wait. */
const FREE_FAILURES = 10;
const MAX_WAIT_SECONDS = 15 * 60;
/** Failures of so long ago do not count any more. */
export const FORGOTTEN_AFTER_HOURS = 24;

/**
 * Counts an attempt before its password is verified, so that attempts at once count as well. The wait doubles with
 * each, up to a quarter of an hour; nothing is ever locked for good.
 */
const CLAIM = `
INSERT INTO sign_in_attempts AS known (key, failures, last_at, blocked_until) VALUES ($1, 1, now(), now())
ON CONFLICT (key) DO UPDATE SET
  failures = CASE WHEN known.last_at < now() - interval '${FORGOTTEN_AFTER_HOURS} hours' THEN 1 ELSE known.failures + 1 END,
  last_at = now(),
  blocked_until = CASE
    WHEN known.last_at < now() - interval '${FORGOTTEN_AFTER_HOURS} hours' OR known.failures + 1 < ${FREE_FAILURES} THEN now()
    ELSE now() + interval '1 second' * least(${MAX_WAIT_SECONDS}, power(2, least(known.failures + 1 - ${FREE_FAILURES}, 20)))
  END
WHERE known.failures < ${FREE_FAILURES} OR known.blocked_until <= now()`;

/** An account that somebody tries to sign in to; `kind` is '' where there is none with this address. */
export interface TriedAccount {
  email: string;
  kind: string;
}

/** An attempt that was counted. */
export interface Attempt {
  /** Resets the count of failures after a successful attempt. */
  succeeded(): Promise<void>;
}

/**
 * Counts an attempt at an account. Those from an address block where the account is signed in are counted apart, so
 * that nobody elsewhere can keep its owner out. Returns the refusal, 429 with Retry-After, while an attempt has to
 * wait.
 */
export async function countAttempt(
  prisma: PrismaClient,
  { email, kind }: TriedAccount,
  client: Client,
): Promise<Attempt | ProblemError> {
  const account = { email: emailKey(email), kind };
  const where = { ipAddress: client.address, expiresAt: { gt: new Date() }, user: account };
  const isKnownPlace = (await prisma.session.findFirst({ where, select: { id: true } })) !== null;
  const parts = [account.email, kind, isKnownPlace ? client.address : ''];
  const key = createHash('sha256').update(parts.join('\n')).digest('base64url');
  if ((await prisma.$executeRawUnsafe(CLAIM, key)) === 0) return mustWait(prisma, key);
  return {
    async succeeded() {
      await prisma.signInAttempts.deleteMany({ where: { key } });
    },
  };
}

async function mustWait(prisma: PrismaClient, key: string): Promise<ProblemError> {
  const found = await prisma.signInAttempts.findUnique({ where: { key } });
  const seconds = Math.max(1, Math.ceil(((found?.blockedUntil.getTime() ?? 0) - Date.now()) / 1_000));
  return new ProblemError({
    status: 429,
    detail: `Too many attempts at this account; try again in ${seconds} seconds.`,
    headers: { 'retry-after': String(seconds) },
    extra: { code: 'too_many_attempts' },
  });
}
