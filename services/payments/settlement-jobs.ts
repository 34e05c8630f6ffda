import type { SqlClient } from '../platform/data/database.ts';
import { enqueueJob } from '../platform/data/jobs.ts';

/** The jobs of this queue settle payments; their keys are payment ids. */
export const SETTLEMENT = 'settlement';

/** Delay in which a webhook, or a running request, can report the result of a payment, ms. */
const WEBHOOK_MS = 2 * 60_000;
const REQUEST_MS = 30_000;

const delays = { now: 0, 'after the request': REQUEST_MS, 'after the webhook': WEBHOOK_MS } as const;

/** The time of a job. */
export const settlementTime = (when: keyof typeof delays): Date => new Date(Date.now() + delays[when]);

/**
 * Enqueues the settlement of a payment, in the transaction that requires it. `after the request`: the request settles;
 * the job runs only if the request died.
 */
export async function scheduleSettlement(
  tx: Pick<SqlClient, '$executeRawUnsafe'>,
  paymentId: string,
  when: keyof typeof delays = 'now',
): Promise<void> {
  const time = when === 'now' ? {} : { runAt: settlementTime(when) };
  await enqueueJob(tx, { queue: SETTLEMENT, key: paymentId, payload: {}, ...time });
}
