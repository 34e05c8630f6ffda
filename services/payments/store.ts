import { createHash } from 'node:crypto';
import { z } from 'zod';
import { paymentsEvents } from '../../generated/payments/events.ts';
import type { PaymentRequest, PaymentStatus } from '../../generated/payments/types.ts';
import { requestPaymentBody } from '../../generated/payments/validators/requests.js';
import { canonical } from '../platform/http/idempotency.ts';
import { newId } from '../platform/ids.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { abandon, applyProviderState, type Payment, type PaymentEvent } from './payment.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import type { ProviderEvent, ProviderPayment } from './provider.ts';

const jsonObject = z.record(z.string(), z.json());
/** A request for payment as it was stored: what the contract let in, it lets in again. */
const requestSchema = z.custom<PaymentRequest>(value => requestPaymentBody(value), 'is no request for payment');

export type Tx = Prisma.TransactionClient;

/** A payment as it is kept; `request` is absent where the order was cancelled before its payment was asked for. */
export interface StoredPayment extends Payment {
  id: string;
  orderId: string;
  currency: string;
  request: PaymentRequest | undefined;
  fingerprint: string | undefined;
  provider: string;
  reference: string | undefined;
  redirectUrl: string | undefined;
  declineCode: string | undefined;
  card: { brand: string; last4: string } | undefined;
  createdAt: Date;
  refunds: { id: string; amount: number; reason: string; reference: string | undefined; createdAt: Date }[];
}

const withRefunds = { refunds: { orderBy: { createdAt: 'asc' } } } as const satisfies Prisma.PaymentInclude;
type Row = Prisma.PaymentGetPayload<{ include: typeof withRefunds }>;

function fromRow(row: Row): StoredPayment {
  const { cardBrand, cardLast4 } = row;
  return {
    ...{
      id: row.id,
      orderId: row.orderId,
      status: row.status,
      currency: row.currency.trim(),
      provider: row.provider,
      createdAt: row.createdAt,
    },
    ...{ amount: Number(row.amount), captured: Number(row.captured), refunded: Number(row.refunded) },
    ...{
      requested: row.requested,
      cancelRequested: row.cancelRequested,
      captureRequested: row.captureRequested,
      hasReference: row.reference !== null,
    },
    request: row.request === null ? undefined : requestSchema.parse(row.request),
    fingerprint: row.fingerprint ?? undefined,
    reference: row.reference ?? undefined,
    redirectUrl: row.redirectUrl ?? undefined,
    declineCode: row.declineCode ?? undefined,
    expiresAt: row.expiresAt ?? undefined,
    card: cardBrand !== null && cardLast4 !== null ? { brand: cardBrand, last4: cardLast4 } : undefined,
    refunds: row.refunds.map(({ id, amount, reason, reference, createdAt }) => ({
      id,
      createdAt,
      amount: Number(amount),
      reason,
      reference: reference ?? undefined,
    })),
  };
}

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
  const row = await database.payment.findUnique({ where, include: withRefunds });
  return row ? fromRow(row) : undefined;
}

/**
 * The payment of an order, made when there is none; what the order asked for is noted once. Marks it as asked unless it
 * has ended.
 */
export async function openPayment(
  database: PrismaClient,
  provider: string,
  orderId: string,
  request: PaymentRequest,
): Promise<StoredPayment> {
  const { amount, expiresAt } = request;
  const data = {
    currency: amount.currency,
    amount: BigInt(amount.amount),
    request: jsonObject.parse(request),
    fingerprint: fingerprintOf(request),
    requested: true,
  };
  await database.payment.createMany({
    data: { id: newId(), orderId, provider, ...data, expiresAt: new Date(expiresAt) },
    skipDuplicates: true,
  });
  return fromRow(await database.payment.findUniqueOrThrow({ where: { orderId }, include: withRefunds }));
}

/** Notes that an order is not wanted any more, before or after its payment was asked for. */
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
  await tx.payment.updateMany({ where: { orderId, cancelRequested: false }, data: { cancelRequested: true } });
}

