import type { NewOrder } from '../../generated/orders/types.ts';
import { fingerprintOf } from '../platform/fingerprint.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { currentTrace } from '../platform/observability/trace.ts';
import { applyFact, type Fact, type PlacedOrder } from './order.ts';
import { recordsOf } from './order-events.ts';
import { insertOrder, type UnnumberedOrder } from './store-placing.ts';
import { type Database, factsOf, findOrder, readOrders, type Stores, type Tx } from './store-read.ts';
import { recordSale } from './store-sales.ts';

/**
 * Locks an order, placed or not, until the transaction ends, so that its events are published in the order of
 * commits.
 */
async function lock(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
}

const unnumbered = (id: string, content: NewOrder): UnnumberedOrder => {
  const placedTraceId = currentTrace()?.traceId;
  return {
    id,
    placedAt: new Date().toISOString(),
    content,
    fingerprint: fingerprintOf(content),
    ...(placedTraceId === undefined ? {} : { placedTraceId }),
  };
};

/**
 * Stores an order under `id` and publishes OrderPlaced, once, in one statement as a rule; then applies the facts that
 * arrived before the order.
 * @returns the order as it is now, or 'different' when another order has this id
 */
export async function placeOrder(
  { database, sql, orders }: Stores,
  id: string,
  content: NewOrder,
): Promise<PlacedOrder | 'different'> {
  const { order, hasFacts } = await insertOrder(sql, unnumbered(id, content), { allowExistingFacts: false });
  if (order) {
    orders.set(id, { order, version: 0 });
    return order;
  }
  if (hasFacts) return database.$transaction(tx => placeWithFacts(tx, id, content));
  return existingOrder(database, id, content);
}

async function existingOrder(database: Database, id: string, content: NewOrder): Promise<PlacedOrder | 'different'> {
  const existing = (await readOrders(database, [id])).get(id);
  return existing?.fingerprint === fingerprintOf(content) ? existing.order : 'different';
}

async function placeWithFacts(tx: Tx, id: string, content: NewOrder): Promise<PlacedOrder | 'different'> {
  const { order: placed } = await insertOrder(tx, unnumbered(id, content), { allowExistingFacts: true });
  if (!placed) return existingOrder(tx, id, content);
  let order = placed;
  for (const fact of await factsOf(tx, id)) order = await applyAndPublish(tx, order, fact);
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
