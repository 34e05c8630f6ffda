import { UnexpectedResponseError } from '../../contracts/codegen/runtime/client.ts';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';

const DEFAULT_RETRY_AFTER = 5;

/** Classifies an error of a request: a failure of the other side, or undefined for a bug of our own. */
export function remoteFailure(error: unknown): { retryAfter: number } | undefined {
  if (error instanceof ProblemError) return { retryAfter: Number(error.headers['retry-after']) || DEFAULT_RETRY_AFTER };
  if (error instanceof UnexpectedResponseError) return { retryAfter: DEFAULT_RETRY_AFTER };
  if (error instanceof SyntaxError) return { retryAfter: DEFAULT_RETRY_AFTER }; // the body is no JSON
  const isNetwork = error instanceof TypeError && error.message === 'fetch failed';
  const isTimeout = error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return isNetwork || isTimeout ? { retryAfter: DEFAULT_RETRY_AFTER } : undefined;
}
