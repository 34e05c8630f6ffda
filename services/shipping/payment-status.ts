import type { KeyObject } from 'node:crypto';
import { createPaymentsClient } from '../../generated/payments/client.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import type { Dispute } from './hold.ts';

/** How the payment of an order stands: whether its parcel may leave, and its disputes. */
export type CheckPayment = (orderId: string) => Promise<{ isPaid: boolean; disputes: readonly Dispute[] }>;

/**
 * Queries payments, which queries the payment provider: an authorization may have expired, or the cardholder disputed
 * the charge, and its event not arrived yet. Throws ProblemError 503 when payments is unavailable; no parcel leaves
 * then.
 */
export function paymentStatus({ url, key }: { url: string; key: KeyObject }): CheckPayment {
  const calling = outgoing({ caller: 'shipping', target: 'Payments', key, timeoutMs: 5_000 });
  const client = createPaymentsClient({ baseUrl: url, ...calling });
  return async orderId => {
    const payment = await client.getPaymentOfOrder({ path: { orderId }, query: { fresh: true } });
    if (payment.status !== 200) return { isPaid: false, disputes: [] };
    const { status, disputes = [] } = payment.body;
    return {
      isPaid: status === 'authorized' || status === 'captured',
      disputes: disputes.map(({ id, state, createdAt }) => ({ id, state, at: createdAt })),
    };
  };
}
