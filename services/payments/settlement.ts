import type { Log } from '../platform/observability/log.ts';
import { nextStep, refundableAmount } from './payment.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import type { PaymentProvider, ProviderPayment } from './provider.ts';
import {
  abandonPayment,
  addRefund,
  closeWebhook,
  findPayment,
  listOpen,
  listStale,
  listWebhooks,
  lockPayment,
  recordProviderState,
  type StoredPayment,
} from './store.ts';

export interface Settlement {
  database: PrismaClient;
  provider: PaymentProvider;
}

/** More steps than any payment needs: asking, letting go, giving back. */
const MOST_STEPS = 6;
const BATCH = 50;
/** How long an open payment may be silent before the provider is asked, ms. */
const STALE_MS = 2 * 60_000;

function referenceOf({ id, reference }: StoredPayment): string {
  if (reference === undefined) throw new Error(`The provider's name of payment ${id} is not known`);
  return reference;
}

async function createAtProvider({ provider }: Settlement, payment: StoredPayment): Promise<ProviderPayment> {
  const { id, orderId, request } = payment;
  if (!request) throw new Error(`Payment ${id} was never asked for`);
  return provider.createPayment({ paymentId: id, orderId, request });
}

/** Asks the provider for a payment, or what came of it when it was asked before, and learns the answer. */
export async function createPayment(settlement: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  return recordProviderState(settlement.database, payment.id, await createAtProvider(settlement, payment));
}

/** Asks the provider how a payment stands and learns the answer. */
export async function refresh(settlement: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  const { database, provider } = settlement;
  return recordProviderState(database, payment.id, await provider.retrieve(referenceOf(payment)));
}

/** Asks the provider for every refund that was decided but is not known to be given. */
async function submitRefunds({ database, provider }: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  let latest = payment;
  for (const { id, amount, reason } of payment.refunds.filter(refund => refund.reference === undefined)) {
    latest = await recordProviderState(
      database,
      payment.id,
      await provider.refund(referenceOf(payment), { id, amount, reason }),
    );
  }
  return latest;
}

/** Decides to give back whatever is left of a captured payment. */
async function refundRemainder({ database }: Settlement, id: string): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const payment = await lockPayment(tx, id);
    const amount = refundableAmount(
      payment,
      payment.refunds.map(refund => ({ amount: refund.amount, given: refund.reference !== undefined })),
    );
    if (amount > 0) await addRefund(tx, id, { cause: 'cancelled', amount, reason: 'The order was cancelled.' });
    return lockPayment(tx, id);
  });
}

/**
 * Does what is left to do for a payment until nothing is. Every step may be repeated, so a crash between any two of
 * them is mended by calling it again. Throws ProblemError 503 while the provider is down.
 */
export async function settle(settlement: Settlement, id: string): Promise<StoredPayment> {
  const { database, provider } = settlement;
  let payment = await findPayment(database, { id });
  if (!payment) throw new Error(`There is no payment ${id}`);
  payment = await submitRefunds(settlement, payment);
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = nextStep(payment, new Date());
    if (step === 'nothing' || (step === 'retrieve' && steps > 0)) return payment;
    if (step === 'create') payment = await createPayment(settlement, payment);
    else if (step === 'retrieve') payment = await refresh(settlement, payment);
    else if (step === 'abandon') payment = await abandonPayment(database, id);
    else if (step === 'cancel_authorization')
      payment = await recordProviderState(database, id, await provider.cancelAuthorization(referenceOf(payment)));
    else if (step === 'capture')
      payment = await recordProviderState(database, id, await provider.capture(referenceOf(payment)));
    else {
      const decided = await refundRemainder(settlement, id);
      payment = await submitRefunds(settlement, decided);
    }
  }
  return payment;
}

async function settleAll(settlement: Settlement, ids: readonly string[], log: Log, signal: AbortSignal): Promise<void> {
  for (const id of ids) {
    if (signal.aborted) return;
    await settle(settlement, id).catch(error =>
      log.warn({ error, paymentId: id }, 'a payment could not be settled; it is tried again'),
    );
  }
}

/** Works on what is open: cancelled and shipped orders, refunds that were decided, requests that expired. */
export async function settleOpen(settlement: Settlement, log: Log, signal: AbortSignal): Promise<void> {
  await settleAll(settlement, await listOpen(settlement.database, BATCH), log, signal);
}

/**
 * The reconciler: asks the provider about open payments of which nothing was heard, so that a lost webhook is mended.
 */
export async function reconcile(
  settlement: Settlement,
  log: Log,
  signal: AbortSignal,
  silentMs = STALE_MS,
): Promise<void> {
  await settleAll(
    settlement,
    await listStale(settlement.database, new Date(Date.now() - silentMs), BATCH),
    log,
    signal,
  );
}

/** Works on the provider's events in the order in which they came: each says which payment to look at. */
export async function processWebhooks(settlement: Settlement, log: Log, signal: AbortSignal): Promise<void> {
  const { database } = settlement;
  for (const { id, paymentId } of await listWebhooks(database, BATCH)) {
    if (signal.aborted) return;
    const payment = paymentId === undefined ? undefined : await findPayment(database, { id: paymentId });
    if (payment?.reference !== undefined) {
      await refresh(settlement, payment);
      await settle(settlement, payment.id);
    } else if (payment) await settle(settlement, payment.id);
    else log.info({ webhook: id }, 'an event of the provider about no payment of ours');
    await closeWebhook(database, id);
  }
}
