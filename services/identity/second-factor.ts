import { createHash, randomBytes } from 'node:crypto';
import type { Encryption } from './encryption.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import { base32, matchingStep, newSecret } from './totp.ts';

type Database = Prisma.TransactionClient | PrismaClient;

const RECOVERY_CODES = 10;
/** 80 bits, so that a plain hash of them is enough (OWASP Password Storage Cheat Sheet is about what people choose). */
const RECOVERY_CODE_BYTES = 10;

/** The letters and digits of a recovery code, however it was typed. */
const plain = (code: string): string => code.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
const hashOf = (code: string): string => createHash('sha256').update(plain(code)).digest('base64url');

/** The second factor of somebody with the number of their recovery codes; null without one. */
export function findSecondFactor(database: Database, userId: string) {
  const select = { confirmedAt: true, _count: { select: { recoveryCodes: true } } };
  return database.secondFactor.findUnique({ where: { userId }, select });
}

/** A new secret in place of one that was not confirmed; undefined where a confirmed one is in use. */
export async function beginSecondFactor(
  database: Database,
  encryption: Encryption,
  userId: string,
): Promise<Buffer | undefined> {
  const secret = newSecret();
  const encrypted = await encryption.encrypt(secret);
  const stored = await database.$executeRaw`
    INSERT INTO second_factors (user_id, secret) VALUES (${userId}, ${encrypted})
    ON CONFLICT (user_id) DO UPDATE SET secret = EXCLUDED.secret WHERE second_factors.confirmed_at IS NULL`;
  return stored === 0 ? undefined : secret;
}

/**
 * Uses a code of the app up; false when it is wrong or was used. `confirmed` says whether the factor counts already.
 */
export async function consumeAppCode(
  database: Database,
  encryption: Encryption,
  { userId, code, confirmed }: { userId: string; code: string; confirmed: boolean },
  now: Date,
): Promise<boolean> {
  const factor = await database.secondFactor.findUnique({ where: { userId } });
  if (!factor || (factor.confirmedAt !== null) !== confirmed) return false;
  const secret = await encryption.decrypt(factor.secret);
  const step = matchingStep(secret, code.replace(/\s/g, ''), now, factor.lastStep);
  if (step === undefined) return false;
  const { count } = await database.secondFactor.updateMany({
    where: { userId, lastStep: { lt: step } },
    data: { lastStep: step, ...(confirmed ? {} : { confirmedAt: now }) },
  });
  return count === 1;
}

/** Uses a recovery code up; false when it is none, or was used. */
async function consumeRecoveryCode(database: Database, userId: string, code: string): Promise<boolean> {
  return (await database.recoveryCode.deleteMany({ where: { userId, hash: hashOf(code) } })).count === 1;
}

/** What a sign-in needs of the second factor: nothing where there is none, else a code, which it uses up. */
export async function checkSecondFactor(
  prisma: PrismaClient,
  encryption: Encryption,
  { userId, code }: { userId: string; code: string | undefined },
): Promise<'passed' | 'required' | 'wrong'> {
  const factor = await prisma.secondFactor.findUnique({ where: { userId }, select: { confirmedAt: true } });
  if (!factor?.confirmedAt) return 'passed';
  if (code === undefined) return 'required';
  const isPassed =
    (await consumeAppCode(prisma, encryption, { userId, code, confirmed: true }, new Date())) ||
    (await consumeRecoveryCode(prisma, userId, code));
  return isPassed ? 'passed' : 'wrong';
}

/** New recovery codes in place of those of before; they are stored as hashes. */
export async function replaceRecoveryCodes(database: Database, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    (base32(randomBytes(RECOVERY_CODE_BYTES)).match(/.{4}/g) ?? []).join('-'),
  );
  await database.recoveryCode.deleteMany({ where: { userId } });
  await database.recoveryCode.createMany({ data: codes.map(code => ({ userId, hash: hashOf(code) })) });
  return codes;
}

/** Takes a second factor away; false when there was none that counted. */
export async function removeSecondFactor(database: Database, userId: string): Promise<boolean> {
  const factor = await database.secondFactor.findUnique({ where: { userId }, select: { confirmedAt: true } });
  await database.secondFactor.deleteMany({ where: { userId } });
  return Boolean(factor?.confirmedAt);
}
