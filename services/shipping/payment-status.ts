import type { KeyObject } from 'node:crypto';
import { createPaymentsClient } from '../../generated/payments/client.ts';
import { outgoing } from '../platform/http/outgoing.ts';

/** Whether an order is paid, so that its parcel may leave. */
export type IsPaid = (orderId: string) => Promise<boolean>;

/**
 * Queries payments, which queries the payment provider: an authorization may have expired and its event not arrived
 * yet. Throws ProblemError 503 when payments is unavailable; no parcel leaves then.
 */
export function paymentStatus({ url, key }: { url: string; key: KeyObject }): IsPaid {
  const calling = outgoing({ caller: 'shipping', target: 'Payments', key, timeoutMs: 5_000 });
  const client = createPaymentsClient({ baseUrl: url, ...calling });
  return async orderId => {
    const payment = await client.getPaymentOfOrder({ path: { orderId }, query: { fresh: true } });
    return payment.status === 200 && (payment.body.status === 'authorized' || payment.body.status === 'captured');
  };
}
