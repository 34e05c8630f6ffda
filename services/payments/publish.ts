import { paymentsEvents } from '../../generated/payments/events.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { refundFailure } from './attention.ts';
import type { PaymentEvent } from './payment.ts';
import type { ProviderDispute } from './provider.ts';
import type { StoredPayment, Tx } from './stored-payment.ts';

type About = Pick<StoredPayment, 'id' | 'orderId' | 'amount' | 'currency'>;

/** Publishes what happened to a payment, in the transaction that records it. */
export async function publishEvents(tx: Tx, payment: About, events: readonly PaymentEvent[]): Promise<void> {
  for (const event of events) await addToOutbox(tx, await recordOf(tx, payment, event));
}

/** Publishes how a dispute stands. */
export async function publishDispute(tx: Tx, payment: About, dispute: ProviderDispute): Promise<void> {
  const { id: disputeId, reason, status, amount } = dispute;
  const { id: paymentId, orderId, currency } = payment;
  const at = new Date().toISOString();
  await addToOutbox(
    tx,
    paymentsEvents.PaymentDisputed(orderId, {
      paymentId,
      orderId,
      amount: { amount, currency },
      disputeId,
      reason,
      status,
      at,
    }),
  );
}

async function recordOf(tx: Tx, payment: About, event: PaymentEvent) {
  const { id: paymentId, orderId, currency } = payment;
  const at = new Date().toISOString();
  const money = (amount: number) => ({ amount, currency });
  const about = { paymentId, orderId, amount: money(payment.amount) };
  switch (event.type) {
    case 'PaymentAuthorized':
      return paymentsEvents.PaymentAuthorized(orderId, { ...about, authorizedAt: at });
    case 'PaymentFailed': {
      const decline = event.declineCode === undefined ? {} : { declineCode: event.declineCode };
      return paymentsEvents.PaymentFailed(orderId, { ...about, reason: event.reason, ...decline, failedAt: at });
    }
    case 'PaymentCaptured':
      return paymentsEvents.PaymentCaptured(orderId, { ...about, amount: money(event.amount), capturedAt: at });
    case 'PaymentCancelled':
      return paymentsEvents.PaymentCancelled(orderId, { ...about, reason: event.reason, cancelledAt: at });
    case 'RefundIssued':
    case 'RefundFailed': {
      const { refund, refundedTotal } = event;
      const row = await tx.refund.findUniqueOrThrow({
        where: { reference: refund.reference },
        select: { id: true, reason: true },
      });
      const of = { ...about, amount: money(refund.amount), refundId: row.id, refundedTotal: money(refundedTotal) };
      if (event.type === 'RefundIssued')
        return paymentsEvents.RefundIssued(orderId, { ...of, whole: event.whole, reason: row.reason, issuedAt: at });
      const code = refund.failureCode ?? 'unknown';
      return paymentsEvents.RefundFailed(orderId, { ...of, code, message: refundFailure(code), failedAt: at });
    }
  }
}
