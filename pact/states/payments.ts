import { type PaymentsSuite, requestFor } from '../../services/payments/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import type { States } from '../provider.ts';

/** A payment that was asked for with a card; what became of it is the card's matter. */
export async function requestPayment({ checkout }: PaymentsSuite, card: string, orderId = newId()): Promise<string> {
  await checkout.requestPayment({ ...requestFor(card), path: { orderId } });
  return orderId;
}

/** What payments has in the pacts that others have with it. */
export function paymentsStates(suite: PaymentsSuite): States {
  return {
    'an order waits for its payment': async () => ({ expiresAt: new Date(Date.now() + 31 * 60_000).toISOString() }),
    async 'a payment is authorized'({ orderId }) {
      await requestPayment(suite, 'pm_card_visa', String(orderId));
    },
  };
}
