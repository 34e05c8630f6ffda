import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { type ShippingSuite, shippingSuite } from './testing/suite.ts';

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());
afterEach(() => automatic(true));

const key = () => ({ 'idempotency-key': newId() });
const automatic = (value: boolean) => suite.staff('admin').saveShippingSettings({ body: { automatic: value } });
const later = (ms: number) => {
  suite.clock.now = new Date(suite.clock.now.getTime() + ms);
};

async function publishedChanges(resourceId: string) {
  const rows = await outboxRecords(suite.database, { aggregateid: resourceId, type: 'ChangeMade' });
  return rows.map(row => row.payload);
}

/** A paid order whose parcel is ready, and not dispatched automatically. */
async function readyOrder() {
  await automatic(false);
  const order = suite.order();
  await order.paid();
  await order.allocated();
  later(1_000);
  await suite.work();
  const parcel = await order.parcel();
  return { order, shipmentId: parcel?.id ?? '', parcel };
}

const types = (rows: { type: string }[]) => rows.map(row => row.type).filter(type => type !== 'ChangeMade');

describe('parcels that are not sent automatically', () => {
  test('stay ready until staff dispatches them, once however often the request is repeated', async () => {
    const { order, shipmentId, parcel } = await readyOrder();
    expect(parcel).toMatchObject({ status: 'ready', lines: [{ location: 'east' }] });
    expect(types(await order.outboxTypes())).toEqual([]);
    const staff = suite.staff('orders');
    const headers = key();
    const first = await staff.dispatchShipment({ path: { shipmentId }, headers });
    expect(first).toMatchObject({ status: 200, body: { id: shipmentId } });
    const replayed = { status: 200, headers: { 'idempotent-replayed': 'true' }, body: first.body };
    expect(await staff.dispatchShipment({ path: { shipmentId }, headers })).toMatchObject(replayed);
    later(1_000);
    await suite.work();
    expect(await staff.dispatchShipment({ path: { shipmentId }, headers })).toMatchObject(replayed);
    expect(await staff.dispatchShipment({ path: { shipmentId }, headers: key() })).toMatchObject({
      status: 200,
      body: { status: 'created' },
    });
    await suite.work();
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCreated']);
    expect(await publishedChanges(shipmentId)).toEqual([
      expect.objectContaining({
        resource: 'shipments',
        action: 'dispatched',
        label: 'C-10042',
        parent: { resource: 'orders', resourceId: order.orderId },
        changes: [{ field: 'status', before: 'ready', after: 'created' }],
      }),
    ]);
  });

  test('are dispatched one with each key, whose scope is the member of staff', async () => {
    const one = await readyOrder();
    const other = await readyOrder();
    const staff = suite.staff('orders');
    const headers = key();
    expect(await staff.dispatchShipment({ path: { shipmentId: one.shipmentId }, headers })).toMatchObject({
      status: 200,
    });
    const wanted = { path: { shipmentId: other.shipmentId }, headers };
    expect(await staff.dispatchShipment(wanted)).toMatchObject({ status: 422 });
    const answer = await suite.staff('orders').dispatchShipment(wanted);
    expect(answer).toMatchObject({ status: 200, body: { id: other.shipmentId } });
    expect(answer.headers).not.toHaveProperty('idempotent-replayed');
  });

  test('are dispatched once dispatch is automatic again', async () => {
    const { order } = await readyOrder();
    await automatic(true);
    later(1_000);
    await suite.work();
    expect(await order.parcel()).toMatchObject({ status: 'created' });
  });

  test('are cancelled when their order is cancelled, and then cannot be dispatched', async () => {
    const { order, shipmentId } = await readyOrder();
    await order.cancelled();
    expect(await order.parcel()).toMatchObject({ status: 'cancelled' });
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCancelled']);
    expect(await suite.staff('orders').dispatchShipment({ path: { shipmentId }, headers: key() })).toMatchObject({
      status: 409,
    });
    later(1_000);
    await suite.work();
    expect(types(await order.outboxTypes())).toEqual(['ShipmentCancelled']);
  });

  test('do not leave when the payment of their order has ended, even if the order is paid', async () => {
    const { order, shipmentId } = await readyOrder();
    suite.unpaid.add(order.orderId);
    const dispatch = () => suite.staff('orders').dispatchShipment({ path: { shipmentId }, headers: key() });
    expect(await dispatch()).toMatchObject({ status: 409, body: { code: 'not_paid' } });
    expect(await publishedChanges(shipmentId)).toEqual([]);
    await automatic(true);
    for (let turn = 0; turn < 3; turn += 1) {
      later(1_000);
      await suite.work();
    }
    expect(await order.parcel()).toMatchObject({ status: 'ready' });
    expect(types(await order.outboxTypes())).toEqual([]);
    await order.cancelled();
    expect(await order.parcel()).toMatchObject({ status: 'cancelled' });
  });

  test('wait for their stock first', async () => {
    const order = suite.order();
    await order.paid();
    const shipmentId = (await order.parcel())?.id ?? '';
    const answer = await suite.staff('orders').dispatchShipment({ path: { shipmentId }, headers: key() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'no_stock_yet' } });
  });

  test('none is left behind when the setting changes as they become ready', async () => {
    await automatic(false);
    const orders = Array.from({ length: 6 }, () => suite.order());
    for (const order of orders) await order.paid();
    await Promise.all([...orders.map(order => order.allocated()), automatic(true)]);
    later(1_000);
    await suite.work();
    for (const order of orders) expect(await order.parcel()).toMatchObject({ status: 'created' });
  });
});

test('a change of the settings is published, once', async () => {
  expect(await suite.staff('orders').getShippingSettings()).toMatchObject({ status: 200, body: { automatic: true } });
  const before = (await publishedChanges('shipping')).length;
  await automatic(false);
  await automatic(false);
  const changes = (await publishedChanges('shipping')).slice(before);
  expect(changes).toEqual([
    expect.objectContaining({ action: 'changed', changes: [{ field: 'automatic', before: true, after: false }] }),
  ]);
});

test('role support may read, orders may dispatch, only admins change the settings', async () => {
  const path = { shipmentId: newId() };
  expect(await suite.staff('support').dispatchShipment({ path, headers: key() })).toMatchObject({ status: 403 });
  expect(await suite.staff('orders').dispatchShipment({ path, headers: key() })).toMatchObject({ status: 404 });
  expect(await suite.staff('orders').saveShippingSettings({ body: { automatic: false } })).toMatchObject({
    status: 403,
  });
  expect(await suite.nobody.getShippingSettings()).toMatchObject({ status: 401 });
});
