import type { PaymentStatus } from '../../generated/payments/types.ts';
import type { Found, FoundRefund } from './provider.ts';

/** What the rules need to know of a payment. Amounts are minor units. */
export interface Payment {
  status: PaymentStatus;
  amount: number;
  captured: number;
  refunded: number;
  /** Whether the provider may have been asked. */
  asked: boolean;
  /** Whether the provider's name for it is known. */
  referenced: boolean;
  /** The order was cancelled. */
  unwanted: boolean;
  captureWanted: boolean;
  expiresAt: Date | undefined;
}

export type News =
  | { type: 'PaymentAuthorized' }
  | { type: 'PaymentFailed'; reason: 'declined' | 'abandoned' | 'expired'; declineCode: string | undefined }
  | { type: 'PaymentCaptured'; amount: number }
  | { type: 'PaymentCancelled' }
  | { type: 'RefundIssued'; refund: FoundRefund; refundedTotal: number; whole: boolean };

export type Step = 'nothing' | 'ask' | 'look' | 'let go' | 'capture' | 'give back' | 'forget';

const isOpen = (status: PaymentStatus): boolean => status === 'pending' || status === 'requires_action';

/**
 * What is to be done next for a payment, if anything: after a crash, an event or some time. Doing it and learning what
 * came of it leads, step by step, to 'nothing'.
 */
export function nextStep(payment: Payment, now: Date): Step {
  const { status, unwanted, asked, referenced } = payment;
  if (isOpen(status)) {
    if (unwanted) return !asked ? 'forget' : referenced ? 'let go' : 'ask';
    const expired = payment.expiresAt !== undefined && payment.expiresAt <= now;
    if (!asked) return expired ? 'forget' : 'nothing';
    return expired ? (referenced ? 'let go' : 'ask') : referenced ? 'look' : 'ask';
  }
  if (status === 'authorized') return unwanted ? 'let go' : payment.captureWanted ? 'capture' : 'nothing';
  if (status === 'captured') return unwanted ? 'give back' : 'nothing';
  return 'nothing';
}

/** The payment after it was given up before anybody was asked for money. */
export function forget(payment: Payment): { payment: Payment; news: News[] } {
  if (!isOpen(payment.status) || payment.asked) return { payment, news: [] };
  const news: News[] = [
    { type: 'PaymentFailed', reason: payment.unwanted ? 'abandoned' : 'expired', declineCode: undefined },
  ];
  return { payment: { ...payment, status: 'cancelled' }, news };
}

/**
 * What follows from how the provider says things stand: the payment after it and the news to publish, each once,
 * whatever was learned before and in whatever order. An authorization that comes after we gave up, or for a cancelled
 * order, is news to nobody: it is unwanted and will be let go.
 */
export function learn(payment: Payment, found: Found, known: ReadonlySet<string>): { payment: Payment; news: News[] } {
  const after = { ...payment, referenced: found.reference !== undefined };
  const news: News[] = [];
  const taken = found.status === 'authorized' || found.status === 'captured';

  if (taken && (isOpen(after.status) || after.status === 'declined' || after.status === 'cancelled')) {
    if (!isOpen(payment.status)) after.unwanted = true;
    after.status = 'authorized';
    if (!after.unwanted) news.push({ type: 'PaymentAuthorized' });
  }
  if (found.status === 'captured' && after.status === 'authorized') {
    after.status = 'captured';
    after.captured = found.captured;
    news.push({ type: 'PaymentCaptured', amount: found.captured });
  }
  if (after.status === 'captured' || after.status === 'refunded') {
    for (const refund of found.refunds.filter(({ reference }) => !known.has(reference))) {
      after.refunded += refund.amount;
      const whole = after.refunded >= after.captured;
      if (whole) after.status = 'refunded';
      news.push({ type: 'RefundIssued', refund, refundedTotal: after.refunded, whole });
    }
  }
  if (isOpen(after.status) && found.status === 'requires_action') after.status = 'requires_action';
  if (found.status === 'declined' && isOpen(after.status)) {
    after.status = 'declined';
    news.push({ type: 'PaymentFailed', reason: 'declined', declineCode: found.declineCode });
  }
  if (found.status === 'cancelled' || found.status === 'expired') {
    if (after.status === 'authorized') {
      after.status = 'cancelled';
      news.push({ type: 'PaymentCancelled' });
    } else if (isOpen(after.status)) {
      after.status = 'cancelled';
      news.push({ type: 'PaymentFailed', reason: after.unwanted ? 'abandoned' : 'expired', declineCode: undefined });
    }
  }
  return { payment: after, news };
}

/** What is left to give back when these refunds were asked for, minor units. */
export function refundable(payment: Payment, asked: readonly { amount: number; given: boolean }[]): number {
  const open = asked.filter(refund => !refund.given).reduce((sum, refund) => sum + refund.amount, 0);
  return payment.captured - payment.refunded - open;
}
