import type { PaymentStatus } from '../../generated/payments/types.ts';
import type { ProviderPayment, ProviderRefund } from './provider.ts';

/** What the rules need to know of a payment. Amounts are minor units. */
export interface Payment {
  status: PaymentStatus;
  amount: number;
  captured: number;
  refunded: number;
  /** Whether the provider may have been asked. */
  requested: boolean;
  /** Whether the provider's name for it is known. */
  hasReference: boolean;
  /** The order was cancelled. */
  cancelRequested: boolean;
  captureRequested: boolean;
  expiresAt: Date | undefined;
}

export type PaymentEvent =
  | { type: 'PaymentAuthorized' }
  | { type: 'PaymentFailed'; reason: 'declined' | 'abandoned' | 'expired'; declineCode: string | undefined }
  | { type: 'PaymentCaptured'; amount: number }
  | { type: 'PaymentCancelled' }
  | { type: 'RefundIssued'; refund: ProviderRefund; refundedTotal: number; whole: boolean };

export type Step = 'nothing' | 'create' | 'retrieve' | 'cancel_authorization' | 'capture' | 'refund' | 'abandon';

const isOpen = (status: PaymentStatus): boolean => status === 'pending' || status === 'requires_action';

/**
 * What is to be done next for a payment, if anything: after a crash, an event or some time. Doing it and learning what
 * came of it leads, step by step, to 'nothing'.
 */
export function nextStep(payment: Payment, now: Date): Step {
  const { status, cancelRequested, requested, hasReference } = payment;
  if (isOpen(status)) {
    if (cancelRequested) return !requested ? 'abandon' : hasReference ? 'cancel_authorization' : 'create';
    const expired = payment.expiresAt !== undefined && payment.expiresAt <= now;
    if (!requested) return expired ? 'abandon' : 'nothing';
    return expired ? (hasReference ? 'cancel_authorization' : 'create') : hasReference ? 'retrieve' : 'create';
  }
  if (status === 'authorized')
    return cancelRequested ? 'cancel_authorization' : payment.captureRequested ? 'capture' : 'nothing';
  if (status === 'captured') return cancelRequested ? 'refund' : 'nothing';
  return 'nothing';
}

/** The payment after it was given up before anybody was asked for money. */
export function abandon(payment: Payment): { payment: Payment; events: PaymentEvent[] } {
  if (!isOpen(payment.status) || payment.requested) return { payment, events: [] };
  const events: PaymentEvent[] = [
    { type: 'PaymentFailed', reason: payment.cancelRequested ? 'abandoned' : 'expired', declineCode: undefined },
  ];
  return { payment: { ...payment, status: 'cancelled' }, events };
}

/**
 * What follows from how the provider says things stand: the payment after it and the events to publish, each once,
 * whatever was learned before and in whatever order. An authorization that comes after we gave up, or for a cancelled
 * order, is told to nobody: it is cancelRequested and will be let go.
 */
export function applyProviderState(
  payment: Payment,
  found: ProviderPayment,
  known: ReadonlySet<string>,
): { payment: Payment; events: PaymentEvent[] } {
  const after = { ...payment, hasReference: found.reference !== undefined };
  const events: PaymentEvent[] = [];
  const taken = found.status === 'authorized' || found.status === 'captured';

  if (taken && (isOpen(after.status) || after.status === 'declined' || after.status === 'cancelled')) {
    if (!isOpen(payment.status)) after.cancelRequested = true;
    after.status = 'authorized';
    if (!after.cancelRequested) events.push({ type: 'PaymentAuthorized' });
  }
  if (found.status === 'captured' && after.status === 'authorized') {
    after.status = 'captured';
    after.captured = found.captured;
    events.push({ type: 'PaymentCaptured', amount: found.captured });
  }
  if (after.status === 'captured' || after.status === 'refunded') {
    for (const refund of found.refunds.filter(({ reference }) => !known.has(reference))) {
      after.refunded += refund.amount;
      const whole = after.refunded >= after.captured;
      if (whole) after.status = 'refunded';
      events.push({ type: 'RefundIssued', refund, refundedTotal: after.refunded, whole });
    }
  }
  if (isOpen(after.status) && found.status === 'requires_action') after.status = 'requires_action';
  if (found.status === 'declined' && isOpen(after.status)) {
    after.status = 'declined';
    events.push({ type: 'PaymentFailed', reason: 'declined', declineCode: found.declineCode });
  }
  if (found.status === 'cancelled' || found.status === 'expired') {
    if (after.status === 'authorized') {
      after.status = 'cancelled';
      events.push({ type: 'PaymentCancelled' });
    } else if (isOpen(after.status)) {
      after.status = 'cancelled';
      events.push({
        type: 'PaymentFailed',
        reason: after.cancelRequested ? 'abandoned' : 'expired',
        declineCode: undefined,
      });
    }
  }
  return { payment: after, events };
}

/** What is left to give back when these refunds were asked for, minor units. */
export function refundableAmount(payment: Payment, asked: readonly { amount: number; given: boolean }[]): number {
  const open = asked.filter(refund => !refund.given).reduce((sum, refund) => sum + refund.amount, 0);
  return payment.captured - payment.refunded - open;
}
