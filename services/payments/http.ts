import { z } from 'zod';
import { paymentsEvents } from '../../generated/payments/events.ts';
import type { PaymentsHandlers } from '../../generated/payments/server.ts';
import type {
  CapturePaymentResponse,
  Payment as PaymentBody,
  Refund,
  RefundPaymentResponse,
} from '../../generated/payments/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { changeMade } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { refundableAmount } from './payment.ts';
import { createPayment, type Settlement, settle } from './settlement.ts';
import {
  addRefund,
  addWebhook,
  findPayment,
  fingerprintOf,
  hasRefund,
  listPayments,
  lockPayment,
  openPayment,
  requestCancellation,
  type StoredPayment,
  type Tx,
} from './store.ts';

export type PaymentsContext = RequestContext<Tx>;

const cursorSchema = z.object({ createdAt: z.iso.datetime().transform(text => new Date(text)), id: z.uuid() });

function asPayment(payment: StoredPayment): PaymentBody {
  const { id, orderId, status, currency, provider, reference, redirectUrl, declineCode, card, request } = payment;
  const money = (amount: number) => ({ amount, currency });
  const open = status === 'pending' || status === 'requires_action';
  return {
    ...{ id, orderId, status, provider, createdAt: payment.createdAt.toISOString() },
    ...(request?.orderNumber === undefined ? {} : { orderNumber: request.orderNumber }),
    ...{ amount: money(payment.amount), captured: money(payment.captured), refunded: money(payment.refunded) },
    ...(reference === undefined ? {} : { providerReference: reference }),
    ...(open && redirectUrl !== undefined ? { redirectUrl } : {}),
    ...(declineCode === undefined ? {} : { declineCode }),
    ...(card === undefined ? {} : { card }),
    ...(payment.refunds.length === 0 ? {} : { refunds: payment.refunds.map(refund => asRefund(refund, currency)) }),
  };
}

function asRefund(
  { id, amount, reason, reference, createdAt }: StoredPayment['refunds'][number],
  currency: string,
): Refund {
  return {
    id,
    amount: { amount, currency },
    reason,
    given: reference !== undefined,
    createdAt: createdAt.toISOString(),
  };
}

interface StaffChange {
  action: 'captured' | 'refunded';
  reason?: string;
  /** The field that changes, before and after; minor units. */
  field: 'captured' | 'refunded';
  amounts: [before: number, after: number];
}

/**
 * Tells of what staff decided, in the transaction that notes it; the provider is asked afterwards, however often that
 * takes.
 */
async function publishChange(
  tx: Tx,
  context: PaymentsContext,
  payment: StoredPayment,
  told: StaffChange,
): Promise<void> {
  const { id: resourceId, orderId, currency, request } = payment;
  const [before, after] = told.amounts.map(amount => ({ [told.field]: { amount, currency } }));
  const about = {
    resource: 'payments',
    resourceId,
    label: request?.orderNumber ?? orderId,
    parent: { resource: 'orders', resourceId: orderId },
  };
  const why = told.reason === undefined ? {} : { reason: told.reason };
  await addToOutbox(
    tx,
    paymentsEvents.ChangeMade(
      resourceId,
      changeMade(context, { ...about, action: told.action, before, after, ...why }),
    ),
  );
}

/**
 * What a shopper reads (https://docs.stripe.com/declines/codes says which reasons may be told; stolen and lost cards
 * are just declined).
 */
const reasons: Record<string, string> = {
  insufficient_funds: 'The card has too little money left.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code is wrong.',
  unknown_payment_method: 'The payment method is not known.',
  processing_error: 'The card could not be charged just now; try again.',
};

function declined(payment: StoredPayment) {
  const declineCode = payment.declineCode ?? 'card_declined';
  const detail = reasons[declineCode] ?? 'The card was declined.';
  return refusal(402, detail, { title: 'Payment declined', code: 'payment_declined', declineCode });
}

const unknown = refusal(404, 'There is no such payment.');

/** One function an operation of contracts/openapi/payments.yaml. */
export function paymentsHandlers(settlement: Settlement): PaymentsHandlers<PaymentsContext> {
  const { database, provider } = settlement;
  return {
    async receiveStripeWebhook({ headers, body }) {
      const event = provider.readEvent(body, headers['stripe-signature']);
      if (!event) return refusal(400, 'The signature does not fit the body.', { code: 'bad_signature' });
      await addWebhook(database, event);
      return { status: 200, body: { received: true } };
    },

    async requestPayment({ path: { orderId }, body }) {
      let payment = await openPayment(database, provider.name, orderId, body);
      const other = payment.fingerprint !== undefined && payment.fingerprint !== fingerprintOf(body);
      if (other)
        return refusal(422, 'The payment of this order was asked for with another amount or card.', {
          code: 'other_request',
        });
      if (payment.status === 'pending' && !payment.hasReference)
        payment = payment.cancelRequested
          ? await settle(settlement, payment.id)
          : await createPayment(settlement, payment);
      return payment.status === 'declined' ? declined(payment) : { status: 200, body: asPayment(payment) };
    },

    async getPaymentOfOrder({ path: { orderId } }) {
      const payment = await findPayment(database, { orderId });
      return payment ? { status: 200, body: asPayment(payment) } : unknown;
    },

    async cancelPayment({ path: { orderId } }) {
      await requestCancellation(database, provider.name, orderId);
      const payment = await findPayment(database, { orderId });
      if (!payment) throw new Error('A payment is never deleted');
      return { status: 200, body: asPayment(await settle(settlement, payment.id)) };
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
        const { status, amount, captured } = payment;
        if (status === 'captured') return { status: 200, body: asPayment(payment) };
        if (status !== 'authorized' || payment.cancelRequested)
          return refusal(409, `The payment is ${status}.`, { code: 'not_capturable' });
        if (payment.captureRequested) return undefined;
        await tx.payment.update({ where: { id: paymentId }, data: { captureRequested: true }, select: { id: true } });
        await publishChange(tx, context, payment, {
          action: 'captured',
          field: 'captured',
          amounts: [captured, amount],
        });
        return undefined;
      });
      return early ?? { status: 200, body: asPayment(await settle(settlement, paymentId)) };
    },

    async refundPayment({ path: { paymentId }, body, headers }, context): Promise<RefundPaymentResponse> {
      const cause = `request:${headers['idempotency-key']}`;
      const refused = await database.$transaction(async tx => {
        if (!(await findPayment(tx, { id: paymentId }))) return unknown;
        const payment = await lockPayment(tx, paymentId);
        if (await hasRefund(tx, paymentId, cause)) return undefined;
        if (payment.status !== 'captured')
          return refusal(409, `The payment is ${payment.status}.`, { code: 'not_refundable' });
        const left = refundableAmount(
          payment,
          payment.refunds.map(({ amount, reference }) => ({ amount, given: reference !== undefined })),
        );
        const { amount, currency } = body.amount ?? { amount: left, currency: payment.currency };
        if (currency !== payment.currency)
          return refusal(422, `The payment was made in ${payment.currency}.`, { code: 'other_currency' });
        if (amount < 1 || amount > left)
          return refusal(422, `${left} are left to refund (minor units).`, { code: 'too_much' });
        await addRefund(tx, paymentId, { cause, amount, reason: body.reason });
        const before = payment.captured - left;
        await publishChange(tx, context, payment, {
          action: 'refunded',
          field: 'refunded',
          amounts: [before, before + amount],
          reason: body.reason,
        });
        return undefined;
      });
      return refused ?? { status: 201, body: asPayment(await settle(settlement, paymentId)) };
    },
  };
}
