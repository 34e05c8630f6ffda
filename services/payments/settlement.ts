import type { SqlClient } from '../platform/data/database.ts';
import { FailureError } from '../platform/failure.ts';
import { nextStep, refundableAmount, type Step } from './payment.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import type { PaymentProvider, ProviderPayment } from './provider.ts';
import { abandonPayment, findPayment, lockPayment, saveAttention, storeProviderRequest } from './store.ts';
import { addRefund, failRefund } from './store-refunds.ts';
import { recordProviderState } from './store-states.ts';
import type { StoredPayment } from './stored-payment.ts';
import { isRemainder } from './stored-payment.ts';

export interface Settlement {
  database: PrismaClient;
  /** Single statements on the same database, for the hot paths. */
  sql: SqlClient;
  provider: PaymentProvider;
}

/** An upper bound of the steps of a payment: creating, cancelling, refunding. */
const MAX_STEPS = 6;

function referenceOf({ id, reference }: StoredPayment): string {
  if (reference === undefined) throw new Error(`Payment ${id} has no provider reference`);
  return reference;
}

/**
 * Creates a payment at the provider, or retrieves the result of an earlier request, and records it. A refusal is
 * recorded as a failed payment. Throws FailureError for every other failure.
 */
export async function createPayment(settlement: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  const { database, provider } = settlement;
  const { id, orderId, request } = payment;
  if (!request) throw new Error(`Payment ${id} was never requested`);
  const built = () => provider.buildRequest({ paymentId: id, orderId, request }, new Date());
  const sent = payment.providerRequest ?? (await storeProviderRequest(database, id, built()));
  return recordProviderState(settlement, payment, await orDeclined(provider.createPayment(id, sent)));
}

async function orDeclined(created: Promise<ProviderPayment>): Promise<ProviderPayment> {
  try {
    return await created;
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind !== 'refused') throw error;
    return {
      reference: undefined,
      intent: undefined,
      status: 'declined',
      captured: 0,
      refunds: [],
      disputes: [],
      redirectUrl: undefined,
      declineCode: error.failure.code,
      card: undefined,
    };
  }
}

/** Retrieves the state of a payment at the provider and records it. Throws FailureError. */
export async function refresh(settlement: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  const disputes = payment.status === 'captured' || payment.status === 'refunded';
  return recordProviderState(
    settlement,
    payment,
    await settlement.provider.retrieve(referenceOf(payment), { disputes }),
  );
}

/** Submits every refund that the provider does not have yet. A refused one has failed. */
async function submitRefunds(settlement: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  const { database, provider } = settlement;
  let latest = payment;
  const waiting = payment.refunds.filter(refund => refund.status === 'pending' && refund.reference === undefined);
  for (const { id, amount, reason } of waiting) {
    try {
      const state = await provider.refund(referenceOf(payment), { id, amount, reason });
      latest = await recordProviderState(settlement, payment, state);
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.kind !== 'refused') throw error;
      await failRefund(database, id, error.failure);
      latest = await refresh(settlement, payment); // as a rule it was refunded elsewhere
    }
  }
  return latest;
}

/** Records a refund of a captured payment's remainder, with a new cause for each request of staff. */
export async function recordRemainderRefund({ database }: Settlement, id: string): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const payment = await lockPayment(tx, id);
    const amount = refundableAmount(payment, payment.refunds);
    const before = payment.refunds.filter(isRemainder).length;
    const cause = before === 0 ? 'cancelled' : `cancelled:${before}`;
    if (amount > 0) await addRefund(tx, id, { cause, amount, reason: 'The order was cancelled.' });
    return lockPayment(tx, id);
  });
}

async function refundRemainder(settlement: Settlement, id: string): Promise<StoredPayment> {
  const payment = await submitRefunds(settlement, await recordRemainderRefund(settlement, id));
  const failure = payment.refunds.findLast(isRemainder)?.failure;
  if (payment.status === 'captured' && failure) {
    const message = `The order was cancelled, and its refund was refused: ${failure.message}`;
    await saveAttention(settlement.database, id, { code: 'refund_failed', message });
    throw new FailureError({ kind: 'refused', ...failure });
  }
  return payment;
}

async function runStep(step: Step, settlement: Settlement, payment: StoredPayment): Promise<StoredPayment> {
  const { database, provider } = settlement;
  const { id } = payment;
  switch (step) {
    case 'create':
      return createPayment(settlement, payment);
    case 'retrieve':
      return refresh(settlement, payment);
    case 'abandon':
      return abandonPayment(database, id);
    case 'close':
      return recordProviderState(settlement, payment, await provider.close(referenceOf(payment)));
    case 'cancel_authorization':
      return recordProviderState(settlement, payment, await provider.cancelAuthorization(referenceOf(payment)));
    case 'capture':
      return recordProviderState(settlement, payment, await provider.capture(referenceOf(payment), payment.intent));
    case 'refund':
      return refundRemainder(settlement, id);
    case 'nothing':
      return payment;
  }
}

/**
 * Takes the steps of a payment until none is left, or the provider has to decide first. Every step may be repeated, so
 * a crash between any two of them is repaired by the next call. Throws FailureError.
 */
export async function settle(settlement: Settlement, id: string): Promise<StoredPayment> {
  const found = await findPayment(settlement.sql, { id });
  if (!found) throw new Error(`There is no payment ${id}`);
  return runSteps(settlement, await submitRefunds(settlement, found));
}

/**
 * Settles a payment, and retrieves its state if no step does. The provider gets one such request: its response to a
 * step is the payment's state.
 */
export async function settleAndRetrieve(settlement: Settlement, found: StoredPayment): Promise<StoredPayment> {
  const retrieving: readonly Step[] = ['create', 'retrieve', 'close', 'cancel_authorization', 'capture'];
  const willRetrieve = found.reference === undefined || retrieving.includes(nextStep(found, new Date()));
  const known = willRetrieve ? found : await refresh(settlement, found);
  return runSteps(settlement, await submitRefunds(settlement, known));
}

async function runSteps(settlement: Settlement, known: StoredPayment): Promise<StoredPayment> {
  let payment = known;
  let last: Step | undefined;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const step = nextStep(payment, new Date());
    if (step === 'nothing' || (step === 'retrieve' && steps > 0)) break;
    if (step === last)
      throw new FailureError({ kind: 'temporary', message: `The payment is still ${payment.status} after ${step}.` });
    payment = await runStep(step, settlement, payment);
    last = step;
  }
  return payment;
}
