import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { type Dispute, holdOf, releasedDisputes, withDispute } from './hold.ts';
import { type ShippingSuite, shippingSuite } from './testing/suite.ts';

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());
afterEach(() => automatic(true));

const key = () => ({ 'idempotency-key': newId() });
const automatic = (value: boolean) => suite.staff('admin').saveShippingSettings({ body: { automatic: value } });
async function work() {
  suite.clock.now = new Date(suite.clock.now.getTime() + 1_000);
  await suite.work();
}
const types = (rows: { type: string }[]) => rows.map(row => row.type).filter(type => type !== 'ChangeMade');
const at = '2026-11-22T10:00:02.000Z';
const disputed = { reason: 'payment_disputed', since: at };

/** Every order of some steps. */
function permutations<T>(steps: readonly T[]): T[][] {
  if (steps.length === 0) return [[]];
  return steps.flatMap((step, at) => permutations(steps.toSpliced(at, 1)).map(rest => [step, ...rest]));
}

test('what is known of disputes is the same in whatever order, and however often, it is reported', () => {
  const report = fc.record({
    id: fc.constantFrom('dp_1', 'dp_2'),
    state: fc.constantFrom('open' as const, 'won' as const),
    at: fc.constant(at),
  });
  const outcome = (reports: readonly Dispute[]) => {
    const known = reports.reduce(withDispute, []);
    return new Map(known.map(({ id, state }) => [id, state]));
  };
  fc.assert(
    fc.property(fc.array(report), fc.infiniteStream(fc.nat()), (reports, random) => {
      const shuffled = [...reports, ...reports]
        .map(each => ({ each, place: random.next().value }))
        .sort((one, other) => one.place - other.place)
        .map(({ each }) => each);
      expect(outcome(shuffled)).toEqual(outcome(reports));
    }),
  );
});

test('a parcel that has left is not held, a released dispute holds nothing, and a further one does', () => {
  const open: Dispute = { id: 'dp_1', state: 'open', at };
  expect(holdOf('ready', [open])).toEqual(disputed);
  for (const status of ['created', 'in_transit', 'delivered', 'cancelled'] as const)
    expect(holdOf(status, [open])).toBeUndefined();
  const released = releasedDisputes([open]);
  expect(holdOf('ready', withDispute(released, { ...open, state: 'lost' }))).toBeUndefined();
  expect(holdOf('ready', withDispute(released, { ...open, id: 'dp_2' }))).toEqual(disputed);
});

describe('a parcel whose payment is disputed, each event delivered twice', () => {
  test('is held in whatever order the events arrive, and goes once the bank decided for the shop', async () => {
    for (const steps of permutations(['paid', 'allocated', 'open'] as const)) {
      const order = suite.order();
      for (const step of steps) await (step === 'open' ? order.disputed('open', 'dp_1') : order[step]());
      await work();
      expect(await order.parcel()).toMatchObject({ status: 'ready', hold: disputed });
      expect(types(await order.outboxTypes())).toEqual([]);
      await order.disputed('won', 'dp_1');
      await order.disputed('open', 'dp_1');
      await work();
      const parcel = await order.parcel();
      expect([parcel?.status, parcel?.hold]).toEqual(['created', undefined]);
      expect(types(await order.outboxTypes())).toEqual(['ShipmentCreated']);
    }
  });

  test('stays where the bank decided for the cardholder, until the order is cancelled', async () => {
    for (const steps of permutations(['paid', 'allocated', 'open', 'lost'] as const)) {
      const order = suite.order();
      for (const step of steps)
        await (step === 'paid' || step === 'allocated' ? order[step]() : order.disputed(step, 'dp_1'));
      expect(await order.parcel()).toMatchObject({ status: 'ready', hold: { reason: 'dispute_lost' } });
      await work();
      expect(types(await order.outboxTypes())).toEqual([]);
      await order.cancelled();
      expect(await order.parcel()).not.toHaveProperty('hold');
      expect(types(await order.outboxTypes())).toEqual(['ShipmentCancelled']);
    }
  });

  test('is held when payments says so before its event arrives, for the worker and for staff', async () => {
    const order = suite.order();
    const dispute: Dispute = { id: 'dp_1', state: 'open', at };
    suite.disputed.set(order.orderId, [dispute]);
    await order.paid();
    await order.allocated();
    await work();
    expect(await order.parcel()).toMatchObject({ status: 'ready', hold: disputed });
    await automatic(false);
    const other = suite.order();
    await other.paid();
    await other.allocated();
    suite.disputed.set(other.orderId, [{ ...dispute, id: 'dp_2' }]);
    const shipmentId = (await other.parcel())?.id ?? '';
    const answer = await suite.staff('orders').dispatchShipment({ path: { shipmentId }, headers: key() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'payment_disputed' } });
    expect(await other.parcel()).toMatchObject({ status: 'ready', hold: disputed });
    await order.disputed('won', 'dp_1');
    suite.disputed.set(order.orderId, [{ ...dispute, state: 'won' }]);
    await automatic(true);
    await work();
    expect(await order.parcel()).toMatchObject({ status: 'created' });
    expect(await other.parcel()).toMatchObject({ status: 'ready' });
  });

  test('is held while the carrier is asked: its booking is dropped', async () => {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    suite.clock.now = new Date(suite.clock.now.getTime() + 1_000);
    const { local } = suite;
    await suite.work({
      ...local,
      async book(shipment) {
        await order.disputed('open', 'dp_1');
        return local.book(shipment);
      },
    });
    expect(await order.parcel()).toMatchObject({ status: 'ready', hold: disputed });
    expect(types(await order.outboxTypes())).toEqual([]);
  });
});

