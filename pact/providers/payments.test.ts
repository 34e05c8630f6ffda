import { afterAll, beforeAll, test } from '@jest/globals';
import { type PaymentsSuite, paymentsSuite } from '../../services/payments/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { eventIn, type Publications, verify } from '../provider.ts';
import { paymentsStates, requestPayment } from '../states/payments.ts';

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

/** The payment of an order after staff have captured it. */
async function capture(orderId: string): Promise<string> {
  const found = await suite.checkout.getPaymentOfOrder({ path: { orderId } });
  if (found.status !== 200) throw new Error(found.body.title);
  const { id: paymentId } = found.body;
  await suite.clerk.capturePayment({ path: { paymentId }, headers: { 'idempotency-key': newId() } });
  return paymentId;
}

test('payments keeps every pact that others have with it', async () => {
  const published = async (aggregateid: string, type: string) =>
    eventIn(await suite.database.outbox.findMany({ where: { aggregateid } }), type);
  const publications: Publications = {
    async PaymentAuthorized() {
      return published(await requestPayment(suite, 'pm_card_visa'), 'PaymentAuthorized');
    },
    async PaymentFailed() {
      return published(await requestPayment(suite, 'pm_card_visa_chargeDeclinedInsufficientFunds'), 'PaymentFailed');
    },
    async PaymentCaptured() {
      const orderId = await requestPayment(suite, 'pm_card_visa');
      await capture(orderId);
      return published(orderId, 'PaymentCaptured');
    },
    async RefundIssued() {
      const orderId = await requestPayment(suite, 'pm_card_visa');
      const paymentId = await capture(orderId);
      await suite.clerk.refundPayment({ path: { paymentId }, headers: { 'idempotency-key': newId() }, body: { reason: 'Spoiled.' } });
      return published(orderId, 'RefundIssued');
    },
  };
  await verify('payments', { url: suite.url, states: paymentsStates(suite), publications });
});
