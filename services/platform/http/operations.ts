import type { Around } from '../../../contracts/codegen/runtime/operation.ts';
import { operations } from '../observability/metrics.ts';
import { cacheHeaders } from './cache.ts';
import type { RequestContext } from './context.ts';
import { type IdempotencyStore, runOnce } from './idempotency.ts';
import { problemOf } from './problem.ts';

/**
 * The `around` option of a generated router: measures every operation, gives its answers the caching headers of its
 * `x-cache`, and runs those that take an `Idempotency-Key` once for each key where a store is given. Headers that a
 * handler sets win.
 */
export function aroundOperations<Tx = never>(
  options: { idempotency?: IdempotencyStore<Tx> } = {},
): Around<RequestContext<Tx>> {
  return async (operation, input, context, run) => {
    const stop = operations.startTimer({ operation: operation.operationId });
    try {
      const { idempotency } = options;
      const once =
        idempotency !== undefined && operation.idempotency !== undefined && operation.idempotency !== 'natural';
      const answer = once ? await runOnce(idempotency, operation, input, context, run) : await run();
      stop({ status: answer.status });
      return { ...answer, headers: { ...cacheHeaders(operation, input, answer), ...answer.headers } };
    } catch (error) {
      stop({ status: problemOf(error).status });
      throw error;
    }
  };
}
