import { z } from 'zod';
import { createJobWorker, type JobResult } from '../platform/data/job-worker.ts';
import { enqueueJob, removeJob } from '../platform/data/jobs.ts';
import type { Listener } from '../platform/data/listener.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { complete, type RunOptions } from './run.ts';
import { COMPENSATION, claimUnfinished, findCheckout, type Sql } from './store.ts';

/** Delay before the job runs, so that the cancelling request can finish first, ms. */
const REQUEST_MS = 30_000;
/** Delay before retrying a checkout that a request is working on, ms. */
const BUSY_MS = 5_000;
/** Maximum backoff between attempts, ms. */
const MAX_PAUSE_MS = 10 * 60_000;
/** Attempts before the job gives up and an alert is raised: about half a day. */
const MAX_ATTEMPTS = 80;

const payloadSchema = z.object({ cancel: z.literal('customer_cancelled').exactOptional() });

export interface CompensationOptions extends RunOptions {
  /** Cancels an order that is not paid; false when it is paid (workflow.ts). */
  cancelUnpaid(orderId: string, reason: 'customer_cancelled'): Promise<boolean>;
}

/** Enqueues the compensation of a failed checkout as a job, which is retried until it succeeds or gives up. */
export const retryCompensation = (sql: Sql, id: string): Promise<void> =>
  enqueueJob(sql, { queue: COMPENSATION, key: id, payload: {}, runAt: new Date(Date.now() + BUSY_MS) });

/**
 * Cancels the order of a finished checkout, unless it is paid. A job is enqueued first, so that the cancellation is
 * retried if a service does not respond: 'pending'.
 */
export async function cancelFinished(
  { sql, cancelUnpaid }: Pick<CompensationOptions, 'sql' | 'cancelUnpaid'>,
  { id, orderId }: { id: string; orderId: string },
  log: Log,
): Promise<'cancelled' | 'paid' | 'pending'> {
  const job = { queue: COMPENSATION, key: id };
  const payload = { cancel: 'customer_cancelled' as const };
  await enqueueJob(sql, { ...job, payload, runAt: new Date(Date.now() + REQUEST_MS) });
  try {
    const isCancelled = await cancelUnpaid(orderId, 'customer_cancelled');
    await removeJob(sql, job);
    return isCancelled ? 'cancelled' : 'paid';
  } catch (error) {
    log.warn({ error, checkoutId: id, orderId }, 'a cancellation will be retried');
    await enqueueJob(sql, { ...job, payload }).catch(() => {}); // then the job runs after its delay
    return 'pending';
  }
}

/** Handles one job; every step may have been done before. */
async function run(options: CompensationOptions, id: string, payload: unknown): Promise<JobResult> {
  const checkout = await findCheckout(options.sql, id);
  if (!checkout) return 'finished';
  if (checkout.state.step === 'finished') {
    const { cancel } = payloadSchema.parse(payload);
    if (cancel) await options.cancelUnpaid(checkout.orderId, cancel);
    return 'finished';
  }
  const claim = await claimUnfinished(options.sql, id);
  if (!claim) return { runAgainAfterMs: BUSY_MS };
  await complete(options, claim);
  return 'finished';
}

/** A worker that retries cancellations and compensations with backoff; a job that gives up raises an alert. */
export function compensationWorker(
  options: CompensationOptions & { log: Log; listener?: Listener; firstPauseMs?: number; pollMs?: number },
): Worker {
  const { sql, log, listener, firstPauseMs, pollMs } = options;
  return createJobWorker({
    database: sql,
    queue: COMPENSATION,
    log,
    maxAttempts: MAX_ATTEMPTS,
    maxPauseMs: MAX_PAUSE_MS,
    ...(listener === undefined ? {} : { listener }),
    ...(firstPauseMs === undefined ? {} : { firstPauseMs }),
    ...(pollMs === undefined ? {} : { pollMs }),
    handle: ({ key, payload }) => run(options, key, payload),
  });
}
