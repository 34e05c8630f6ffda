import type { Order } from '../../generated/orders/types.ts';
import type { RefundRequest } from '../../generated/payments/types.ts';
import { formatMoney } from '../../look/money.ts';
import { refusal } from '../platform/http/problem.ts';
import { refundableAmount } from './payment.ts';
import { isByLine, partsOf, valueOfParts } from './refund-parts.ts';
import type { StoredPayment } from './stored-payment.ts';

/**
 * The amount of a requested refund, minor units; or why it is refused.
 * @param order lines and shipping, for a refund by line
 */
export function decideRefund(
  payment: StoredPayment,
  request: RefundRequest,
  order: Pick<Order, 'lines' | 'totals'> | undefined,
) {
  if (payment.status !== 'captured')
    return { refused: refusal(409, `The payment is ${payment.status}.`, { code: 'not_refundable' }) };
  const left = refundableAmount(payment, payment.refunds);
  const parts = partsOf(request);
  const value = isByLine(request) ? order && valueOfParts(parts, order, payment.refunds) : { amount: left };
  if (!value) return { refused: refusal(409, 'The order is not known yet.', { code: 'not_refundable' }) };
  if ('refused' in value) return value;
  if (parts.restockAt !== undefined && parts.lines.length === 0)
    return { refused: refusal(422, 'Nothing is named that could be restocked.', { code: 'nothing_to_restock' }) };
  const { amount } = request.amount ?? value;
  const currencies = [request.amount, request.shipping].map(money => money?.currency ?? payment.currency);
  if (currencies.some(currency => currency !== payment.currency))
    return { refused: refusal(422, `The payment was made in ${payment.currency}.`, { code: 'other_currency' }) };
  if (amount < 1 || amount > left)
    return { refused: refusal(422, `${remainingText(payment)} left to refund.`, { code: 'too_much' }) };
  return { amount };
}

/** The response to a refund request that the provider refused. */
export function refundRefused(payment: StoredPayment, failure: { code: string; message: string }) {
  const detail = `The payment provider refused the refund: ${failure.message.replace(/[.\s]*$/, '.')} ${remainingText(payment)} left to refund.`;
  return refusal(409, detail, { code: 'refund_refused', failure });
}

function remainingText(payment: StoredPayment): string {
  const left = refundableAmount(payment, payment.refunds);
  return left > 0 ? `${formatMoney({ amount: left, currency: payment.currency })} is` : 'Nothing is';
}
