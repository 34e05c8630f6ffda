import { z } from 'zod';
import type { PaymentsHandlers } from '../../generated/payments/server.ts';
import type { CapturePaymentResponse, Payment as PaymentBody, RefundPaymentResponse } from '../../generated/payments/types.ts';
import type { RequestContext } from '../platform/context.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { refusal } from '../platform/problem.ts';
import { refundable } from './payment.ts';
import { askFor, type Settlement, settle } from './settlement.ts';
import {
  addRefund,
  addWebhook,
  findPayment,
  fingerprintOf,
  hasRefund,
  listPayments,
  lockPayment,
  markUnwanted,
  openPayment,
  type StoredPayment,
  type Tx,
} from './store.ts';

export type PaymentsContext = RequestContext<Tx>;

const place = z.object({ createdAt: z.iso.datetime().transform(text => new Date(text)), id: z.uuid() });

function asPayment(payment: StoredPayment): PaymentBody {
  const { id, orderId, status, currency, provider, reference, redirectUrl, declineCode, card } = payment;
  const money = (amount: number) => ({ amount, currency });
  const open = status === 'pending' || status === 'requires_action';
  return {
    ...{ id, orderId, status, provider, createdAt: payment.createdAt.toISOString() },
    ...{ amount: money(payment.amount), captured: money(payment.captured), refunded: money(payment.refunded) },
    ...(reference === undefined ? {} : { providerReference: reference }),
    ...(open && redirectUrl !== undefined ? { redirectUrl } : {}),
    ...(declineCode === undefined ? {} : { declineCode }),
    ...(card === undefined ? {} : { card }),
  };
}

/** What a shopper reads (https://docs.stripe.com/declines/codes says which reasons may be told; stolen and lost cards are just declined). */
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
      if (other) return refusal(422, 'The payment of this order was asked for with another amount or card.', { code: 'other_request' });
      if (payment.status === 'pending' && !payment.referenced)
        payment = payment.unwanted ? await settle(settlement, payment.id) : await askFor(settlement, payment);
      return payment.status === 'declined' ? declined(payment) : { status: 200, body: asPayment(payment) };
    },

    async getPaymentOfOrder({ path: { orderId } }) {
      const payment = await findPayment(database, { orderId });
      return payment ? { status: 200, body: asPayment(payment) } : unknown;
    },

    async cancelPayment({ path: { orderId } }) {
      await markUnwanted(database, provider.name, orderId);
      const payment = await findPayment(database, { orderId });
      if (!payment) throw new Error('A payment is never deleted');
      return { status: 200, body: asPayment(await settle(settlement, payment.id)) };
    },

    async listPayments({ query }) {
      const { limit, cursor, ...filter } = query;
      const before = cursor === undefined ? {} : { before: decodeCursor(place, cursor) };
      const rows = await listPayments(database, { ...filter, ...before, take: limit + 1 });
      const page = pageOf(rows, limit, ({ createdAt, id }) => ({ createdAt, id }));
      return { status: 200, body: { ...page, items: page.items.map(asPayment) } };
    },

    async capturePayment({ path: { paymentId } }): Promise<CapturePaymentResponse> {
      const payment = await findPayment(database, { id: paymentId });
      if (!payment) return unknown;
      if (payment.status === 'captured') return { status: 200, body: asPayment(payment) };
      if (payment.status !== 'authorized' || payment.unwanted)
        return refusal(409, `The payment is ${payment.status}.`, { code: 'not_capturable' });
      await database.payment.update({ where: { id: paymentId }, data: { captureWanted: true } });
      return { status: 200, body: asPayment(await settle(settlement, paymentId)) };
    },

    async refundPayment({ path: { paymentId }, body, headers }): Promise<RefundPaymentResponse> {
      const cause = `request:${headers['idempotency-key']}`;
      const refused = await database.$transaction(async tx => {
        if (!(await findPayment(tx, { id: paymentId }))) return unknown;
        const payment = await lockPayment(tx, paymentId);
        if (await hasRefund(tx, paymentId, cause)) return undefined;
        if (payment.status !== 'captured') return refusal(409, `The payment is ${payment.status}.`, { code: 'not_refundable' });
        const left = refundable(
          payment,
          payment.refunds.map(({ amount, reference }) => ({ amount, given: reference !== undefined })),
        );
        const { amount, currency } = body.amount ?? { amount: left, currency: payment.currency };
        if (currency !== payment.currency) return refusal(422, `The payment was made in ${payment.currency}.`, { code: 'other_currency' });
        if (amount < 1 || amount > left) return refusal(422, `${left} are left to refund (minor units).`, { code: 'too_much' });
        await addRefund(tx, paymentId, { cause, amount, reason: body.reason });
        return undefined;
      });
      return refused ?? { status: 201, body: asPayment(await settle(settlement, paymentId)) };
    },
  };
}
