import { z } from 'zod';
import type { DisputeState, PaymentRequest } from '../../generated/payments/types.ts';
import { requestPaymentBody } from '../../generated/payments/validators/requests.js';
import type { Attention } from './attention.ts';
import type { Payment, RefundStatus } from './payment.ts';
import type { Prisma } from './prisma/client/client.ts';
import type { ProviderRequest } from './provider.ts';
import { type RefundParts, refundParts } from './refund-parts.ts';

export const jsonObject = z.record(z.string(), z.json());
const storedProviderRequest = z.record(z.string(), z.unknown());
/** A stored payment request, validated by the contract's schema. */
const requestSchema = z.custom<PaymentRequest>(value => requestPaymentBody(value), 'is no request for payment');

export type Tx = Prisma.TransactionClient;

export interface StoredRefund {
  id: string;
  /** Its cause. */
  cause: string;
  amount: number;
  reason: string;
  /** Its lines and shipping, if it is by line. */
  parts: RefundParts | undefined;
  status: RefundStatus;
  /** The provider's id of it, once it has it. */
  reference: string | undefined;
  failure: { code: string; message: string } | undefined;
  createdAt: Date;
}

export interface StoredDispute {
  id: string;
  amount: number;
  reason: string;
  status: string;
  state: DisputeState;
  createdAt: Date;
  decidedAt: Date | undefined;
}

/** A stored payment; `request` is absent if the order was cancelled before its payment was requested. */
export interface StoredPayment extends Payment {
  id: string;
  orderId: string;
  currency: string;
  request: PaymentRequest | undefined;
  fingerprint: string | undefined;
  provider: string;
  /** The request to the provider, sent or not. */
  providerRequest: ProviderRequest | undefined;
  reference: string | undefined;
  /** The provider's id of the charge or intent, once known. */
  intent: string | undefined;
  redirectUrl: string | undefined;
  declineCode: string | undefined;
  card: { brand: string; last4: string } | undefined;
  /** When the state was last retrieved. */
  checkedAt: Date | undefined;
  attention: (Attention & { since: Date }) | undefined;
  refunds: StoredRefund[];
  disputes: StoredDispute[];
  /** Differs after every change of its row; absent in lists. */
  version: string | undefined;
}

export const withDetails = {
  refunds: { orderBy: { createdAt: 'asc' } },
  disputes: { orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.PaymentInclude;

/** Prisma reads it as a bigint, node-postgres as text, JSON as a number. */
type Amount = bigint | string | number;

type Amounts = 'amount' | 'captured' | 'refunded';
type Columns = Omit<Prisma.PaymentGetPayload<object>, Amounts | 'request' | 'providerRequest'>;
/** A payment with its refunds and disputes, as Prisma or `PAYMENT` reads it. */
export interface PaymentRow extends Columns, Record<Amounts, Amount> {
  request: unknown;
  providerRequest: unknown;
  version?: string;
  refunds: readonly {
    id: string;
    cause: string;
    amount: Amount;
    reason: string;
    parts: unknown;
    status: RefundStatus;
    reference: string | null;
    failureCode: string | null;
    failureMessage: string | null;
    createdAt: Date | string;
  }[];
  disputes: readonly {
    id: string;
    amount: Amount;
    reason: string;
    status: string;
    state: DisputeState;
    createdAt: Date | string;
    decidedAt: Date | string | null;
  }[];
}

/**
 * The columns of a `PaymentRow` of `p`, a row of payments with its `xmin` as `version`: PostgreSQL gives every version
 * of a row another one (https://www.postgresql.org/docs/current/ddl-system-columns.html).
 */
export const PAYMENT = `p.id, p.order_id AS "orderId", p.status::text AS status, p.currency, p.amount, p.captured, p.refunded, p.request,
  p.fingerprint, p.asked AS requested, p.unwanted AS "cancelRequested", p.capture_wanted AS "captureRequested", p.provider, p.reference, p.intent,
  p.redirect_url AS "redirectUrl", p.decline_code AS "declineCode", p.card_brand AS "cardBrand", p.card_last4 AS "cardLast4",
  p.expires_at AS "expiresAt", p.provider_request AS "providerRequest", p.checked_at AS "checkedAt", p.attention_code AS "attentionCode",
  p.attention_message AS "attentionMessage", p.attention_since AS "attentionSince", p.created_at AS "createdAt", p.version,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'cause', cause, 'amount', amount, 'reason', reason, 'parts', parts, 'status', status,
    'reference', reference, 'failureCode', failure_code, 'failureMessage', failure_message, 'createdAt', created_at) ORDER BY created_at), '[]')
    FROM refunds WHERE payment_id = p.id) AS refunds,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'amount', amount, 'reason', reason, 'status', status, 'state', state, 'createdAt', created_at,
    'decidedAt', decided_at) ORDER BY created_at), '[]') FROM disputes WHERE payment_id = p.id) AS disputes`;

/** Whether a refund is of a cancelled order's remainder; staff may retry it, under a new cause. */
export const isRemainder = ({ cause }: { cause: string }): boolean =>
  cause === 'cancelled' || cause.startsWith('cancelled:');

const attentionCode = z.enum([
  'refund_failed',
  'authorization_lost',
  'captured_less',
  'disputed',
  'dispute_lost',
  'not_settled',
]);

export function fromRow(row: PaymentRow): StoredPayment {
  const { cardBrand, cardLast4, attentionMessage, attentionSince } = row;
  return {
    id: row.id,
    orderId: row.orderId,
    status: row.status,
    currency: row.currency.trim(),
    provider: row.provider,
    createdAt: row.createdAt,
    amount: Number(row.amount),
    captured: Number(row.captured),
    refunded: Number(row.refunded),
    requested: row.requested,
    cancelRequested: row.cancelRequested,
    captureRequested: row.captureRequested,
    hasReference: row.reference !== null,
    remainderFailed: row.refunds.some(refund => isRemainder(refund) && refund.status === 'failed'),
    request: row.request === null ? undefined : requestSchema.parse(row.request),
    providerRequest: row.providerRequest === null ? undefined : storedProviderRequest.parse(row.providerRequest),
    fingerprint: row.fingerprint ?? undefined,
    reference: row.reference ?? undefined,
    intent: row.intent ?? undefined,
    redirectUrl: row.redirectUrl ?? undefined,
    declineCode: row.declineCode ?? undefined,
    expiresAt: row.expiresAt ?? undefined,
    checkedAt: row.checkedAt ?? undefined,
    card: cardBrand !== null && cardLast4 !== null ? { brand: cardBrand, last4: cardLast4 } : undefined,
    attention:
      attentionMessage === null || attentionSince === null
        ? undefined
        : { code: attentionCode.parse(row.attentionCode), message: attentionMessage, since: attentionSince },
    refunds: row.refunds.map(refund => ({
      id: refund.id,
      cause: refund.cause,
      amount: Number(refund.amount),
      reason: refund.reason,
      parts: refund.parts === null ? undefined : refundParts.parse(refund.parts),
      status: refund.status,
      reference: refund.reference ?? undefined,
      failure:
        refund.failureCode === null
          ? undefined
          : { code: refund.failureCode, message: refund.failureMessage ?? refund.failureCode },
      createdAt: new Date(refund.createdAt),
    })),
    disputes: row.disputes.map(({ id, amount, reason, status, state, createdAt, decidedAt }) => ({
      id,
      amount: Number(amount),
      reason,
      status,
      state,
      createdAt: new Date(createdAt),
      decidedAt: decidedAt === null ? undefined : new Date(decidedAt),
    })),
    version: row.version,
  };
}
