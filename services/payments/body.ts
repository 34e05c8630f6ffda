import type { Dispute, Money, Payment as PaymentBody, Refund as RefundBody } from '../../generated/payments/types.ts';
import type { StoredDispute, StoredPayment, StoredRefund } from './stored-payment.ts';

/** A payment as the contract shows it. */
export function asPayment(payment: StoredPayment): PaymentBody {
  const { id, orderId, status, currency, provider, reference, redirectUrl, declineCode, card, request } = payment;
  const { attention, checkedAt, refunds, disputes } = payment;
  const money = (amount: number): Money => ({ amount, currency });
  const open = status === 'pending' || status === 'requires_action';
  return {
    id,
    orderId,
    status,
    provider,
    createdAt: payment.createdAt.toISOString(),
    amount: money(payment.amount),
    captured: money(payment.captured),
    refunded: money(payment.refunded),
    ...(request?.orderNumber === undefined ? {} : { orderNumber: request.orderNumber }),
    ...(reference === undefined ? {} : { providerReference: reference }),
    ...(open && redirectUrl !== undefined ? { redirectUrl } : {}),
    ...(declineCode === undefined ? {} : { declineCode }),
    ...(card === undefined ? {} : { card }),
    ...(refunds.length === 0 ? {} : { refunds: refunds.map(refund => asRefund(refund, currency)) }),
    ...(disputes.length === 0 ? {} : { disputes: disputes.map(dispute => asDispute(dispute, currency)) }),
    ...(attention === undefined
      ? {}
      : { attention: { code: attention.code, message: attention.message, since: attention.since.toISOString() } }),
    ...(checkedAt === undefined ? {} : { checkedAt: checkedAt.toISOString() }),
  };
}

function asRefund(refund: StoredRefund, currency: string): RefundBody {
  const { id, amount, reason, status, failure, parts, createdAt } = refund;
  return {
    id,
    amount: { amount, currency },
    reason,
    given: status === 'succeeded',
    status,
    ...(failure === undefined ? {} : { failure }),
    ...(parts && parts.lines.length > 0 ? { lines: parts.lines } : {}),
    ...(parts && parts.shipping > 0 ? { shipping: { amount: parts.shipping, currency } } : {}),
    ...(parts?.restockAt === undefined ? {} : { restockAt: parts.restockAt }),
    createdAt: createdAt.toISOString(),
  };
}

function asDispute(dispute: StoredDispute, currency: string): Dispute {
  const { id, amount, reason, status, state, createdAt, decidedAt } = dispute;
  return {
    id,
    amount: { amount, currency },
    reason,
    status,
    state,
    createdAt: createdAt.toISOString(),
    ...(decidedAt === undefined ? {} : { decidedAt: decidedAt.toISOString() }),
  };
}
