import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import type { BatchedEvent } from '../platform/messaging/inbox.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import type { OrderUpdate } from './order-state.ts';
import { type OrderRecorder, orderInbox } from './store-events.ts';
import { type ShippingSuite, shippingSuite } from './testing/suite.ts';

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());

const address = { name: 'Ada', line1: '1 Analytical Way', city: 'London', postalCode: 'N1 9GU', country: 'GB' };
const lines = [{ sku: 'a', title: 'Bananas', quantity: 2 }];
const allocated: OrderUpdate = { kind: 'allocated', lines: [{ sku: 'a', quantity: 2, location: 'east' }] };
const cancelled: OrderUpdate = { kind: 'cancelled', at: '2026-11-22T10:00:02.000Z' };

function paid(orderId: string): OrderUpdate {
  const about = { orderNumber: 'C-1', method: 'standard', email: 'ada@example.com' };
  return { kind: 'paid', shipment: { id: newId(), orderId, ...about, address, lines } };
}

const event = (orderId: string, update: OrderUpdate): BatchedEvent<OrderRecorder> => ({
  id: newId(),
  run: async orders => orders.record(orderId, update),
});

/** Each list of events in a separate process, concurrently. */
const inProcesses = (...lists: BatchedEvent<OrderRecorder>[][]) =>
  Promise.all(lists.map(events => orderInbox(suite.database).batch?.('shipping', events)));

const parcels = (orderIds: string[]) =>
  suite.database.shipment.findMany({ where: { orderId: { in: orderIds } }, select: { status: true, lines: true } });

const handled = <T>(list: readonly T[]) => list.map(() => 'handled');

test('parcels are ready in whatever order processes consume OrderPaid and StockAllocated', async () => {
  const orders = Array.from({ length: 20 }, () => newId());
  const outcomes = await inProcesses(
    orders.map(id => event(id, paid(id))),
    orders.toReversed().map(id => event(id, allocated)),
  );
  expect(outcomes).toEqual([handled(orders), handled(orders)]);
  const ready = { status: 'ready', lines: [{ ...lines[0], location: 'east' }] };
  expect(await parcels(orders)).toEqual(orders.map(() => ready));
});

test('a cancellation wins over events that other processes consume at the same time, and is published once', async () => {
  const orders = Array.from({ length: 10 }, () => newId());
  await inProcesses(
    orders.map(id => event(id, paid(id))),
    orders.map(id => event(id, allocated)),
    orders.toReversed().map(id => event(id, cancelled)),
  );
  expect((await parcels(orders)).map(({ status }) => status)).toEqual(orders.map(() => 'cancelled'));
  for (const aggregateid of orders)
    expect((await outboxRecords(suite.database, { aggregateid })).map(({ type }) => type)).toEqual([
      'ShipmentCancelled',
    ]);
});

test('the events of one order in a batch take effect in their order, and once', async () => {
  const orderId = newId();
  const inbox = orderInbox(suite.database);
  const events = [event(orderId, paid(orderId)), event(orderId, allocated), event(orderId, paid(orderId))];
  expect(await inbox.batch?.('shipping', events)).toEqual(handled(events));
  expect(await inbox.batch?.('shipping', [...events, event(orderId, cancelled)])).toEqual([
    ...events.map(() => 'duplicate'),
    'handled',
  ]);
  expect(await parcels([orderId])).toMatchObject([{ status: 'cancelled' }]);
});

test('a process with a cached parcel sees that the carrier has it', async () => {
  const orderId = newId();
  const inbox = orderInbox(suite.database);
  await inbox.batch?.('shipping', [event(orderId, paid(orderId)), event(orderId, allocated)]);
  await suite.work();
  suite.clock.now = new Date(suite.clock.now.getTime() + 120_000);
  await suite.work();
  await inbox.batch?.('shipping', [event(orderId, cancelled)]);
  expect(await parcels([orderId])).toMatchObject([{ status: 'in_transit' }]);
});
