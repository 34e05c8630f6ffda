import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { counter } from '../platform/observability/metrics.ts';
import { periodicWorker, type Worker } from '../platform/workers/periodic-worker.ts';
import { assess, type Correction, type Observed } from './reconciliation.ts';
import { type Database, findUnreconciled, scheduleCheck } from './store.ts';
import type { Checkout } from './stored-checkout.ts';
import type { Upstreams } from './workflow.ts';

const EVERY_MS = 15_000;
const BATCH = 50;
const RECHECK_MS = 2 * 60_000;

const discrepancies = counter(
  'checkout_faults_total',
  'Finished checkouts on whose order, payment and stock the services did not agree.',
  ['fault'],
);

export interface ReconcilerOptions {
  database: Database;
  upstreams: Upstreams;
  log: Log;
}

async function observe({ orders, payments, inventory }: Upstreams, orderId: string) {
  const [order, payment, reservation] = await Promise.all([
    orders.getOrderForService({ path: { orderId } }),
    payments.getPaymentOfOrder({ path: { orderId } }),
    inventory.getReservation({ path: { reservationId: orderId } }),
  ]);
  for (const { status } of [order, payment, reservation])
    if (status !== 200 && status !== 404) throw new Error(`answered ${status}`);
  return {
    order: order.status === 200 ? order.body.status : ('none' as const),
    payment: payment.status === 200 ? payment.body.status : ('none' as const),
    reservation: reservation.status === 200 ? reservation.body.status : ('none' as const),
  };
}

async function correct(
  { orders, payments, inventory }: Upstreams,
  orderId: string,
  correction: Correction,
): Promise<{ status: number }> {
  if (correction === 'abandonOrder')
    return orders.abandonOrder({ path: { orderId }, body: { reason: 'payment_missing' } });
  return correction === 'cancelPayment'
    ? payments.cancelPayment({ path: { orderId } })
    : inventory.releaseReservation({ path: { reservationId: orderId } });
}

async function reconcile(options: ReconcilerOptions, checkout: Checkout, finishedAt: Date): Promise<void> {
  const { database, upstreams, log } = options;
  const { id, orderId, state } = checkout;
  if (state.step !== 'finished') return;
  const now = Date.now();
  const sold = state.ending.as === 'authorized' || state.ending.as === 'awaiting_payment';
  const overdue = state.placed === undefined ? 0 : now - Date.parse(state.placed.reservedUntil);
  const observed: Observed = { ...(await observe(upstreams, orderId)), sold, age: now - finishedAt.getTime(), overdue };
  const verdict = assess(observed);
  if (verdict.kind === 'inconsistent') {
    discrepancies.inc({ fault: verdict.discrepancy });
    log.error(
      { checkoutId: id, orderId, fault: verdict.discrepancy, observed, corrections: verdict.corrections },
      'a checkout is not as it should be',
    );
    for (const how of verdict.corrections) {
      const { status } = await correct(upstreams, orderId, how);
      if (how === 'abandonOrder' && status === 409) break; // it was paid in the meantime: check again later
    }
  }
  await scheduleCheck(database, id, verdict.kind === 'consistent' ? undefined : RECHECK_MS);
}

/**
 * Compares order, payment and reservation of finished checkouts until they agree, and corrects what does not: nobody
 * stays charged without an order, no order stays open without a payment. If a service is down, the remaining checkouts
 * are checked in the next run.
 */
export async function reconcileAll(options: ReconcilerOptions, signal: AbortSignal): Promise<void> {
  for (const { checkout, finishedAt } of await findUnreconciled(options.database, BATCH)) {
    if (signal.aborted) return;
    try {
      await reconcile(options, checkout, finishedAt);
    } catch (error) {
      options.log.warn(
        { error, checkoutId: checkout.id, orderId: checkout.orderId },
        'a checkout could not be checked yet',
      );
      await scheduleCheck(options.database, checkout.id, RECHECK_MS);
    }
  }
}

/** A worker that finds and corrects inconsistent checkouts. */
export function reconciler(options: ReconcilerOptions & { locks: Locks }): Worker {
  return periodicWorker(EVERY_MS, 'reconcile-checkouts', signal => reconcileAll(options, signal), options);
}
