import type { PaymentRequest, PaymentStatus } from '../../generated/payments/types.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { insertIntoJobs } from '../platform/data/jobs.ts';
import { fingerprintOf } from '../platform/fingerprint.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import type { Attention } from './attention.ts';
import { abandon } from './payment.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import type { PaymentProvider, ProviderRequest } from './provider.ts';
import { eventRecords } from './publish.ts';
import { SETTLEMENT, scheduleSettlement, settlementTime } from './settlement-jobs.ts';
import {
  fromRow,
  jsonObject,
  PAYMENT,
  type PaymentRow,
  type StoredPayment,
  type Tx,
  withDetails,
} from './stored-payment.ts';

/** ISO 4217's code for "no currency": an order that was cancelled before its payment was requested. */
const NO_CURRENCY = 'XXX';

/** The fingerprint of a payment request: amount and payment method, but not when the request expires. */
export function requestFingerprint({ amount, paymentMethod }: PaymentRequest): string {
  return fingerprintOf({ amount, paymentMethod });
}

const FIND = (column: 'id' | 'order_id') =>
  `SELECT ${PAYMENT} FROM (SELECT *, xmin::text AS version FROM payments WHERE ${column} = $1::uuid) p`;

export async function findPayment(
  database: Pick<SqlClient, '$queryRawUnsafe'>,
  where: { id: string } | { orderId: string },
): Promise<StoredPayment | undefined> {
  const [row] = await ('id' in where
    ? database.$queryRawUnsafe<PaymentRow[]>(FIND('id'), where.id)
    : database.$queryRawUnsafe<PaymentRow[]>(FIND('order_id'), where.orderId));
  return row && fromRow(row);
}

const OPEN = `
WITH opened AS (
  INSERT INTO payments (id, order_id, provider, currency, amount, request, fingerprint, asked, expires_at, provider_request)
  VALUES ($1::uuid, $2::uuid, $3, $4, $5::bigint, $6::jsonb, $7, true, $8::timestamptz, $9::json)
  ON CONFLICT (order_id) DO NOTHING RETURNING *, xmin::text AS version
), due AS (SELECT '${SETTLEMENT}' AS queue, id::text AS key, '{}'::jsonb AS payload, $10::timestamptz AS next_at FROM opened),
scheduled AS (${insertIntoJobs('due')})
SELECT ${PAYMENT} FROM opened p`;

/**
 * The payment of an order, created if there is none; the request is stored once, with the provider's request, and marks
 * it as requested. Its result is retrieved later, with or without a webhook.
 */
export async function openPayment(
  database: Pick<SqlClient, '$queryRawUnsafe'>,
  provider: Pick<PaymentProvider, 'name' | 'buildRequest'>,
  orderId: string,
  request: PaymentRequest,
): Promise<StoredPayment> {
  const { amount, expiresAt } = request;
  const id = newId();
  const [row] = await database.$queryRawUnsafe<PaymentRow[]>(
    OPEN,
    id,
    orderId,
    provider.name,
    amount.currency,
    amount.amount,
    JSON.stringify(request),
    requestFingerprint(request),
    new Date(expiresAt),
    JSON.stringify(provider.buildRequest({ paymentId: id, orderId, request }, new Date())),
    settlementTime('after the webhook'),
  );
  const payment = row ? fromRow(row) : await findPayment(database, { orderId });
  if (!payment) throw new Error('A payment is never deleted');
  return payment;
}

/** Stores the request to the provider, unless there is one; returns the stored one. */
export async function storeProviderRequest(
  database: PrismaClient,
  id: string,
  request: ProviderRequest,
): Promise<ProviderRequest> {
  const text = JSON.stringify(request);
  await database.$executeRaw`
    UPDATE payments SET provider_request = ${text}::json WHERE id = ${id}::uuid AND provider_request IS NULL`;
  const row = await database.payment.findUniqueOrThrow({ where: { id }, select: { providerRequest: true } });
  return jsonObject.parse(row.providerRequest);
}

/** Records that the order was cancelled, before or after its payment was requested. */
export async function requestCancellation(tx: Tx, provider: string, orderId: string): Promise<void> {
  const tombstone = {
    id: newId(),
    orderId,
    provider,
    currency: NO_CURRENCY,
    amount: 0n,
    status: 'cancelled' as const,
    cancelRequested: true,
  };
  await tx.payment.createMany({ data: tombstone, skipDuplicates: true });
  const requested = await tx.payment.updateManyAndReturn({
    where: { orderId, cancelRequested: false },
    data: { cancelRequested: true },
    select: { id: true },
  });
  for (const { id } of requested) await scheduleSettlement(tx, id);
}

/** The payment, locked until the transaction ends. */
export async function lockPayment(tx: Tx, id: string): Promise<StoredPayment> {
  await tx.$queryRaw`SELECT 1 FROM payments WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const payment = await findPayment(tx, { id });
  if (!payment) throw new Error(`There is no payment ${id}`);
  return payment;
}

/** Ends a payment without a response of the provider. */
export function abandonPayment(database: PrismaClient, id: string): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const before = await lockPayment(tx, id);
    const { payment, events } = abandon(before);
    const { status, cancelRequested } = payment;
    await tx.payment.update({ where: { id }, data: { status, cancelRequested }, select: { id: true } });
    await addToOutbox(tx, ...(await eventRecords(tx, before, events)));
    return { ...before, ...payment };
  });
}

const attentionColumns = ({ code, message }: Attention) => ({
  attentionCode: code,
  attentionMessage: message,
  attentionSince: new Date(),
});

export interface PageQuery {
  status?: PaymentStatus;
  orderId?: string;
  attention?: boolean;
  before?: { createdAt: Date; id: string };
  take: number;
}

/** Keyset page of payments, newest first. */
export async function listPayments(
  database: PrismaClient,
  { status, orderId, attention, before, take }: PageQuery,
): Promise<StoredPayment[]> {
  const rows = await database.payment.findMany({
    where: {
      ...(status === undefined ? {} : { status }),
      ...(orderId === undefined ? {} : { orderId }),
      ...(attention === undefined ? {} : { attentionCode: attention ? { not: null } : null }),
      ...(before === undefined
        ? {}
        : { createdAt: { lte: before.createdAt }, NOT: { createdAt: before.createdAt, id: { gte: before.id } } }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    include: withDetails,
  });
  return rows.map(fromRow);
}

/** Why staff should look at the payment; undefined if there is no reason, or it was dismissed. */
export async function saveAttention(
  database: Pick<PrismaClient, 'payment'>,
  id: string,
  attention: Attention | undefined,
): Promise<void> {
  const columns = attention
    ? attentionColumns(attention)
    : { attentionCode: null, attentionMessage: null, attentionSince: null };
  await database.payment.update({ where: { id }, data: columns, select: { id: true } });
}
