import { afterAll, beforeAll, expect } from '@jest/globals';
import { ordersConsumer } from '../../services/payments/events.ts';
import { orderReader } from '../../services/payments/order-reader.ts';
import { requestsIn } from '../../services/payments/store-requests.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from '../../services/payments/testing/suite.ts';
import { TEST_SERVICE_KEY } from '../../services/platform/testing/identity.ts';
import { pactBetween } from '../consumer.ts';
import { orderCancelled, orderId, usd, uuidOf } from '../examples.ts';

const { httpInteraction, messageInteraction } = pactBetween('payments', 'orders');

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

const line = { sku: '1082185', title: 'Bananas', quantity: 2, unitPrice: usd(101) };
const bought = uuidOf(230);

httpInteraction(
  'what an order was made of',
  {
    given: { state: 'an order is paid', params: { orderId: bought } },
    request: { method: 'GET', path: `/internal/orders/${bought}` },
    response: { status: 200, body: { lines: [line], totals: { shipping: usd(499) } } },
  },
  async baseUrl => {
    const order = await orderReader({ url: baseUrl, key: TEST_SERVICE_KEY })(bought);
    expect(order).toMatchObject({ lines: [line], totals: { shipping: usd(499) } });
  },
);

httpInteraction(
  'what an order that nobody placed was made of',
  {
    request: { method: 'GET', path: `/internal/orders/${uuidOf(404)}` },
    response: { status: 404 },
  },
  async baseUrl => {
    expect(await orderReader({ url: baseUrl, key: TEST_SERVICE_KEY })(uuidOf(404))).toBeUndefined();
  },
);
