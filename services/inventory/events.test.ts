import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventRecord } from '../../contracts/codegen/runtime/events.ts';
import { inventoryTopics } from '../../generated/inventory/events.ts';
import { createOrdersConsumer, ordersEvents, ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer, paymentsEvents, paymentsTopics } from '../../generated/payments/events.ts';
import { createShippingConsumer, shippingEvents, shippingTopics } from '../../generated/shipping/events.ts';
import { newId } from '../platform/ids.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { silentLog } from '../platform/testing/log.ts';
import { hasHandled, outboxRecords } from '../platform/testing/outbox.ts';
import { publish } from '../platform/testing/publish.ts';
import { consumeAll, type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { orderHandlers, paymentHandlers, shippingHandlers } from './events.ts';
import { orderInbox } from './order-inbox.ts';
import { sweepExpired } from './reservations.ts';
import { faults, type Inventory, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
let kafka: TestTopics;
let workers: Worker[];
beforeAll(async () => {
  [inventory, kafka] = await Promise.all([
    startInventory(),
    testTopics(ordersTopics, paymentsTopics, shippingTopics, inventoryTopics),
  ]);
  const log = silentLog();
  workers = [
    createRelay({
      kafka: kafka.connection,
      source: postgresOutbox({ url: inventory.databaseUrl }),
      topics: inventoryTopics,
      log,
    }),
    createConsumers({
      kafka: kafka.connection,
      group: 'inventory',
      consumers: [
        createOrdersConsumer({ handlers: orderHandlers }),
        createPaymentsConsumer({ handlers: paymentHandlers }),
        createShippingConsumer({ handlers: shippingHandlers }),
      ],
      inTransaction: orderInbox(inventory.database),
      log,
    }),
  ];
  for (const worker of workers) await worker.start();
});
afterAll(async () => {
  await Promise.all(workers.map(worker => worker.stop()));
  await kafka.drop();
  await inventory.close();
});

const money = { amount: 100, currency: 'USD' };
const address = { name: 'Ada Shopper', line1: '1 Analytical Way', city: 'London', postalCode: 'N1 9GU', country: 'GB' };

function paid(orderId: string, lines: Record<string, number>): EventRecord {
  return ordersEvents.OrderPaid(orderId, {
    orderId,
    number: 'C-1',
    email: 'ada@example.com',
    total: money,
    subtotal: money,
    shipping: { amount: 0, currency: 'USD' },
    shippingAddress: address,
    shippingMethod: 'standard',
    lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, title: sku, quantity, unitPrice: money })),
    paidAt: new Date().toISOString(),
  });
}

function cancelled(orderId: string): EventRecord {
  return ordersEvents.OrderCancelled(orderId, {
    orderId,
    number: 'C-1',
    reason: 'test',
    wasPaid: true,
    cancelledAt: new Date().toISOString(),
  });
}

function parcelCancelled(orderId: string): EventRecord {
  return shippingEvents.ShipmentCancelled(orderId, {
    shipmentId: newId(),
    orderId,
    orderNumber: 'C-10042',
    cancelledAt: '2026-11-22T10:00:02.000Z',
  });
}

function refunded(orderId: string, quantity: number, restockAt?: string): EventRecord {
  return paymentsEvents.RefundIssued(orderId, {
    paymentId: newId(),
    orderId,
    amount: money,
    refundId: newId(),
    refundedTotal: money,
    whole: false,
    reason: 'Bruised',
    issuedAt: '2026-11-22T10:00:02.000Z',
    lines: [{ sku: `r-${orderId}`, quantity }],
    ...(restockAt === undefined ? {} : { restockAt }),
  });
}

/** Publishes each event twice and waits until all of them were consumed. */
async function dispatch(...events: EventRecord[]): Promise<void> {
  for (const event of events) {
    await publish(kafka.connection, event, event);
    await until(() => hasHandled(inventory.database, event.id), {
      describe: `${event.type} is handled`,
    });
  }
}

const reserve = (reservationId: string, lines: Record<string, number>) =>
  inventory.service.reserveStock({
    path: { reservationId },
    body: { lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })), expiresInSeconds: 600 },
  });
