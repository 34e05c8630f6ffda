import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { paymentsEvents } from '../../generated/payments/events.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { refundFailure } from './attention.ts';
import type { PaymentEvent } from './payment.ts';
import type { ProviderDispute } from './provider.ts';
import { refundParts } from './refund-parts.ts';
import type { StoredPayment, Tx } from './stored-payment.ts';

type About = Pick<StoredPayment, 'id' | 'orderId' | 'amount' | 'currency' | 'card'>;

/** Events of a payment for the outbox. Refunds must be recorded before: events have our ids of them. */
export async function eventRecords(
  tx: Pick<SqlClient, '$queryRawUnsafe'>,
  payment: About,
  events: readonly PaymentEvent[],
): Promise<EventRecord[]> {
  const records: EventRecord[] = [];
  for (const event of events) records.push(await recordOf(tx, payment, event));
  return records;
}

/** Publishes the state of a dispute. */
export async function publishDispute(tx: Tx, payment: About, dispute: ProviderDispute): Promise<void> {
  const { id: disputeId, reason, status, state, amount } = dispute;
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
      state,
      at,
    }),
  );
}

async function recordOf(
  tx: Pick<SqlClient, '$queryRawUnsafe'>,
  payment: About,
  event: PaymentEvent,
): Promise<EventRecord> {
  const { id: paymentId, orderId, currency } = payment;
  const at = new Date().toISOString();
  const money = (amount: number) => ({ amount, currency });
  const about = { paymentId, orderId, amount: money(payment.amount) };
  switch (event.type) {
    case 'PaymentAuthorized':
      return paymentsEvents.PaymentAuthorized(orderId, {
        ...about,
        ...(payment.card === undefined ? {} : { cardLast4: payment.card.last4 }),
        authorizedAt: at,
      });
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
      const [row] = await tx.$queryRawUnsafe<{ id: string; reason: string; parts: unknown }[]>(
        'SELECT id::text, reason, parts FROM refunds WHERE reference = $1',
        refund.reference,
      );
      if (!row) throw new Error(`Refund ${refund.reference} is published before it is recorded`);
      const of = { ...about, amount: money(refund.amount), refundId: row.id, refundedTotal: money(refundedTotal) };
      if (event.type === 'RefundIssued')
        return paymentsEvents.RefundIssued(orderId, {
          ...of,
          ...publishedParts(row.parts, currency),
          whole: event.whole,
          reason: row.reason,
          issuedAt: at,
        });
      const code = refund.failureCode ?? 'unknown';
      return paymentsEvents.RefundFailed(orderId, { ...of, code, message: refundFailure(code), failedAt: at });
    }
  }
}

/** The lines and shipping of a refund, in the terms of its event. */
function publishedParts(stored: unknown, currency: string) {
  if (stored === null) return {};
  const { lines, shipping, ...rest } = refundParts.parse(stored);
  return {
    ...(lines.length > 0 ? { lines } : {}),
    ...(shipping > 0 ? { shipping: { amount: shipping, currency } } : {}),
    ...rest,
  };
}
