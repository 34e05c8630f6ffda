import { createHash } from 'node:crypto';
import type { PaymentRequest, PaymentStatus } from '../../generated/payments/types.ts';
import { canonical } from '../platform/http/idempotency.ts';
import { newId } from '../platform/ids.ts';
import { type Attention, attentionOf } from './attention.ts';
import { abandon, applyProviderState, type Payment, type PaymentEvent } from './payment.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import type { ProviderEvent, ProviderPayment, ProviderRequest } from './provider.ts';
import { publishEvents } from './publish.ts';
import { scheduleSettlement } from './settlement-jobs.ts';
import { recordDisputes, recordRefunds } from './store-refunds.ts';
import { fromRow, jsonObject, type StoredPayment, type Tx, withDetails } from './stored-payment.ts';

/** ISO 4217's code for "no currency": an order that was cancelled before anybody knew what it costs. */
const NO_CURRENCY = 'XXX';

/**
 * What makes one request for payment differ from another: the money and how it is to be paid, not when the request
 * expires.
 */
export function fingerprintOf({ amount, paymentMethod }: PaymentRequest): string {
  return createHash('sha256').update(canonical({ amount, paymentMethod })).digest('hex');
}

export async function findPayment(
  database: Tx,
  where: { id: string } | { orderId: string },
): Promise<StoredPayment | undefined> {
  const row = await database.payment.findUnique({ where, include: withDetails });
  return row ? fromRow(row) : undefined;
}

/**
 * The payment of an order, made when there is none; the request is stored once, and marks it as requested. What becomes
 * of it is looked at later, whether a webhook comes or not.
 */
export async function openPayment(
  database: PrismaClient,
  provider: string,
  orderId: string,
  request: PaymentRequest,
): Promise<StoredPayment> {
  const { amount, expiresAt } = request;
  const data = {
    id: newId(),
    orderId,
    provider,
    currency: amount.currency,
    amount: BigInt(amount.amount),
    request: jsonObject.parse(request),
    fingerprint: fingerprintOf(request),
    requested: true,
    expiresAt: new Date(expiresAt),
  };
  return database.$transaction(async tx => {
    const { count } = await tx.payment.createMany({ data, skipDuplicates: true });
    if (count === 1) await scheduleSettlement(tx, data.id, 'after the webhook');
    return fromRow(await tx.payment.findUniqueOrThrow({ where: { orderId }, include: withDetails }));
  });
}

/** Stores what will be sent to the provider, unless that was done before; what is to be sent. */
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

/** Notes that the order was cancelled, before or after its payment was requested. */
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

/** Notes that the parcel left, so that the money is to be captured. */
export async function requestCapture(tx: Tx, orderId: string): Promise<void> {
  const requested = await tx.payment.updateManyAndReturn({
    where: { orderId, captureRequested: false },
    data: { captureRequested: true },
    select: { id: true },
  });
  for (const { id } of requested) await scheduleSettlement(tx, id);
}

/** The payment, locked until the transaction ends. */
export async function lockPayment(tx: Tx, id: string): Promise<StoredPayment> {
  await tx.$queryRaw`SELECT 1 FROM payments WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return fromRow(await tx.payment.findUniqueOrThrow({ where: { id }, include: withDetails }));
}

/** Changes the payment to how the provider says it stands and publishes what follows, in one transaction. */
export function recordProviderState(
  database: PrismaClient,
  id: string,
  state: ProviderPayment,
): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const before = await lockPayment(tx, id);
    const known = new Map(before.refunds.flatMap(({ reference, status }) => (reference ? [[reference, status]] : [])));
    const { payment, events } = applyProviderState(before, state, known);
    await recordRefunds(tx, before, state);
    const disputed = await recordDisputes(tx, before, state);
    const attention = attentionOf(events, disputed);
    return save(tx, before, payment, events, {
      reference: state.reference ?? null,
      intent: state.intent ?? null,
      redirectUrl: state.redirectUrl ?? null,
      checkedAt: state.status === 'processing' ? null : new Date(),
      ...(state.declineCode === undefined ? {} : { declineCode: state.declineCode }),
      ...(state.card === undefined ? {} : { cardBrand: state.card.brand, cardLast4: state.card.last4 }),
      ...(attention === undefined ? {} : attentionColumns(attention)),
    });
  });
}

/** Ends a payment without an answer of the provider. */
export function abandonPayment(database: PrismaClient, id: string): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const before = await lockPayment(tx, id);
    const { payment, events } = abandon(before);
    return save(tx, before, payment, events, {});
  });
}

export const attentionColumns = ({ code, message }: Attention) => ({
  attentionCode: code,
  attentionMessage: message,
  attentionSince: new Date(),
});

async function save(
  tx: Tx,
  before: StoredPayment,
  payment: Payment,
  events: readonly PaymentEvent[],
  more: Prisma.PaymentUpdateInput,
): Promise<StoredPayment> {
  const { status, cancelRequested } = payment;
  const amounts = { captured: BigInt(payment.captured), refunded: BigInt(payment.refunded) };
  const row = await tx.payment.update({
    where: { id: before.id },
    data: { status, cancelRequested, ...amounts, ...more },
    include: withDetails,
  });
  await publishEvents(tx, before, events);
  return fromRow(row);
}

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

/** What staff should look at; undefined where it is in order, or was seen. */
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

/**
 * Stores a signed event once. One about a payment of ours lets that payment be looked at now; every other is left
 * alone.
 */
export async function receiveEvent(
  database: PrismaClient,
  { id, type, paymentId, intent }: ProviderEvent,
): Promise<'settles' | 'ignored'> {
  return database.$transaction(async tx => {
    const data = { id, type, paymentId: paymentId ?? null, intent: intent ?? null, handledAt: new Date() };
    const { count } = await tx.webhook.createMany({ data, skipDuplicates: true });
    if (count === 0) return 'ignored';
    const ours = await tx.payment.findFirst({
      where: { OR: [...(paymentId ? [{ id: paymentId }] : []), ...(intent ? [{ intent }] : [])] },
      select: { id: true },
    });
    if (ours) await scheduleSettlement(tx, ours.id);
    return ours ? 'settles' : 'ignored';
  });
}
