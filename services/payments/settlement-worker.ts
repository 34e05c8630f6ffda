import { createJobWorker, type JobResult, type JobWorkerOptions } from '../platform/data/job-worker.ts';
import { type Failure, FailureError, failureOf } from '../platform/failure.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { type Settlement, settleAndRetrieve } from './settlement.ts';
import { SETTLEMENT } from './settlement-jobs.ts';
import { findPayment, saveAttention } from './store.ts';
import type { StoredPayment } from './stored-payment.ts';

/** Webhooks may be lost: interval at which an open payment is retrieved without one, ms. */
const OPEN_MS = 2 * 60_000;
/** Interval at which an uncaptured authorization is retrieved: it may have expired, ms. */
const AUTHORIZED_MS = 6 * 60 * 60_000;
/** Interval at which a pending refund is retrieved, ms. */
const REFUND_MS = 60 * 60_000;
/** Payments that are settled concurrently: each waits for the provider most of its time. */
const CONCURRENCY = 48;
/** Attempts before staff are alerted: 4 to 8.5 minutes, by the pauses of the queue. */
const ALERT_AFTER_ATTEMPTS = 10;

/** Delay until a settled payment is retrieved again, ms; undefined if only a webhook can change it. */
export function nextRetrievalAfterMs({ status, expiresAt, refunds }: StoredPayment, now: number): number | undefined {
  if (status === 'pending' || status === 'requires_action')
    return Math.min(OPEN_MS, Math.max((expiresAt?.getTime() ?? now) - now, 1_000));
  if (status === 'authorized') return AUTHORIZED_MS;
  return refunds.some(refund => refund.status === 'pending') ? REFUND_MS : undefined;
}

/**
 * Settles payments: each webhook, event and decision of staff enqueues a job for its payment, and waiting payments are
 * retrieved periodically. A payment that cannot be settled is shown to staff and does not delay others.
 */
export function settlementWorker(
  settlement: Settlement,
  log: Log,
  options: Pick<JobWorkerOptions, 'listener' | 'pollMs' | 'firstPauseMs' | 'maxPauseMs'> = {},
): Worker {
  const { database, sql } = settlement;
  const alertStaff = async (id: string, failure: Failure) => {
    const { message } = failure;
    const text = message === ourFault.message ? message : `The payment provider: ${message}`;
    const payment = await findPayment(sql, { id });
    if (payment && payment.attention?.code !== 'refund_failed')
      await saveAttention(database, id, { code: 'not_settled', message: text });
  };
  return createJobWorker({
    database: sql,
    queue: SETTLEMENT,
    log,
    concurrency: CONCURRENCY,
    maxAttempts: 300, // one and a half to three days
    maxPauseMs: 15 * 60_000,
    ...options,
    async handle({ key, attempts }) {
      try {
        return await run(settlement, key);
      } catch (error) {
        const failed = withoutInternals(error);
        const failure = failureOf(failed);
        if (failure.kind === 'misconfigured' || attempts >= ALERT_AFTER_ATTEMPTS) await alertStaff(key, failure);
        throw failed;
      }
    },
    onGiveUp: ({ key }, failure) => alertStaff(key, failure),
  });
}

/** A fault of our code as staff reads it: its own message is for the log, and may name our tables. */
const ourFault = {
  kind: 'misconfigured',
  message: 'A fault on our side holds this payment up; the log says what.',
} as const;

function withoutInternals(error: unknown): unknown {
  const isOurs = !(error instanceof FailureError) && failureOf(error).kind === 'misconfigured';
  return isOurs ? new FailureError(ourFault, error) : error;
}

async function run(settlement: Settlement, id: string): Promise<JobResult> {
  const { database, sql } = settlement;
  const found = await findPayment(sql, { id });
  if (!found) return 'finished';
  const payment = await settleAndRetrieve(settlement, found);
  if (payment.attention?.code === 'not_settled') await saveAttention(database, id, undefined);
  const runAgainAfterMs = nextRetrievalAfterMs(payment, Date.now());
  return runAgainAfterMs === undefined ? 'finished' : { runAgainAfterMs };
}
