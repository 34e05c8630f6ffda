import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import type { BatchedEvent } from '../platform/messaging/inbox.ts';
import type { FactContent } from './order.ts';
import { createOrderCache } from './order-cache.ts';
import { type FactRecorder, factInbox } from './store-facts.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

const AT = '2026-11-30T10:00:00.000Z';
const PARCEL = { id: newId(), carrier: 'local', trackingNumber: 'LC1' };
const STEPS: FactContent[] = [
  { kind: 'authorized', amount: { amount: 701, currency: 'USD' } },
  { kind: 'stock_allocated' },
  { kind: 'shipped', parcel: PARCEL },
  { kind: 'captured' },
  { kind: 'delivered', parcel: PARCEL },
];

/** The inbox of a process of its own. */
const inboxOfProcess = () => factInbox({ ...suite, orders: createOrderCache() });

async function place(): Promise<string> {
  const orderId = newId();
  expect(await suite.checkout.placeOrder({ path: { orderId }, body: newOrder() })).toMatchObject({ status: 200 });
  return orderId;
}

/** An event that reports one fact of an order. */
function event(orderId: string, content: FactContent, id: string = newId()): BatchedEvent<FactRecorder> {
  return { id, run: async facts => void (await facts.record(orderId, { ...content, id: content.kind, at: AT })) };
}

const kinds = async (orderId: string) => {
  const rows = await suite.database.orderFact.findMany({ where: { orderId }, orderBy: { sequence: 'asc' } });
  return rows.map(row => row.id);
};
const sold = () => suite.database.sale.count();

test('events of several orders are applied together, and each has its effect once', async () => {
  const inbox = inboxOfProcess();
  const orders = [await place(), await place(), await place()];
  const before = await sold();
  const events = STEPS.flatMap(step => orders.map(orderId => event(orderId, step)));
  expect(await inbox.batch?.('orders', events)).toEqual(events.map(() => 'handled'));
  for (const orderId of orders) {
    expect(await kinds(orderId)).toEqual(STEPS.map(({ kind }) => kind));
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced', 'OrderPaid']);
  }
  expect(await sold()).toBe(before + 3);
  expect(await suite.database.customer.findMany({ select: { spent: true } })).toEqual([{ spent: 2103n }]);
  expect(await inbox.batch?.('orders', events)).toEqual(events.map(() => 'duplicate'));
  expect(await sold()).toBe(before + 3);
});

test('processes that alternate on the events of an order see the changes of the others', async () => {
  const processes = [inboxOfProcess(), inboxOfProcess()];
  const orderId = await place();
  for (const [turn, step] of STEPS.entries())
    expect(await processes[turn % 2]?.({ consumer: 'orders', id: newId() }, event(orderId, step).run)).toBe('handled');
  expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced', 'OrderPaid']);
  expect(await suite.checkout.getOrderForService({ path: { orderId } })).toMatchObject({
    body: { status: 'delivered' },
  });
});

test('concurrent processes on the same orders lose no fact and publish each event once', async () => {
  const orders = await Promise.all(Array.from({ length: 6 }, place));
  const inboxes = STEPS.map(() => inboxOfProcess());
  await Promise.all(
    STEPS.map(async (step, at) => {
      const events = (at % 2 === 0 ? orders : orders.toReversed()).map(orderId => event(orderId, step));
      for (const one of events) await inboxes[at]?.batch?.('orders', [one]);
    }),
  );
  for (const orderId of orders) {
    expect((await kinds(orderId)).toSorted()).toEqual(STEPS.map(({ kind }) => kind).toSorted());
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced', 'OrderPaid']);
  }
});

test('a cancellation by staff between two events is not overwritten by the cached order of a process', async () => {
  const inbox = inboxOfProcess();
  const orderId = await place();
  await inbox({ consumer: 'orders', id: newId() }, event(orderId, { kind: 'stock_allocated' }).run);
  const cancelled = await suite.staff('orders').cancelOrder({
    path: { orderId },
    body: { reason: 'customer' },
    headers: { 'idempotency-key': newId() },
  });
  expect(cancelled).toMatchObject({ status: 200 });
  await inbox({ consumer: 'orders', id: newId() }, event(orderId, { kind: 'authorized' }).run);
  expect(await suite.checkout.getOrderForService({ path: { orderId } })).toMatchObject({
    body: { status: 'cancelled' },
  });
  expect(await suite.outboxTypes(orderId)).not.toContain('OrderPaid');
});

test('facts of an order that is not placed yet wait for it, also beside those of others', async () => {
  const inbox = inboxOfProcess();
  const early = newId();
  const orderId = await place();
  const events = [early, orderId].map(id => event(id, { kind: 'authorized' }));
  expect(await inbox.batch?.('orders', events)).toEqual(['handled', 'handled']);
  await suite.checkout.placeOrder({ path: { orderId: early }, body: newOrder() });
  for (const id of [early, orderId]) expect(await suite.outboxTypes(id)).toEqual(['OrderPlaced', 'OrderPaid']);
});
