import { z } from 'zod';
import { paymentsEvents } from '../../generated/payments/events.ts';
import type { PaymentsHandlers } from '../../generated/payments/server.ts';
import type { CapturePaymentResponse, RefundPaymentResponse } from '../../generated/payments/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import type { Failure } from '../platform/failure.ts';
import { changeMade } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { cursorMoment } from '../platform/moment.ts';
import { asPayment } from './body.ts';
import type { ReadOrder } from './order-reader.ts';
import { refundableAmount } from './payment.ts';
import { asUnavailable, attempt, freshen } from './provider-requests.ts';
import { isByLine, partsOf } from './refund-parts.ts';
import { decideRefund, refundRefused } from './refund-requests.ts';
import { createPayment, recordRemainderRefund, type Settlement, settle } from './settlement.ts';
import { scheduleSettlement } from './settlement-jobs.ts';
import {
  findPayment,
  listPayments,
  lockPayment,
  openPayment,
  requestCancellation,
  requestFingerprint,
  saveAttention,
} from './store.ts';
import { addRefund } from './store-refunds.ts';
import { createEventReceiver } from './store-webhooks.ts';
import type { StoredPayment, Tx } from './stored-payment.ts';

export type PaymentsContext = RequestContext<Tx>;

const cursorSchema = z.object({ createdAt: cursorMoment, id: z.uuid() });

interface StaffChange {
  action: 'captured' | 'refunded' | 'refund_refused' | 'retried' | 'dismissed';
  reason?: string;
  before: object;
  after: object;
}

/** Publishes a decision of staff, in the transaction that records it. */
async function publishChange(
  tx: Tx,
  context: PaymentsContext,
  { id: resourceId, orderId, request }: StoredPayment,
  change: StaffChange,
): Promise<void> {
  const about = {
    resource: 'payments',
    resourceId,
    label: request?.orderNumber ?? orderId,
    parent: { resource: 'orders', resourceId: orderId },
  };
  await addToOutbox(tx, paymentsEvents.ChangeMade(resourceId, changeMade(context, { ...about, ...change })));
}

/**
 * Messages for shoppers (https://docs.stripe.com/declines/codes lists the reasons that may be shown; stolen and lost
 * cards are just declined).
 */
const reasons: Record<string, string> = {
  insufficient_funds: 'The card has too little money left.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code is wrong.',
  unknown_payment_method: 'The payment method is not known.',
  processing_error: 'The card could not be charged just now; try again.',
  email_invalid: 'The payment provider does not take this e-mail address.',
  amount_too_small: 'This is less than one payment can be.',
  amount_too_large: 'This is more than one payment can take.',
};

function declined(payment: StoredPayment) {
  const declineCode = payment.declineCode ?? 'card_declined';
  const detail = reasons[declineCode] ?? 'The card was declined.';
  return refusal(402, detail, { title: 'Payment declined', code: 'payment_declined', declineCode });
}

const unknown = refusal(404, 'There is no such payment.');

