import { afterAll, beforeAll, expect } from '@jest/globals';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { shippingHandlers } from '../../services/orders/events.ts';
import { recordFact } from '../../services/orders/store.ts';
import type { FactRecorder } from '../../services/orders/store-facts.ts';
import { newOrder } from '../../services/orders/testing/orders.ts';
import { type OrdersSuite, ordersSuite } from '../../services/orders/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, parcel, shipmentCreated } from '../examples.ts';
import type { Example } from '../matchers.ts';
import type { EventOf } from '../provider-tables.ts';

const { messageInteraction } = pactBetween('orders', 'shipping');
const consumer = createShippingConsumer<FactRecorder>({ handlers: shippingHandlers });
const { orderId, shipmentId: id, carrier, trackingNumber } = parcel;

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
  await suite.checkout.placeOrder({ path: { orderId }, body: newOrder() });
});
afterAll(() => suite.close());

/** Events about the parcel of one order, in sequence, and the status of the order after each. */
function hearsOfParcel(type: EventOf<'shipping'>, payload: Example, status: string): void {
  messageInteraction({ type, key: orderId, payload }, async message => {
    await suite.database.$transaction(tx =>
      consumer.dispatch(message, { record: (id, fact) => recordFact(tx, id, fact) }),
    );
    const response = await suite.checkout.getOrderForService({ path: { orderId } });
    expect(response).toMatchObject({ status: 200, body: { shipments: [{ id, carrier, trackingNumber, status }] } });
  });
}

hearsOfParcel('ShipmentCreated', shipmentCreated, 'created');
hearsOfParcel('ShipmentInTransit', { ...parcel, at: AT }, 'in_transit');
hearsOfParcel('ShipmentDelivered', { ...parcel, at: AT }, 'delivered');
