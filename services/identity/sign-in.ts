import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { AccountKind } from '../../generated/identity/types.ts';
import { findCandidates, findPasswordHash, setPasswordHash } from './accounts.ts';
import type { Client, IdentityDependencies } from './dependencies.ts';
import { checkSecondFactor } from './second-factor.ts';
import { countAttempt } from './sign-in-limit.ts';

type Dependencies = Pick<IdentityDependencies, 'prisma' | 'passwords' | 'encryption'>;

/** Who somebody says they are. */
export interface Claimed {
  email: string;
  /** Only an account of this kind. */
  kind?: AccountKind;
}

/** What somebody shows to be who they say. */
export interface Proof {
  password: string;
  /** Of the second factor. */
  code?: string;
}

export type Authentication =
  | { state: 'authenticated'; userId: string }
  | { state: 'wrong' | 'second_factor_required' | 'second_factor_wrong' };

/**
 * Whose e-mail address, password and code these are. 'wrong' takes the same time whether there is such an account. A
 * password hash of an earlier cost is replaced. Failures are counted by account.
 * @throws ProblemError 429 while an attempt at this account has to wait
 */
export async function authenticate(
  dependencies: Dependencies,
  { email, kind: onlyKind, password, code }: Claimed & Proof,
  client: Client,
): Promise<Authentication> {
  const { prisma, passwords, encryption } = dependencies;
  const candidates = await findCandidates(prisma, { email, kind: onlyKind });
  let refusal: ProblemError | undefined;
  if (candidates.length === 0) {
    const attempt = await countAttempt(prisma, { email, kind: '' }, client);
    if (attempt instanceof ProblemError) throw attempt;
    await passwords.verify({ hash: undefined, password });
  }
  for (const { id: userId, kind, hash } of candidates) {
    const attempt = await countAttempt(prisma, { email, kind }, client);
    if (attempt instanceof ProblemError) {
      refusal = attempt;
      continue;
    }
    if (!(await passwords.verify({ hash, password }))) continue;
    const verdict = await checkSecondFactor(prisma, encryption, { userId, code });
    if (verdict !== 'passed') return { state: `second_factor_${verdict}` };
    if (passwords.isOutdated(hash)) await setPasswordHash(prisma, userId, await passwords.hash(password));
    await attempt.succeeded();
    return { state: 'authenticated', userId };
  }
  if (refusal) throw refusal;
  return { state: 'wrong' };
}

/**
 * Whether this is the password of somebody who is signed in; counted as an attempt at their account.
 * @throws ProblemError 429 while an attempt has to wait
 */
export async function isOwnPassword(
  { prisma, passwords }: Dependencies,
  { id, email, kind }: { id: string; email: string; kind: AccountKind },
  password: string,
  client: Client,
): Promise<boolean> {
  const attempt = await countAttempt(prisma, { email, kind }, client);
  if (attempt instanceof ProblemError) throw attempt;
  const isRight = await passwords.verify({ hash: await findPasswordHash(prisma, id), password });
  if (isRight) await attempt.succeeded();
  return isRight;
}
