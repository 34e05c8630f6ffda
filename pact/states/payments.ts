import { z } from 'zod';
import { type PaymentsSuite, requestFor } from '../../services/payments/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { state, stateOf } from '../state.ts';

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
export function paymentsStates(suite: PaymentsSuite) {
  return {
    'an order waits for its payment': state(async () => ({
      expiresAt: new Date(Date.now() + 31 * 60_000).toISOString(),
    })),
    'a payment is authorized': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await requestPayment(suite, 'pm_card_visa', orderId);
      return { paymentId: await paymentOf(suite, orderId) };
    }),
    'a payment is captured': stateOf({ orderId: z.string() }, async ({ orderId }) => {
      await requestPayment(suite, 'pm_card_visa', orderId);
      return { paymentId: await capture(suite, orderId) };
    }),
    'a payment was declined': state(async () => {
      await requestPayment(suite, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    }),
  };
}
