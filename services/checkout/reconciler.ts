import type { Locks } from '../platform/data/locks.ts';
import type { Log } from '../platform/observability/log.ts';
import { counter } from '../platform/observability/metrics.ts';
import { periodicWorker, type Worker } from '../platform/workers.ts';
import type { Shop } from './flow.ts';
import { judge, type Known, type Mend } from './mending.ts';
import { type Checkout, checkAgain, type Database, deleteOld, findUnsettled } from './store.ts';

const EVERY_MS = 15_000;
const BATCH = 50;
const AGAIN_MS = 2 * 60_000;
const KEEP_DAYS = 30;

const faults = counter(
  'checkout_faults_total',
  'Finished checkouts on whose order, payment and stock the services did not agree.',
  ['fault'],
);

export interface ReconcilerOptions {
  database: Database;
  shop: Shop;
  log: Log;
}

async function learn({ orders, payments, inventory }: Shop, orderId: string) {
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

async function mend({ orders, payments, inventory }: Shop, orderId: string, how: Mend): Promise<{ status: number }> {
  if (how === 'abandonOrder') return orders.abandonOrder({ path: { orderId }, body: { reason: 'payment_missing' } });
  return how === 'cancelPayment'
    ? payments.cancelPayment({ path: { orderId } })
    : inventory.releaseReservation({ path: { reservationId: orderId } });
}

async function reconcile(options: ReconcilerOptions, checkout: Checkout, finishedAt: Date): Promise<void> {
  const { database, shop, log } = options;
  const { id, orderId, state } = checkout;
  if (state.step !== 'finished') return;
  const now = Date.now();
  const sold = state.ending.as === 'authorized' || state.ending.as === 'awaiting_payment';
  const overdue = state.placed === undefined ? 0 : now - Date.parse(state.placed.heldUntil);
  const known: Known = { ...(await learn(shop, orderId)), sold, age: now - finishedAt.getTime(), overdue };
  const verdict = judge(known);
  if (verdict.is === 'wrong') {
    faults.inc({ fault: verdict.fault });
    log.error(
      { checkoutId: id, orderId, fault: verdict.fault, known, mends: verdict.mends },
      'a checkout is not as it should be',
    );
    for (const how of verdict.mends) {
      const { status } = await mend(shop, orderId, how);
      if (how === 'abandonOrder' && status === 409) break; // it was paid this very moment: look again later
    }
  }
  await checkAgain(database, id, verdict.is === 'settled' ? undefined : AGAIN_MS);
}

/**
 * Compares what orders, payments and inventory say about finished checkouts until they agree, and mends what does not:
 * nobody stays charged without an order, no order stays open without a payment. A service that is down leaves the rest
 * for the next turn.
 */
export async function reconcileAll(options: ReconcilerOptions, signal: AbortSignal): Promise<void> {
  for (const { checkout, finishedAt } of await findUnsettled(options.database, BATCH)) {
    if (signal.aborted) return;
    try {
      await reconcile(options, checkout, finishedAt);
    } catch (error) {
      options.log.warn(
        { error, checkoutId: checkout.id, orderId: checkout.orderId },
        'a checkout could not be checked yet',
      );
      await checkAgain(options.database, checkout.id, AGAIN_MS);
    }
  }
  await deleteOld(options.database, KEEP_DAYS);
}

/** A worker that finds and mends what should never be. */
export function reconciler(options: ReconcilerOptions & { locks: Locks }): Worker {
  return periodicWorker(EVERY_MS, 'reconcile-checkouts', signal => reconcileAll(options, signal), options);
}
