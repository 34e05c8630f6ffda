import type { Around } from '../../../contracts/codegen/runtime/operation.ts';
import { operations } from '../observability/metrics.ts';
import { cacheHeaders } from './cache.ts';
import type { RequestContext } from './context.ts';
import { type IdempotencyStore, runOnce } from './idempotency.ts';
import { problemOf } from './problem.ts';
import { requireRecentAuthentication } from './recent-authentication.ts';

/**
 * The `around` option of a generated router: measures every operation, refuses those that need a recent authentication
 * to who has none, adds the caching headers of its `x-cache`, and, with a store, runs an operation that takes an
 * `Idempotency-Key` once for each key. Headers that a handler sets take precedence.
 */
export function aroundOperations<Tx = never>(
  options: { idempotency?: IdempotencyStore<Tx> } = {},
): Around<RequestContext<Tx>> {
  return async (operation, input, context, run) => {
    const stop = operations.startTimer({ operation: operation.operationId });
    try {
      requireRecentAuthentication(operation, context.principal, new Date());
      const { idempotency } = options;
      const once =
        idempotency !== undefined && operation.idempotency !== undefined && operation.idempotency !== 'natural';
      const response = once ? await runOnce(idempotency, operation, input, context, run) : await run();
      stop({ status: response.status });
      return { ...response, headers: { ...cacheHeaders(operation, input, response), ...response.headers } };
    } catch (error) {
      stop({ status: problemOf(error).status });
      throw error;
    }
  };
}
