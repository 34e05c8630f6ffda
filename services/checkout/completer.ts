import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { counter } from '../platform/observability/metrics.ts';
import { periodicWorker, type Worker } from '../platform/workers/periodic-worker.ts';
import { retryCompensation } from './compensation.ts';
import { complete, type RunOptions } from './run.ts';
import { claimAbandoned, findCheckout } from './store.ts';

const EVERY_MS = 5_000;
const BATCH = 10;

const completed = counter('checkout_completed_total', 'Checkouts whose request died, by outcome.', ['outcome']);

/**
 * Finishes the checkouts whose requests died, one after the other; returns how many. Those that fail are retried later;
 * a compensation that fails becomes a job.
 */
export async function completeAbandoned(options: RunOptions & { log: Log }, signal: AbortSignal): Promise<number> {
  let ended = 0;
  for (const claim of await claimAbandoned(options.sql, BATCH)) {
    if (signal.aborted) break;
    const { id, orderId, state } = claim.checkout;
    try {
      const finished = await complete(options, claim);
      ended += 1;
      completed.inc({ outcome: finished ? 'finished' : 'discarded' });
      options.log.warn({ checkoutId: id, orderId, step: state.step, finished }, 'an unfinished checkout was completed');
    } catch (error) {
      completed.inc({ outcome: 'failed' });
      options.log.error(
        { error, checkoutId: id, orderId, step: state.step },
        'an unfinished checkout could not be completed yet',
      );
      if ((await findCheckout(options.sql, id))?.state.step === 'compensating')
        await retryCompensation(options.sql, id);
    }
  }
  return ended;
}

/** A worker that completes abandoned checkouts. */
export function completer(options: RunOptions & { log: Log; locks: Locks }): Worker {
  return periodicWorker(
    EVERY_MS,
    'complete-checkouts',
    async signal => void (await completeAbandoned(options, signal)),
    options,
  );
}