/** Handlers of contracts/openapi/payments.yaml, one for each operation. */
export function paymentsHandlers(settlement: Settlement, readOrder: ReadOrder): PaymentsHandlers<PaymentsContext> {
  const { database, sql, provider } = settlement;
  const receiveEvent = createEventReceiver(sql);

  /** Settles for a few seconds; returns the payment as it is then, and the failure if it is not settled. */
  async function settleNow(id: string): Promise<{ payment: StoredPayment; failure: Failure | undefined }> {
    const settled = await attempt(() => settle(settlement, id));
    if ('value' in settled) return { payment: settled.value, failure: undefined };
    const payment = await findPayment(sql, { id });
    if (!payment) throw new Error('A payment is never deleted');
    return { payment, failure: settled.failure };
  }

  return {
    async receiveStripeWebhook({ headers, body }) {
      const event = provider.readEvent(body, headers['stripe-signature']);
      if (!event) return refusal(400, 'The signature does not fit the body.', { code: 'bad_signature' });
      if (event !== 'unknown') await receiveEvent(event);
      return { status: 200, body: { received: true } };
    },

    async requestPayment({ path: { orderId }, body }) {
      if (body.amount.amount < 0) return refusal(422, 'The amount of a payment is not negative.');
      let payment = await openPayment(sql, provider, orderId, body);
      if (payment.fingerprint !== undefined && payment.fingerprint !== requestFingerprint(body)) {
        const detail = 'The payment of this order was requested with another amount or card.';
        return refusal(422, detail, { code: 'other_request' });
      }
      if (payment.status === 'pending' && !payment.hasReference) {
        const open = payment;
        const run = () => (open.cancelRequested ? settle(settlement, open.id) : createPayment(settlement, open));
        payment = await run().catch(asUnavailable);
      }
      return payment.status === 'declined' ? declined(payment) : { status: 200, body: asPayment(payment) };
    },

    async getPaymentOfOrder({ path: { orderId }, query }) {
      const payment = await findPayment(sql, { orderId });
      if (!payment) return unknown;
      return { status: 200, body: asPayment(query.fresh ? await freshen(settlement, payment) : payment) };
    },

    async cancelPayment({ path: { orderId } }) {
      await database.$transaction(tx => requestCancellation(tx, provider.name, orderId));
      const payment = await findPayment(sql, { orderId });
      if (!payment) throw new Error('A payment is never deleted');
      // The request is recorded: a job completes it even if the provider does not answer now.
      return { status: 200, body: asPayment((await settleNow(payment.id)).payment) };
    },

    async listPayments({ query }) {
      const { limit, cursor, ...filter } = query;
      const before = cursor === undefined ? {} : { before: decodeCursor(cursorSchema, cursor) };
      const rows = await listPayments(database, { ...filter, ...before, take: limit + 1 });
      const page = pageOf(rows, limit, ({ createdAt, id }) => ({ createdAt, id }));
      return { status: 200, body: { ...page, items: page.items.map(asPayment) } };
    },

    async capturePayment({ path: { paymentId } }, context): Promise<CapturePaymentResponse> {
      const early = await database.$transaction(async (tx): Promise<CapturePaymentResponse | undefined> => {
        if (!(await findPayment(tx, { id: paymentId }))) return unknown;
        const payment = await lockPayment(tx, paymentId);
        const { status, amount, captured, currency } = payment;
        if (status === 'captured') return { status: 200, body: asPayment(payment) };
        if (status !== 'authorized' || payment.cancelRequested)
          return refusal(409, `The payment is ${status}.`, { code: 'not_capturable' });
        await scheduleSettlement(tx, paymentId, 'after the request');
        if (payment.captureRequested) return undefined;
        await tx.payment.update({ where: { id: paymentId }, data: { captureRequested: true }, select: { id: true } });
        await publishChange(tx, context, payment, {
          action: 'captured',
          before: { captured: { amount: captured, currency } },
          after: { captured: { amount, currency } },
        });
        return undefined;
      });
      if (early) return early;
      const { payment, failure } = await settleNow(paymentId);
      if (payment.status === 'captured' || payment.status === 'refunded')
        return { status: 200, body: asPayment(payment) };
      if (failure === undefined) return refusal(409, `The payment is ${payment.status}.`, { code: 'not_capturable' });
      if (failure.kind !== 'refused') return { status: 202, body: asPayment(payment) };
      const detail = `The payment provider refused the capture: ${failure.message}`;
      return refusal(409, detail, { code: 'capture_refused', failure });
    },

    async refundPayment({ path: { paymentId }, body, headers }, context): Promise<RefundPaymentResponse> {
      const cause = `request:${headers['idempotency-key']}`;
      const known = await findPayment(sql, { id: paymentId });
      if (!known) return unknown;
      // The refundable amount excludes refunds that were just made in the provider's dashboard.
      if (known.status === 'captured') await freshen(settlement, known, 0);
      const order = isByLine(body) ? await readOrder(known.orderId) : undefined;
      const refused = await database.$transaction(async tx => {
        const payment = await lockPayment(tx, paymentId);
        if (payment.refunds.some(refund => refund.cause === cause)) return undefined;
        const decision = decideRefund(payment, body, order);
        if ('refused' in decision) return decision.refused;
        await addRefund(tx, paymentId, { cause, amount: decision.amount, reason: body.reason, parts: partsOf(body) });
        await scheduleSettlement(tx, paymentId, 'after the request');
        const { captured, currency } = payment;
        const before = captured - refundableAmount(payment, payment.refunds);
        await publishChange(tx, context, payment, {
          action: 'refunded',
          before: { refunded: { amount: before, currency } },
          after: { refunded: { amount: before + decision.amount, currency } },
          reason: body.reason,
        });
        return undefined;
      });
      if (refused) return refused;
      const { payment, failure: pending } = await settleNow(paymentId);
      const refund = payment.refunds.find(one => one.cause === cause);
      if (refund?.failure) {
        const { failure, amount } = refund;
        const of = (value: number) => ({ refunded: { amount: value, currency: payment.currency } });
        await publishChange(database, context, payment, {
          action: 'refund_refused',
          before: of(payment.refunded + amount),
          after: of(payment.refunded),
          reason: failure.message,
        });
        return refundRefused(payment, failure);
      }
      return { status: pending === undefined ? 201 : 202, body: asPayment(payment) };
    },

    async resolvePayment({ path: { paymentId }, body }, context) {
      const payment = await findPayment(sql, { id: paymentId });
      if (!payment) return unknown;
      const retry = body.action === 'retry';
      const before = { attention: payment.attention?.code ?? null };
      await database.$transaction(async tx => {
        await saveAttention(tx, paymentId, undefined);
        await scheduleSettlement(tx, paymentId, 'after the request');
        const action = retry ? 'retried' : 'dismissed';
        await publishChange(tx, context, payment, { action, before, after: { attention: null } });
      });
      if (!retry) return { status: 200, body: asPayment({ ...payment, attention: undefined }) };
      if (payment.status === 'captured' && payment.cancelRequested) await recordRemainderRefund(settlement, paymentId);
      return { status: 200, body: asPayment((await settleNow(paymentId)).payment) };
    },
  };
}