/** Notes that the parcel left, so that the money is to be taken. */
export async function requestCapture(tx: Tx, orderId: string): Promise<void> {
  await tx.payment.updateMany({ where: { orderId }, data: { captureRequested: true } });
}

/**
 * Notes a refund under what asked for it; a cause that was seen before gives the refund it made then. Call with the
 * payment locked.
 */
export async function addRefund(
  tx: Tx,
  paymentId: string,
  refund: { cause: string; amount: number; reason: string },
): Promise<void> {
  await tx.refund.createMany({
    data: { id: newId(), paymentId, ...refund, amount: BigInt(refund.amount) },
    skipDuplicates: true,
  });
}

export const hasRefund = async (tx: Tx, paymentId: string, cause: string): Promise<boolean> =>
  (await tx.refund.findUnique({ where: { paymentId_cause: { paymentId, cause } }, select: { id: true } })) !== null;

/** The payment, held until the transaction ends. */
export async function lockPayment(tx: Tx, id: string): Promise<StoredPayment> {
  await tx.$queryRaw`SELECT 1 FROM payments WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return fromRow(await tx.payment.findUniqueOrThrow({ where: { id }, include: withRefunds }));
}

/** Changes the payment to how the provider says it stands and publishes what follows, in one transaction. */
export function recordProviderState(
  database: PrismaClient,
  id: string,
  found: ProviderPayment,
): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const before = await lockPayment(tx, id);
    const known = new Set(before.refunds.flatMap(refund => refund.reference ?? []));
    const { payment, events } = applyProviderState(before, found, known);
    await saveRefunds(tx, before, found);
    const optional = {
      ...(found.declineCode === undefined ? {} : { declineCode: found.declineCode }),
      ...(found.card === undefined ? {} : { cardBrand: found.card.brand, cardLast4: found.card.last4 }),
    };
    const identity = {
      reference: found.reference ?? null,
      intent: found.intent ?? null,
      redirectUrl: found.redirectUrl ?? null,
    };
    return save(tx, before, payment, events, { ...identity, ...optional });
  });
}

/** Ends a payment that nobody was asked for. */
export function abandonPayment(database: PrismaClient, id: string): Promise<StoredPayment> {
  return database.$transaction(async tx => {
    const before = await lockPayment(tx, id);
    const { payment, events } = abandon(before);
    return save(tx, before, payment, events, {});
  });
}

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
    include: withRefunds,
  });
  await publish(tx, before, events);
  return fromRow(row);
}

/** Refunds that the provider gave: ours get its name for them, those that were made elsewhere become known. */
async function saveRefunds(tx: Tx, payment: StoredPayment, found: ProviderPayment): Promise<void> {
  for (const { id, reference, amount, reason } of found.refunds) {
    const ours = payment.refunds.find(refund => refund.id === id || refund.reference === reference);
    if (ours) await tx.refund.update({ where: { id: ours.id }, data: { reference } });
    else {
      const made = {
        id: newId(),
        paymentId: payment.id,
        cause: reference,
        reference,
        amount: BigInt(amount),
        reason: reason ?? 'made at the provider',
      };
      await tx.refund.create({ data: made });
    }
  }
}

async function publish(
  tx: Tx,
  { id, orderId, amount, currency }: StoredPayment,
  events: readonly PaymentEvent[],
): Promise<void> {
  const at = new Date().toISOString();
  const money = (value: number) => ({ amount: value, currency });
  const base = { paymentId: id, orderId, amount: money(amount) };
  for (const item of events) {
    if (item.type === 'PaymentAuthorized')
      await addToOutbox(tx, paymentsEvents.PaymentAuthorized(orderId, { ...base, authorizedAt: at }));
    else if (item.type === 'PaymentFailed') {
      const { reason, declineCode } = item;
      await addToOutbox(
        tx,
        paymentsEvents.PaymentFailed(orderId, {
          ...base,
          reason,
          ...(declineCode === undefined ? {} : { declineCode }),
          failedAt: at,
        }),
      );
    } else if (item.type === 'PaymentCaptured') {
      await addToOutbox(
        tx,
        paymentsEvents.PaymentCaptured(orderId, { ...base, amount: money(item.amount), capturedAt: at }),
      );
    } else if (item.type === 'PaymentCancelled')
      await addToOutbox(tx, paymentsEvents.PaymentCancelled(orderId, { ...base, cancelledAt: at }));
    else {
      const { refund, refundedTotal, whole } = item;
      const row = await tx.refund.findUniqueOrThrow({
        where: { reference: refund.reference },
        select: { id: true, reason: true },
      });
      const given = { ...base, amount: money(refund.amount), refundedTotal: money(refundedTotal), whole, issuedAt: at };
      await addToOutbox(tx, paymentsEvents.RefundIssued(orderId, { ...given, refundId: row.id, reason: row.reason }));
    }
  }
}

/**
 * Payments for which something may be left to do, those that wait longest first: cancelled or shipped orders, refunds,
 * and what is open for a while.
 */
export async function listOpen(database: PrismaClient, limit: number): Promise<string[]> {
  const rows = await database.payment.findMany({
    where: {
      OR: [
        { status: { in: ['pending', 'requires_action', 'authorized', 'captured'] }, cancelRequested: true },
        { status: 'authorized', captureRequested: true },
        { refunds: { some: { reference: null } } },
        { status: { in: ['pending', 'requires_action'] }, expiresAt: { lt: new Date() } },
      ],
    },
    orderBy: { createdAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(row => row.id);
}

/** Open payments that nothing was heard of since `before`: a webhook may have been lost. */
export async function listStale(database: PrismaClient, before: Date, limit: number): Promise<string[]> {
  const rows = await database.payment.findMany({
    where: { status: { in: ['pending', 'requires_action'] }, requested: true, createdAt: { lt: before } },
    orderBy: { createdAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(row => row.id);
}

/** Stores a signed event once. */
export async function addWebhook(
  database: PrismaClient,
  { id, type, paymentId, intent }: ProviderEvent,
): Promise<void> {
  await database.webhook.createMany({
    data: { id, type, paymentId: paymentId ?? null, intent: intent ?? null },
    skipDuplicates: true,
  });
}

export interface OpenWebhook {
  id: string;
  paymentId: string | undefined;
}

/** Events that were not worked on yet, in the order in which they came, with the payment each belongs to. */
export async function listWebhooks(database: PrismaClient, limit: number): Promise<OpenWebhook[]> {
  const rows = await database.webhook.findMany({
    where: { handledAt: null },
    orderBy: { receivedAt: 'asc' },
    take: limit,
  });
  const intents = rows.flatMap(row => row.intent ?? []);
  const byIntent = await database.payment.findMany({
    where: { intent: { in: intents } },
    select: { id: true, intent: true },
  });
  return rows.map(({ id, paymentId, intent }) => ({
    id,
    paymentId: paymentId ?? byIntent.find(row => row.intent === intent)?.id,
  }));
}

export async function closeWebhook(database: PrismaClient, id: string): Promise<void> {
  await database.webhook.update({ where: { id }, data: { handledAt: new Date() } });
}

export interface PageQuery {
  status?: PaymentStatus;
  orderId?: string;
  before?: { createdAt: Date; id: string };
  take: number;
}

/** Keyset page of payments, newest first. */
export async function listPayments(
  database: PrismaClient,
  { status, orderId, before, take }: PageQuery,
): Promise<StoredPayment[]> {
  const rows = await database.payment.findMany({
    where: {
      ...(status === undefined ? {} : { status }),
      ...(orderId === undefined ? {} : { orderId }),
      ...(before === undefined
        ? {}
        : { createdAt: { lte: before.createdAt }, NOT: { createdAt: before.createdAt, id: { gte: before.id } } }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    include: withRefunds,
  });
  return rows.map(fromRow);
}
