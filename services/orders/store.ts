import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ordersEvents } from '../../generated/orders/events.ts';
import type { NewOrder } from '../../generated/orders/types.ts';
import { canonical } from '../platform/http/idempotency.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import {
  applyFact,
  checkedFact,
  type Fact,
  type OrderEvent,
  orderPlaced,
  type PlacedOrder,
  statusOf,
} from './order.ts';
import type { Prisma, PrismaClient } from './prisma/client/client.ts';
import { recordCustomerOrder, recordSale } from './store-sales.ts';

export type Tx = Prisma.TransactionClient;
export type Database = Tx | PrismaClient;

const parcelSchema = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string().exactOptional(),
});
const happened = {
  id: z.string(),
  at: z.string(),
  detail: z.string().exactOptional(),
  traceId: z.string().exactOptional(),
};
const moneySchema = z.object({ amount: z.number(), currency: z.string() });
const factSchema = z.discriminatedUnion('kind', [
  z.object({ ...happened, kind: z.literal('authorized'), amount: moneySchema.exactOptional() }),
  z.object({ ...happened, kind: z.enum(['captured', 'stock_allocated', 'stock_missing']) }),
  z.object({ ...happened, kind: z.enum(['payment_failed', 'cancelled']), reason: z.string() }),
  z.object({ ...happened, kind: z.literal('refunded'), refundedTotal: z.number(), whole: z.boolean() }),
  z.object({ ...happened, kind: z.literal('refund_failed'), refundedTotal: z.number() }),
  z.object({ ...happened, kind: z.enum(['shipped', 'in_transit', 'delivered']), parcel: parcelSchema }),
]) satisfies z.ZodType<Fact>;

const addressSchema = z.object({
  ...{ name: z.string(), line1: z.string(), line2: z.string().exactOptional(), city: z.string() },
  ...{ region: z.string().exactOptional(), postalCode: z.string(), country: z.string() },
});

export const withLines = { lines: { orderBy: { position: 'asc' } } } as const satisfies Prisma.OrderInclude;
type Row = Prisma.OrderGetPayload<{ include: typeof withLines }>;

/**
 * Locks an order, placed or not, until the transaction ends, so that its events are published in the order of
 * commits.
 */
async function lock(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
}

/** The facts of these orders, in the order in which they were recorded. */
export async function factsOf(database: Database, orderIds: string[]): Promise<Map<string, Fact[]>> {
  const rows = await database.orderFact.findMany({
    where: { orderId: { in: orderIds } },
    orderBy: { sequence: 'asc' },
  });
  const facts = new Map<string, Fact[]>(orderIds.map(id => [id, []]));
  for (const row of rows) facts.get(row.orderId)?.push(factSchema.parse(row.fact));
  return facts;
}

/** An order from its row. */
export function fromRow(row: Row, facts: readonly Fact[]): PlacedOrder {
  const { currency } = row;
  const money = (amount: bigint) => ({ amount: Number(amount), currency });
  const content: NewOrder = {
    tokenHash: row.tokenHash,
    email: row.email,
    lines: row.lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl }) => {
      return {
        sku,
        title,
        quantity,
        unitPrice: money(unitPrice),
        lineTotal: money(lineTotal),
        ...(imageUrl === null ? {} : { imageUrl }),
      };
    }),
    totals: { subtotal: money(row.subtotal), shipping: money(row.shipping), total: money(row.total) },
    shippingAddress: addressSchema.parse(row.address),
    shippingMethod: row.shippingMethod,
    ...(row.shopperId === null ? {} : { shopperId: row.shopperId }),
    ...(row.cartId === null ? {} : { cartId: row.cartId }),
    ...(row.phone === null ? {} : { phone: row.phone }),
  };
  const placedTraceId = row.placedTraceId === null ? {} : { placedTraceId: row.placedTraceId };
  return {
    id: row.id,
    number: `C-${row.sequence}`,
    placedAt: row.placedAt.toISOString(),
    ...placedTraceId,
    content,
    facts: facts.map(fact => checkedFact(content, fact)),
  };
}

