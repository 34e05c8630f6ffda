import { afterAll, beforeAll, test } from '@jest/globals';
import type { paymentsEvents } from '../../generated/payments/events.ts';
import { type PaymentsSuite, paymentsSuite } from '../../services/payments/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { outboxRecords } from '../../services/platform/testing/outbox.ts';
import { until } from '../../services/platform/testing/until.ts';
import { adminHeaders, lastEvent, type Publications, verify } from '../provider.ts';
import { capture, paymentsStates, requestPayment } from '../states/payments.ts';

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

test('payments keeps every pact that others have with it', async () => {
  const published = async (aggregateid: string, type: string) =>
    lastEvent(await outboxRecords(suite.database, { aggregateid }), type);
  const publications: Publications<typeof paymentsEvents> = {
    async PaymentAuthorized() {
      return published(await requestPayment(suite, 'pm_card_visa'), 'PaymentAuthorized');
    },
    async ChangeMade() {
      const paymentId = await capture(suite, await requestPayment(suite, 'pm_card_visa'));
      return published(paymentId, 'ChangeMade');
    },
    async PaymentDisputed() {
      const orderId = await requestPayment(suite, 'pm_card_createDispute');
      await capture(suite, orderId);
      await suite.sandbox.advance(10);
      await until(async () => (await suite.eventTypes(orderId)).includes('PaymentDisputed'), {
        describe: 'the payment is disputed',
      });
      return published(orderId, 'PaymentDisputed');
    },
    async PaymentFailed() {
      return published(await requestPayment(suite, 'pm_card_visa_chargeDeclinedInsufficientFunds'), 'PaymentFailed');
    },
    async PaymentCaptured() {
      const orderId = await requestPayment(suite, 'pm_card_visa');
      await capture(suite, orderId);
      return published(orderId, 'PaymentCaptured');
    },
    async RefundIssued() {
      const orderId = await requestPayment(suite, 'pm_card_visa');
      const paymentId = await capture(suite, orderId);
      await suite.clerk.refundPayment({
        path: { paymentId },
        headers: { 'idempotency-key': newId() },
        body: {
          reason: 'Spoiled.',
          lines: [{ sku: '1082185', quantity: 2 }],
          restockAt: 'east',
          shipping: { amount: 499, currency: 'USD' },
          notifyCustomer: true,
        },
      });
      return published(orderId, 'RefundIssued');
    },
    async PaymentCancelled() {
      const orderId = await requestPayment(suite, 'pm_card_visa');
      await suite.checkout.cancelPayment({ path: { orderId } });
      return published(orderId, 'PaymentCancelled');
    },
    async RefundFailed() {
      const orderId = await requestPayment(suite, 'pm_card_visa');
      const paymentId = await capture(suite, orderId);
      await suite.clerk.refundPayment({
        path: { paymentId },
        headers: { 'idempotency-key': newId() },
        body: { reason: 'Spoiled.' },
      });
      const { reference } = await suite.database.refund.findFirstOrThrow({ where: { paymentId } });
      await suite.sandbox.control('refunds/fail', { refund: reference });
      await until(
        async () => (await outboxRecords(suite.database, { aggregateid: orderId, type: 'RefundFailed' })).length > 0,
        {
          describe: 'the refund has failed',
        },
      );
      return published(orderId, 'RefundFailed');
    },
  };
  await verify('payments', {
    url: suite.url,
    states: paymentsStates(suite),
    publications,
    staff: adminHeaders(suite.identity),
  });
});
