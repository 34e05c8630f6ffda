import { afterAll, beforeAll, expect } from '@jest/globals';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { paymentHandlers } from '../../services/orders/events.ts';
import { recordFact } from '../../services/orders/store.ts';
import type { FactRecorder } from '../../services/orders/store-facts.ts';
import { newOrder } from '../../services/orders/testing/orders.ts';
import { type OrdersSuite, ordersSuite } from '../../services/orders/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, usd, uuidOf } from '../examples.ts';
import type { Example } from '../matchers.ts';
import type { EventOf } from '../provider-tables.ts';

const { messageInteraction } = pactBetween('orders', 'payments');
const consumer = createPaymentsConsumer<FactRecorder>({ handlers: paymentHandlers });

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

/** An event about the payment of an order, and its effect on the order. */
function hearsOfPayment(
  type: EventOf<'payments'>,
  orderId: string,
  payload: Record<string, Example>,
  entry: object,
): void {
  const whole = { paymentId: uuidOf(7), orderId, amount: usd(701), ...payload };
  messageInteraction({ type, key: orderId, payload: whole }, async message => {
    await suite.checkout.placeOrder({ path: { orderId }, body: newOrder() });
    await suite.database.$transaction(tx =>
      consumer.dispatch(message, { record: (id, fact) => recordFact(tx, id, fact) }),
    );
    const response = await suite.checkout.getOrderForService({ path: { orderId } });
    expect(response).toMatchObject({
      status: 200,
      body: { timeline: expect.arrayContaining([expect.objectContaining(entry)]) },
    });
  });
}

hearsOfPayment('PaymentAuthorized', uuidOf(1), { cardLast4: '4242', authorizedAt: AT }, { type: 'paid', at: AT });
hearsOfPayment(
  'PaymentFailed',
  uuidOf(2),
  { reason: 'declined', declineCode: 'insufficient_funds', failedAt: AT },
  { type: 'payment_failed', detail: 'insufficient_funds' },
);
hearsOfPayment('PaymentCaptured', uuidOf(3), { capturedAt: AT }, { type: 'captured', at: AT });
hearsOfPayment(
  'RefundIssued',
  uuidOf(4),
  {
    refundId: uuidOf(8),
    refundedTotal: usd(701),
    whole: true,
    reason: 'The order was cancelled.',
    issuedAt: AT,
    lines: [{ sku: '1082185', quantity: 2 }],
    notifyCustomer: true,
  },
  { type: 'refunded', detail: 'The order was cancelled.' },
);
hearsOfPayment(
  'PaymentCancelled',
  uuidOf(5),
  { cancelledAt: AT },
  { type: 'payment_failed', detail: 'authorization_lost', at: AT },
);
hearsOfPayment(
  'RefundFailed',
  uuidOf(6),
  {
    refundId: uuidOf(8),
    refundedTotal: usd(0),
    code: 'lost_or_stolen_card',
    message: 'The card was reported lost or stolen.',
    failedAt: AT,
  },
  { type: 'refund_failed', detail: 'The card was reported lost or stolen.' },
);
