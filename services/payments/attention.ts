import { formatMoney } from '../../look/money.ts';
import type { PaymentEvent } from './payment.ts';
import type { ProviderDispute } from './provider.ts';

/** Why staff should look at a payment, in a sentence. */
export interface Attention {
  code: 'refund_failed' | 'authorization_lost' | 'captured_less' | 'disputed' | 'dispute_lost' | 'not_settled';
  message: string;
}

/**
 * Messages for the reasons of failed refunds (https://docs.stripe.com/api/refunds/object#refund_object-failure_reason).
 */
const refundFailures: Readonly<Record<string, string>> = {
  expired_or_canceled_card: 'The card was closed or has expired.',
  lost_or_stolen_card: 'The card was reported lost or stolen.',
  insufficient_funds: 'The balance with the payment provider was too low.',
  charge_for_pending_refund_disputed: 'The customer disputed the charge meanwhile.',
  declined: 'The bank refused the refund.',
  merchant_request: 'The refund was cancelled at the payment provider.',
};

export const refundFailure = (code: string): string => refundFailures[code] ?? 'The bank sent the refund back.';

/**
 * The most urgent reason of a payment's events and changed disputes for which staff should look; undefined for none.
 */
export function attentionOf(
  { amount, currency }: { amount: number; currency: string },
  events: readonly PaymentEvent[],
  disputes: readonly ProviderDispute[],
): Attention | undefined {
  const money = (value: number) => formatMoney({ amount: value, currency });
  const failed = events.find(event => event.type === 'RefundFailed');
  if (failed) {
    const why = refundFailure(failed.refund.failureCode ?? 'unknown');
    return { code: 'refund_failed', message: `A refund came back: ${why} The customer has not got the money.` };
  }
  if (events.some(event => event.type === 'PaymentCancelled' && event.reason === 'provider')) {
    const message = 'The authorization lapsed, or was cancelled at the payment provider, before it was captured.';
    return { code: 'authorization_lost', message };
  }
  const lost = disputes.find(dispute => dispute.state === 'lost');
  if (lost) {
    const message = `The bank decided for the cardholder: ${money(lost.amount)} is lost, and cannot be refunded again.`;
    return { code: 'dispute_lost', message };
  }
  const captured = events.find(event => event.type === 'PaymentCaptured');
  if (captured && captured.amount < amount) {
    const taken = `Only ${money(captured.amount)} of ${money(amount)} was captured at the payment provider`;
    return { code: 'captured_less', message: `${taken}; the rest was released.` };
  }
  if (disputes.some(dispute => dispute.awaitsResponse))
    return { code: 'disputed', message: 'The cardholder disputes the charge; the bank waits for an answer.' };
  return undefined;
}
