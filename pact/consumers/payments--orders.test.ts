import { afterAll, beforeAll, expect } from '@jest/globals';
import { ordersConsumer } from '../../services/payments/events.ts';
import { requestsIn } from '../../services/payments/store-requests.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from '../../services/payments/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { orderCancelled, orderId } from '../examples.ts';

const { messageInteraction } = pactBetween('payments', 'orders');

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

messageInteraction({ type: 'OrderCancelled', key: orderId, payload: orderCancelled }, async message => {
  const wanted = { ...requestFor('pm_card_visa'), path: { orderId } };
  expect(await suite.checkout.requestPayment(wanted)).toMatchObject({ body: { status: 'authorized' } });
  await suite.database.$transaction(tx => ordersConsumer.dispatch(message, requestsIn(tx, 'stripe')));
  await suite.work();
  expect(await suite.checkout.getPaymentOfOrder({ path: { orderId } })).toMatchObject({
    body: { status: 'cancelled' },
  });
});
