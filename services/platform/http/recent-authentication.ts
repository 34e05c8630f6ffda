import type { OperationInfo } from '../../../contracts/codegen/runtime/operation.ts';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import type { Principal } from './context.ts';

/**
 * Refuses an operation of `x-max-authentication-age` to somebody who is signed in and gave their password longer ago
 * (step-up authentication, RFC 9470): 403 with the code `reauthentication_required`, in words for people. A new sign-in
 * is enough. Services are not asked.
 */
export function requireRecentAuthentication(
  { maxAuthenticationAge }: Pick<OperationInfo, 'maxAuthenticationAge'>,
  { kind, authenticatedAt }: Pick<Principal, 'kind' | 'authenticatedAt'>,
  now: Date,
): void {
  if (maxAuthenticationAge === undefined || (kind !== 'staff' && kind !== 'shopper')) return;
  const age = now.getTime() - (authenticatedAt?.getTime() ?? 0);
  if (age <= maxAuthenticationAge * 1_000) return;
  throw new ProblemError({
    status: 403,
    detail: 'This needs you to sign in again: it has been a while.',
    extra: { code: 'reauthentication_required' },
  });
}
