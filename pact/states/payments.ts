import { type PaymentsSuite, requestFor } from '../../services/payments/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import type { States } from '../provider.ts';

/** A payment with a card; the card decides its outcome. */
export async function requestPayment({ checkout }: PaymentsSuite, card: string, orderId = newId()): Promise<string> {
  await checkout.requestPayment({ ...requestFor(card, { orderNumber: 'C-10042' }), path: { orderId } });
  return orderId;
}

/** The payment of an order, by its id. */
async function paymentOf({ checkout }: PaymentsSuite, orderId: string): Promise<string> {
  const found = await checkout.getPaymentOfOrder({ path: { orderId } });
  if (found.status !== 200) throw new Error(found.body.title);
  return found.body.id;
}

/** The payment of an order after staff have captured it. */
export async function capture(suite: PaymentsSuite, orderId: string): Promise<string> {
  const paymentId = await paymentOf(suite, orderId);
  const response = await suite.clerk.capturePayment({ path: { paymentId }, headers: { 'idempotency-key': newId() } });
  if (response.status !== 200) throw new Error(`${response.status}`);
  return paymentId;
}

/** The provider states of payments. */
export function paymentsStates(suite: PaymentsSuite): States {
  return {
    'an order waits for its payment': async () => ({ expiresAt: new Date(Date.now() + 31 * 60_000).toISOString() }),
    async 'a payment is authorized'({ orderId }) {
      await requestPayment(suite, 'pm_card_visa', String(orderId));
      return { paymentId: await paymentOf(suite, String(orderId)) };
    },
    async 'a payment is captured'({ orderId }) {
      await requestPayment(suite, 'pm_card_visa', String(orderId));
      return { paymentId: await capture(suite, String(orderId)) };
    },
    async 'a payment was declined'() {
      await requestPayment(suite, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    },
  };
}