const statusOf = async (reservationId: string) => {
  const answer = await inventory.service.getReservation({ path: { reservationId } });
  return answer.status === 200 ? answer.body.status : answer.status;
};
const levelOf = async (sku: string) => {
  const row = await inventory.database.level.findUnique({ where: { sku_location: { sku, location: 'east' } } });
  return [row?.onHand, row?.reserved];
};
async function expire(id: string): Promise<void> {
  await inventory.database.reservation.update({ where: { id }, data: { expiresAt: new Date(0) } });
  await sweepExpired(inventory.database, new AbortController().signal);
}
/** Types of the events that were published about an order, once the outbox is empty. */
async function eventsOf(orderId: string): Promise<string[]> {
  await until(async () => (await outboxRecords(inventory.database)).length === 0, { describe: 'the outbox is empty' });
  return (await consumeAll(kafka.connection, 'inventory.stock.v1'))
    .filter(event => event.key === orderId)
    .map(event => event.type);
}

test('paid: reserved units are sold, once', async () => {
  const id = newId();
  await stockUp(inventory, { 'p1@east': 5 });
  await reserve(id, { p1: 2 });
  await dispatch(paid(id, { p1: 2 }), paid(id, { p1: 2 }));
  expect(await statusOf(id)).toBe('sold');
  expect(await levelOf('p1')).toEqual([3, 0]);
  expect(await eventsOf(id)).toEqual(['InventoryReserved', 'StockAllocated']);
  const ledger = await inventory.staff('orders').listLedger({ query: { sku: 'p1' } });
  expect(ledger).toMatchObject({
    body: { items: [{ delta: -2, onHand: 3, reason: 'sold', orderId: id }, { delta: 5 }] },
  });
  expect(await inventory.service.releaseReservation({ path: { reservationId: id } })).toMatchObject({
    status: 200,
    body: { status: 'sold' },
  });
  expect(await levelOf('p1')).toEqual([3, 0]);
});

test('paid after the reservation expired: free units are allocated', async () => {
  const id = newId();
  await stockUp(inventory, { 'p2@east': 5 });
  await reserve(id, { p2: 2 });
  await expire(id);
  await dispatch(paid(id, { p2: 2 }));
  expect(await statusOf(id)).toBe('sold');
  expect(await levelOf('p2')).toEqual([3, 0]);
  expect(await eventsOf(id)).toEqual(['InventoryReserved', 'InventoryReleased', 'StockAllocated']);
});

test('paid after the reservation expired and without stock: AllocationFailed once, and never sold twice', async () => {
  const late = newId();
  const quick = newId();
  await stockUp(inventory, { 'p3@east': 2 });
  await reserve(late, { p3: 2 });
  await expire(late);
  await reserve(quick, { p3: 1 });
  await dispatch(paid(late, { p3: 2 }), paid(late, { p3: 2 }));
  expect(await eventsOf(late)).toEqual(['InventoryReserved', 'InventoryReleased', 'AllocationFailed']);
  await stockUp(inventory, { 'p3@east': 9 });
  await dispatch(paid(late, { p3: 2 }), cancelled(late));
  expect(await eventsOf(late)).toEqual(['InventoryReserved', 'InventoryReleased', 'AllocationFailed']);
  expect(await levelOf('p3')).toEqual([9, 1]);
});

test('cancelled while held: released; parcel cancelled when sold: restocked, once', async () => {
  const heldId = newId();
  const soldId = newId();
  await stockUp(inventory, { 'p4@east': 6 });
  await reserve(heldId, { p4: 1 });
  await reserve(soldId, { p4: 2 });
  await dispatch(
    paid(soldId, { p4: 2 }),
    cancelled(heldId),
    cancelled(soldId),
    parcelCancelled(soldId),
    parcelCancelled(soldId),
  );
  expect([await statusOf(heldId), await statusOf(soldId)]).toEqual(['released', 'released']);
  expect(await levelOf('p4')).toEqual([6, 0]);
  const ledger = await inventory.staff('orders').listLedger({ query: { sku: 'p4' } });
  expect(ledger).toMatchObject({
    body: { items: [{ delta: 2, reason: 'order cancelled', orderId: soldId }, { delta: -2 }, { delta: 6 }] },
  });
  await eventsOf(soldId);
  const last = (await consumeAll(kafka.connection, 'inventory.stock.v1')).filter(event => event.key === 'p4').at(-1);
  expect(last).toMatchObject({ type: 'StockAdjusted', payload: { delta: 2, reason: 'order cancelled', available: 6 } });
});

