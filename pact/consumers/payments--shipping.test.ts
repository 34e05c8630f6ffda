import { afterAll, beforeAll, expect } from '@jest/globals';
import { shippingConsumer } from '../../services/payments/events.ts';
import { requestsIn } from '../../services/payments/store-requests.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from '../../services/payments/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { orderId, shipmentCreated } from '../examples.ts';

const { messageInteraction } = pactBetween('payments', 'shipping');

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

messageInteraction({ type: 'ShipmentCreated', key: orderId, payload: shipmentCreated }, async message => {
  await suite.checkout.requestPayment({ ...requestFor('pm_card_visa'), path: { orderId } });
  await suite.database.$transaction(tx => shippingConsumer.dispatch(message, requestsIn(tx, 'stripe')));
  await suite.work();
  expect(await suite.checkout.getPaymentOfOrder({ path: { orderId } })).toMatchObject({ body: { status: 'captured' } });
});
