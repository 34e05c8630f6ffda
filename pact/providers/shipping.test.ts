import { afterAll, beforeAll, test } from '@jest/globals';
import type { shippingEvents } from '../../generated/shipping/events.ts';
import { newId } from '../../services/platform/ids.ts';
import { outboxRecords } from '../../services/platform/testing/outbox.ts';
import { type ShippingSuite, shippingSuite } from '../../services/shipping/testing/suite.ts';
import { adminHeaders, lastEvent, type Publications, verify } from '../provider.ts';
import { shipByItself, shippingStates } from '../states/shipping.ts';

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());

/** A parcel that was paid, has its stock, and was delivered. */
async function deliveredParcel() {
  await shipByItself(suite, true);
  const order = suite.order();
  await order.paid();
  await order.allocated();
  for (let turn = 0; turn < 4; turn += 1) {
    await suite.work();
    suite.clock.now = new Date(suite.clock.now.getTime() + 700_000);
  }
  return order.outboxTypes();
}

/** A parcel that staff dispatched. */
async function dispatchedParcel() {
  await shipByItself(suite, false);
  const order = suite.order();
  await order.paid();
  await order.allocated();
  const shipmentId = (await order.parcel())?.id ?? '';
  await suite.staff('orders').dispatchShipment({ path: { shipmentId }, headers: { 'idempotency-key': newId() } });
  return outboxRecords(suite.database, { aggregateid: shipmentId });
}

/** A parcel that was ready for the carrier when its order was cancelled. */
async function heldBackParcel() {
  const order = suite.order();
  await order.paid();
  await order.allocated();
  await order.cancelled();
  return order.outboxTypes();
}

test('shipping keeps every pact that others have with it', async () => {
  const publish = (type: string) => async () => lastEvent(await deliveredParcel(), type);
  const publications: Publications<typeof shippingEvents> = {
    ChangeMade: async () => lastEvent(await dispatchedParcel(), 'ChangeMade'),
    ShipmentCreated: publish('ShipmentCreated'),
    ShipmentInTransit: publish('ShipmentInTransit'),
    ShipmentDelivered: publish('ShipmentDelivered'),
    ShipmentCancelled: async () => lastEvent(await heldBackParcel(), 'ShipmentCancelled'),
  };
  await verify('shipping', {
    url: suite.url,
    states: shippingStates(suite),
    publications,
    staff: adminHeaders(suite.identity),
  });
});