test('cancelled before it is paid, or before anything was reserved: nothing is sold later', async () => {
  const first = newId();
  const second = newId();
  await stockUp(inventory, { 'p5@east': 3 });
  await reserve(first, { p5: 1 });
  await dispatch(cancelled(first), paid(first, { p5: 1 }), cancelled(second));
  expect(await reserve(second, { p5: 1 })).toMatchObject({ status: 200, body: { status: 'released' } });
  await dispatch(paid(second, { p5: 1 }));
  expect(await levelOf('p5')).toEqual([3, 0]);
  expect(await eventsOf(first)).toEqual(['InventoryReserved', 'InventoryReleased']);
  expect(await eventsOf(second)).toEqual([]);
});

test('cancelled when sold: restocked only once shipping cancels the parcel', async () => {
  const left = newId();
  const kept = newId();
  await stockUp(inventory, { 'p6@east': 3 });
  await reserve(left, { p6: 1 });
  await reserve(kept, { p6: 1 });
  await dispatch(paid(left, { p6: 1 }), paid(kept, { p6: 1 }), cancelled(left), cancelled(kept));
  expect(await statusOf(left)).toBe('sold');
  expect(await levelOf('p6')).toEqual([1, 0]);
  await dispatch(parcelCancelled(kept));
  expect(await statusOf(kept)).toBe('released');
  expect(await levelOf('p6')).toEqual([2, 0]);
});

test('parcel cancelled before any other event of the order is received: nothing is sold later, nothing restocked twice', async () => {
  const id = newId();
  await stockUp(inventory, { 'p8@east': 3 });
  await reserve(id, { p8: 1 });
  await dispatch(parcelCancelled(id), paid(id, { p8: 1 }), cancelled(id), parcelCancelled(id));
  expect(await statusOf(id)).toBe('released');
  expect(await levelOf('p8')).toEqual([3, 0]);
  expect(await eventsOf(id)).toEqual(['InventoryReserved', 'InventoryReleased']);
  expect(await faults(inventory)).toEqual([]);
});

test('an event that breaks its schema becomes a dead letter, and consumption continues', async () => {
  const id = newId();
  await stockUp(inventory, { 'p7@east': 3 });
  await reserve(id, { p7: 1 });
  const broken = { ...paid(id, { p7: 1 }), payload: { orderId: 'not an id' } };
  await publish(kafka.connection, broken);
  await dispatch(paid(id, { p7: 1 }));
  expect(await statusOf(id)).toBe('sold');
  await until(
    async () =>
      (await consumeAll(kafka.connection, 'orders.order.v1.inventory.dlq')).some(letter => letter.id === broken.id),
    {
      describe: 'the broken event is a dead letter',
    },
  );
  expect(await faults(inventory)).toEqual([]);
});

describe('a refund by line', () => {
  const sold = async () => {
    const id = newId();
    await stockUp(inventory, { [`r-${id}@east`]: 9 });
    await reserve(id, { [`r-${id}`]: 3 });
    await dispatch(paid(id, { [`r-${id}`]: 3 }));
    return id;
  };

  test('restocks its units at the location that staff chose, once, and only if they chose one', async () => {
    const id = await sold();
    await dispatch(refunded(id, 1), refunded(id, 1, 'west'), refunded(id, 1, 'east'));
    const answer = await inventory.staff('orders').listLevels({ query: { skus: [`r-${id}`] } });
    expect(answer).toMatchObject({
      body: {
        items: [
          { location: 'east', onHand: 7 },
          { location: 'west', onHand: 1 },
        ],
      },
    });
    expect(await inventory.staff('orders').listLedgerOfOrder({ path: { orderId: id } })).toMatchObject({
      body: { items: [{ delta: -3 }, { delta: 1, reason: 'returned', location: 'west' }, { delta: 1 }] },
    });
  });

  test('and a cancelled parcel never restock more than the order took', async () => {
    const id = await sold();
    await dispatch(refunded(id, 2, 'east'), parcelCancelled(id), refunded(id, 2, 'east'));
    expect(await levelOf(`r-${id}`)).toEqual([9, 0]);
    const other = await sold();
    await dispatch(parcelCancelled(other), refunded(other, 3, 'east'));
    expect(await levelOf(`r-${other}`)).toEqual([9, 0]);
  });
});
