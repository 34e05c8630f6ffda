import { UnexpectedResponseError } from '../../contracts/codegen/runtime/client.ts';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';

const SOON = 5;

/**
 * Whether an error means that the other side did not do its part: what it answered, or that it did not; undefined for a
 * mistake of our own.
 */
export function isRemoteFailure(error: unknown): { retryAfter: number } | undefined {
  if (error instanceof ProblemError) return { retryAfter: Number(error.headers['retry-after']) || SOON };
  if (error instanceof UnexpectedResponseError) return { retryAfter: SOON };
  if (error instanceof SyntaxError) return { retryAfter: SOON }; // what came is no JSON
  const isNetwork = error instanceof TypeError && error.message === 'fetch failed';
  const isTimeout = error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return isNetwork || isTimeout ? { retryAfter: SOON } : undefined;
}
