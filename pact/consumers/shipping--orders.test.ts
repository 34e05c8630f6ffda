import { afterAll, beforeAll, expect } from '@jest/globals';
import { type ShippingSuite, shippingSuite } from '../../services/shipping/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { address, orderCancelled, orderPaid, parcelLine, uuidOf } from '../examples.ts';

const { messageInteraction } = pactBetween('shipping', 'orders');

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());

const phone = '+442079460000';
messageInteraction({ type: 'OrderPaid', key: orderPaid.orderId, payload: { ...orderPaid, phone } }, async message => {
  await suite.receive(message);
  const { orderNumber, method, ...payload } = {
    orderNumber: 'C-10042',
    method: 'standard',
    address,
    lines: [parcelLine],
  };
  expect(await suite.order(orderPaid.orderId).parcel()).toMatchObject({
    status: 'waiting',
    orderNumber,
    method,
    ...payload,
  });
  const stored = await suite.database.shipment.findFirst({ where: { orderId: orderPaid.orderId } });
  expect(stored).toMatchObject({ email: orderPaid.email, phone });
});

const cancelled = { ...orderCancelled, orderId: uuidOf(2) };
messageInteraction({ type: 'OrderCancelled', key: cancelled.orderId, payload: cancelled }, async message => {
  const order = suite.order(cancelled.orderId);
  await order.paid();
  await suite.receive(message);
  expect(await order.parcel()).toMatchObject({ status: 'cancelled' });
});