/** The order with its facts; undefined when it was never placed. */
export async function findOrder(database: Database, id: string): Promise<PlacedOrder | undefined> {
  const row = await database.order.findUnique({ where: { id }, include: withLines });
  return row ? fromRow(row, (await factsOf(database, [id])).get(id) ?? []) : undefined;
}

function fingerprint(content: NewOrder): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/**
 * Stores an order under `id` and publishes OrderPlaced, once; then applies the facts that arrived before the order.
 * @returns the order as it is now, or 'different' when another order has this id
 */
export async function placeOrder(tx: Tx, id: string, content: NewOrder): Promise<PlacedOrder | 'different'> {
  await lock(tx, id);
  const existing = await tx.order.findUnique({ where: { id }, include: withLines });
  if (existing)
    return existing.fingerprint === fingerprint(content)
      ? fromRow(existing, (await factsOf(tx, [id])).get(id) ?? [])
      : 'different';
  const row = await tx.order.create({ data: newRow(id, content), include: withLines });
  let order = fromRow(row, []);
  await publish(tx, id, [orderPlaced(order)]);
  await recordCustomerOrder(tx, order);
  for (const fact of (await factsOf(tx, [id])).get(id) ?? []) order = await applyAndPublish(tx, order, fact);
  return order;
}

function newRow(id: string, content: NewOrder): Prisma.OrderCreateInput {
  const { tokenHash, email, phone, shopperId, cartId, totals, shippingMethod } = content;
  return {
    ...{
      id,
      tokenHash,
      email,
      emailKey: email.toLowerCase(),
      shippingMethod,
      fingerprint: fingerprint(content),
      placedAt: new Date(),
    },
    currency: totals.total.currency,
    subtotal: BigInt(totals.subtotal.amount),
    shipping: BigInt(totals.shipping.amount),
    total: BigInt(totals.total.amount),
    address: { ...content.shippingAddress },
    phone: phone ?? null,
    shopperId: shopperId ?? null,
    cartId: cartId ?? null,
    placedTraceId: currentTrace()?.traceId ?? null,
    lines: {
      create: content.lines.map(({ sku, title, quantity, unitPrice, lineTotal, imageUrl }, position) => {
        const amounts = { unitPrice: BigInt(unitPrice.amount), lineTotal: BigInt(lineTotal.amount) };
        return { position, sku, title, quantity, ...amounts, imageUrl: imageUrl ?? null };
      }),
    },
  };
}

/** The order, locked until the transaction ends. */
export async function lockOrder(tx: Tx, id: string): Promise<PlacedOrder | undefined> {
  await lock(tx, id);
  return findOrder(tx, id);
}

/**
 * Records a fact about an order, changes its status accordingly and publishes the events that follow. A fact that
 * arrives before its order is stored until the order is placed; a known fact changes nothing.
 * @returns the order as it is now, undefined before it is placed
 */
export async function recordFact(tx: Tx, id: string, fact: Fact): Promise<PlacedOrder | undefined> {
  const order = await lockOrder(tx, id);
  const traceId = currentTrace()?.traceId;
  const traced = traceId === undefined ? fact : { ...fact, traceId };
  const { count } = await tx.orderFact.createMany({
    data: { orderId: id, id: fact.id, fact: traced },
    skipDuplicates: true,
  });
  return order && count > 0 ? applyAndPublish(tx, order, traced) : order;
}

async function applyAndPublish(tx: Tx, order: PlacedOrder, fact: Fact): Promise<PlacedOrder> {
  const { order: changed, status, events } = applyFact(order, fact);
  if (status !== statusOf(order.facts))
    await tx.order.update({ where: { id: order.id }, data: { status }, select: { id: true } });
  await publish(tx, order.id, events);
  await recordSale(tx, order, changed);
  return changed;
}

async function publish(tx: Tx, id: string, events: readonly OrderEvent[]): Promise<void> {
  const records = events.map(({ type, payload }) => {
    if (type === 'OrderPlaced') return ordersEvents.OrderPlaced(id, payload);
    if (type === 'OrderPaid') return ordersEvents.OrderPaid(id, payload);
    if (type === 'OrderCancelled') return ordersEvents.OrderCancelled(id, payload);
    return ordersEvents.OrderRefunded(id, payload);
  });
  await addToOutbox(tx, ...records);
}
