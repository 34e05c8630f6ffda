import { formatMoney } from '../../look/money.ts';
import { refusal } from '../platform/http/problem.ts';
import { refundableAmount } from './payment.ts';
import type { StoredPayment } from './stored-payment.ts';

/** What staff wants refunded, minor units of `currency`; all that is left where no amount is said. */
export type WantedRefund = { amount: number; currency: string } | undefined;

/**
 * Whether a payment can be refunded so, and how much it is; or why not.
 */
export function decideRefund(payment: StoredPayment, wanted: WantedRefund) {
  if (payment.status !== 'captured')
    return { refused: refusal(409, `The payment is ${payment.status}.`, { code: 'not_refundable' }) };
  const left = refundableAmount(payment, payment.refunds);
  const { amount, currency } = wanted ?? { amount: left, currency: payment.currency };
  if (currency !== payment.currency)
    return { refused: refusal(422, `The payment was made in ${payment.currency}.`, { code: 'other_currency' }) };
  if (amount < 1 || amount > left)
    return { refused: refusal(422, `${sayLeft(payment)} left to refund.`, { code: 'too_much' }) };
  return { amount };
}

/** What the provider's refusal of a refund means to whoever asked for it. */
export function refundRefused(payment: StoredPayment, failure: { code: string; message: string }) {
  const detail = `The payment provider refused the refund: ${failure.message.replace(/[.\s]*$/, '.')} ${sayLeft(payment)} left to refund.`;
  return refusal(409, detail, { code: 'refund_refused', failure });
}

function sayLeft(payment: StoredPayment): string {
  const left = refundableAmount(payment, payment.refunds);
  return left > 0 ? `${formatMoney({ amount: left, currency: payment.currency })} is` : 'Nothing is';
}