describe('staff', () => {
  async function heldOrder() {
    const order = suite.order();
    await order.paid();
    await order.allocated();
    await order.disputed('open', 'dp_1');
    return { order, shipmentId: (await order.parcel())?.id ?? '' };
  }
  const body = { reason: 'The customer has withdrawn it.' };

  test('find parcels that are held, and not among those to send', async () => {
    await automatic(false);
    const { shipmentId } = await heldOrder();
    const ids = async (query: { status?: 'ready'; held?: boolean }) => {
      const answer = await suite.staff('support').listShipments({ query });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      return answer.body.items.map(({ id }) => id);
    };
    expect(await ids({ held: true })).toContain(shipmentId);
    expect(await ids({ status: 'ready', held: false })).not.toContain(shipmentId);
  });

  test('cannot send it, and it is not sent when parcels are sent automatically again', async () => {
    await automatic(false);
    const { order, shipmentId } = await heldOrder();
    const answer = await suite.staff('orders').dispatchShipment({ path: { shipmentId }, headers: key() });
    expect(answer).toMatchObject({ status: 409, body: { code: 'payment_disputed' } });
    await automatic(true);
    await work();
    expect(await order.parcel()).toMatchObject({ status: 'ready' });
  });

  test('release it deliberately, once, and the audit log has who and why', async () => {
    const { order, shipmentId } = await heldOrder();
    const path = { shipmentId };
    expect(await suite.staff('support').releaseShipment({ path, body, headers: key() })).toMatchObject({ status: 403 });
    const staff = suite.staff('orders');
    const headers = key();
    const first = await staff.releaseShipment({ path, body, headers });
    expect(first).toMatchObject({ status: 200, body: { id: shipmentId, status: 'ready' } });
    expect(first.body).not.toHaveProperty('hold');
    expect(await staff.releaseShipment({ path, body, headers })).toMatchObject({ status: 200 });
    const again = await staff.releaseShipment({ path, body, headers: key() });
    expect(again).toMatchObject({ status: 409, body: { code: 'not_held' } });
    await order.disputed('open', 'dp_1');
    await work();
    expect(await order.parcel()).toMatchObject({ status: 'created' });
    const rows = await outboxRecords(suite.database, { aggregateid: shipmentId, type: 'ChangeMade' });
    expect(rows.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        resource: 'shipments',
        action: 'released',
        reason: body.reason,
        label: 'C-10042',
        parent: { resource: 'orders', resourceId: order.orderId },
        changes: [{ field: 'hold', before: 'payment_disputed', after: null }],
      }),
    ]);
  });

  test('release it for the disputes they know: a further one holds it again', async () => {
    await automatic(false);
    const { order, shipmentId } = await heldOrder();
    const path = { shipmentId };
    expect(await suite.staff('admin').releaseShipment({ path, body, headers: key() })).toMatchObject({ status: 200 });
    await order.disputed('open', 'dp_2');
    expect(await order.parcel()).toMatchObject({ status: 'ready', hold: disputed });
    const unknown = { path: { shipmentId: newId() }, body, headers: key() };
    expect(await suite.staff('admin').releaseShipment(unknown)).toMatchObject({ status: 404 });
  });
});
