import { createJobWorker, type JobResult, type JobWorkerOptions } from '../platform/data/job-worker.ts';
import { type Failure, failureOf } from '../platform/failure.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers.ts';
import { type Settlement, settleAndLook } from './settlement.ts';
import { SETTLEMENT } from './settlement-jobs.ts';
import { findPayment, saveAttention } from './store.ts';
import type { StoredPayment } from './stored-payment.ts';

/** Webhooks may be lost: how often an open payment is looked at without one, ms. */
const OPEN_MS = 2 * 60_000;
/** How often an authorization is looked at that waits for its capture: it may have lapsed, ms. */
const AUTHORIZED_MS = 6 * 60 * 60_000;
/** How often a refund is looked at that the bank has not decided on, ms. */
const REFUND_MS = 60 * 60_000;
/** Payments that are settled at once: each waits for the provider most of its time. */
const CONCURRENCY = 48;
/** Attempts before staff is told: some ten minutes. */
const TELL_AFTER = 10;

/** When to look at a settled payment again, ms from now; undefined where nothing can happen without a webhook. */
export function nextLook({ status, expiresAt, refunds }: StoredPayment, now: number): number | undefined {
  if (status === 'pending' || status === 'requires_action')
    return Math.min(OPEN_MS, Math.max((expiresAt?.getTime() ?? now) - now, 1_000));
  if (status === 'authorized') return AUTHORIZED_MS;
  return refunds.some(refund => refund.status === 'pending') ? REFUND_MS : undefined;
}

/**
 * Settles payments one by one: each webhook, event and decision of staff makes a job of its payment, and one that waits
 * is looked at again from time to time. What cannot be settled is told to staff; the other payments do not notice.
 */
export function settlementWorker(
  settlement: Settlement,
  log: Log,
  options: Pick<JobWorkerOptions, 'listener' | 'pollMs' | 'firstPauseMs' | 'maxPauseMs'> = {},
): Worker {
  const { database, sql } = settlement;
  const tell = async (id: string, { message }: Failure) => {
    const payment = await findPayment(sql, { id });
    if (payment && payment.attention?.code !== 'refund_failed')
      await saveAttention(database, id, { code: 'not_settled', message: `The payment provider: ${message}` });
  };
  return createJobWorker({
    database: sql,
    queue: SETTLEMENT,
    log,
    concurrency: CONCURRENCY,
    maxAttempts: 300, // about three days
    maxPauseMs: 15 * 60_000,
    ...options,
    async handle({ key, attempts }) {
      try {
        return await run(settlement, key);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'misconfigured' || attempts >= TELL_AFTER) await tell(key, failure);
        throw error;
      }
    },
    onGiveUp: ({ key }, failure) => tell(key, failure),
  });
}

async function run(settlement: Settlement, id: string): Promise<JobResult> {
  const { database, sql } = settlement;
  const found = await findPayment(sql, { id });
  if (!found) return 'finished';
  const payment = await settleAndLook(settlement, found);
  if (payment.attention?.code === 'not_settled') await saveAttention(database, id, undefined);
  const runAgainAfterMs = nextLook(payment, Date.now());
  return runAgainAfterMs === undefined ? 'finished' : { runAgainAfterMs };
}
