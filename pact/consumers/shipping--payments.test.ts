import { afterAll, beforeAll, expect } from '@jest/globals';
import { TEST_SERVICE_KEY } from '../../services/platform/testing/identity.ts';
import { paymentStatus } from '../../services/shipping/payment-status.ts';
import { type ShippingSuite, shippingSuite } from '../../services/shipping/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, usd, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction, messageInteraction } = pactBetween('shipping', 'payments');

let suite: ShippingSuite;
beforeAll(async () => {
  suite = await shippingSuite();
});
afterAll(() => suite.close());

const checkPayment = (url: string, orderId: string) => paymentStatus({ url, key: TEST_SERVICE_KEY })(orderId);

httpInteraction(
  'whether the money for a parcel is there',
  {
    given: { state: 'a payment is authorized', params: { orderId: uuidOf(1) } },
    request: { method: 'GET', path: `/internal/payments/${uuidOf(1)}`, query: { fresh: 'true' } },
    response: { status: 200, body: { status: exactly('authorized') } },
  },
  async baseUrl => {
    expect(await checkPayment(baseUrl, uuidOf(1))).toEqual({ isPaid: true, disputes: [] });
  },
);

httpInteraction(
  'whether the money for an order without a payment is there',
  {
    request: { method: 'GET', path: `/internal/payments/${uuidOf(404)}`, query: { fresh: 'true' } },
    response: { status: 404 },
  },
  async baseUrl => {
    expect(await checkPayment(baseUrl, uuidOf(404))).toEqual({ isPaid: false, disputes: [] });
  },
);

const orderId = uuidOf(3);
const dispute = { disputeId: 'dp_1', reason: 'fraudulent', status: 'needs_response', state: 'open', at: AT };
messageInteraction(
  { type: 'PaymentDisputed', key: orderId, payload: { paymentId: uuidOf(7), orderId, amount: usd(701), ...dispute } },
  async message => {
    const order = suite.order(orderId);
    await order.paid();
    await suite.receive(message);
    expect(await order.parcel()).toMatchObject({ hold: { reason: 'payment_disputed', since: AT } });
  },
);
