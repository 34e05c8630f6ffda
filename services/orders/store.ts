import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewOrder } from '../../generated/orders/types.ts';
import { canonical } from '../platform/http/idempotency.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import { applyFact, type Fact, numberOf, type PlacedOrder } from './order.ts';
import { recordsOf } from './order-events.ts';
import { insertOrder } from './store-placing.ts';
import { factsOf, findOrder, readOrders, type Tx } from './store-read.ts';
import { recordSale } from './store-sales.ts';

/**
 * Locks an order, placed or not, until the transaction ends, so that its events are published in the order of
 * commits.
 */
async function lock(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
}

const sequenceSchema = z.tuple([z.object({ sequence: z.string() })]);

/** Locks the id of an order until the transaction ends; returns a new number. */
async function lockForPlacing(tx: Tx, orderId: string): Promise<string> {
  const rows = await tx.$queryRaw`
    SELECT nextval('orders_sequence_seq')::text AS sequence, pg_advisory_xact_lock(hashtextextended(${orderId}, 0))::text`;
  return sequenceSchema.parse(rows)[0].sequence;
}

function fingerprint(content: NewOrder): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/**
 * Stores an order under `id` and publishes OrderPlaced, once; then applies the facts that arrived before the order.
 * @returns the order as it is now, or 'different' when another order has this id
 */
export async function placeOrder(tx: Tx, id: string, content: NewOrder): Promise<PlacedOrder | 'different'> {
  const sequence = await lockForPlacing(tx, id);
  const placedTraceId = currentTrace()?.traceId;
  const placed: PlacedOrder = {
    ...{ id, number: numberOf(sequence), placedAt: new Date().toISOString(), content, facts: [] },
    ...(placedTraceId === undefined ? {} : { placedTraceId }),
  };
  const { isNew, hasFacts } = await insertOrder(tx, placed, sequence, fingerprint(content));
  if (!isNew) {
    const existing = (await readOrders(tx, [id])).get(id);
    return existing?.fingerprint === fingerprint(content) ? existing.order : 'different';
  }
  let order = placed;
  if (hasFacts) for (const fact of await factsOf(tx, id)) order = await applyAndPublish(tx, order, fact);
  return order;
}

/** The order, locked until the transaction ends. */
export async function lockOrder(tx: Tx, id: string): Promise<PlacedOrder | undefined> {
  await lock(tx, id);
  // Keeps out changes that do not take the lock of the id (store-facts.ts).
  await tx.$executeRaw`SELECT 1 FROM orders WHERE id = ${id}::uuid FOR UPDATE`;
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
  const data = { status, version: { increment: 1 } };
  await tx.order.update({ where: { id: order.id }, data, select: { id: true } });
  await addToOutbox(tx, ...recordsOf(order.id, events));
  await recordSale(tx, order, changed);
  return changed;
}
