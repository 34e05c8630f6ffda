import type { PaymentStatus } from '../../generated/payments/types.ts';
import type { ProviderPayment, ProviderRefund } from './provider.ts';

/** The part of a payment on which the rules depend. Amounts are minor units. */
export interface Payment {
  status: PaymentStatus;
  amount: number;
  captured: number;
  refunded: number;
  /** Whether the provider may have received the request. */
  requested: boolean;
  /** Whether the provider's id of it is known. */
  hasReference: boolean;
  /** The order was cancelled. */
  cancelRequested: boolean;
  captureRequested: boolean;
  /** The refund of a cancelled order's remainder has failed: the same card would fail again, so staff decides. */
  remainderFailed: boolean;
  createdAt: Date;
  expiresAt: Date | undefined;
}

export type PaymentEvent =
  | { type: 'PaymentAuthorized' }
  | { type: 'PaymentFailed'; reason: 'declined' | 'abandoned' | 'expired'; declineCode: string | undefined }
  | { type: 'PaymentCaptured'; amount: number }
  | { type: 'PaymentCancelled'; reason: 'requested' | 'provider' }
  | { type: 'RefundIssued'; refund: ProviderRefund; refundedTotal: number; whole: boolean }
  | { type: 'RefundFailed'; refund: ProviderRefund; refundedTotal: number };

export type Step =
  | 'nothing'
  | 'create'
  | 'retrieve'
  | 'close'
  | 'cancel_authorization'
  | 'capture'
  | 'refund'
  | 'abandon';

export type RefundStatus = ProviderRefund['status'];

const isOpen = (status: PaymentStatus): boolean => status === 'pending' || status === 'requires_action';

/**
 * Stripe forgets idempotency keys after 24 hours (https://docs.stripe.com/api/idempotent_requests): a request that is
 * repeated later would be a second one. The result of the first is then no longer retrieved; an authorization that
 * nobody captures expires.
 */
const KEY_LIFETIME_MS = 23 * 60 * 60_000;

/**
 * The next step of a payment, if any: after a crash, an event or some time. Taking the steps and recording their
 * results ends with 'nothing'.
 */
export function nextStep(payment: Payment, now: Date): Step {
  const { status, cancelRequested, requested, hasReference } = payment;
  if (isOpen(status)) {
    const ended = cancelRequested || (payment.expiresAt !== undefined && payment.expiresAt <= now);
    if (!requested) return ended ? 'abandon' : 'nothing';
    if (!hasReference) return now.getTime() - payment.createdAt.getTime() > KEY_LIFETIME_MS ? 'abandon' : 'create';
    if (cancelRequested) return 'cancel_authorization';
    return ended ? 'close' : 'retrieve';
  }
  if (status === 'authorized')
    return cancelRequested ? 'cancel_authorization' : payment.captureRequested ? 'capture' : 'nothing';
  if (status === 'captured') return cancelRequested && !payment.remainderFailed ? 'refund' : 'nothing';
  return 'nothing';
}

/** The payment after it was cancelled without a response of the provider. */
export function abandon(payment: Payment): { payment: Payment; events: PaymentEvent[] } {
  if (!isOpen(payment.status) || payment.hasReference) return { payment, events: [] };
  const events: PaymentEvent[] = [
    { type: 'PaymentFailed', reason: payment.cancelRequested ? 'abandoned' : 'expired', declineCode: undefined },
  ];
  return { payment: { ...payment, status: 'cancelled' }, events };
}

/**
 * The effects of a state that the provider reports: the new payment and the events to publish, each once, for every
 * recorded state and in every order of arrival. `known` has the status of every refund by the provider's id of it. An
 * authorization of a payment that was cancelled, or of a cancelled order, is not published: its cancellation is
 * requested.
 */
export function applyProviderState(
  payment: Payment,
  state: ProviderPayment,
  known: ReadonlyMap<string, RefundStatus>,
): { payment: Payment; events: PaymentEvent[] } {
  const after = { ...payment, hasReference: state.reference !== undefined };
  const events: PaymentEvent[] = [];
  const authorized = state.status === 'authorized' || state.status === 'captured';

  if (authorized && (isOpen(after.status) || after.status === 'declined' || after.status === 'cancelled')) {
    if (!isOpen(payment.status)) after.cancelRequested = true;
    after.status = 'authorized';
    if (!after.cancelRequested) events.push({ type: 'PaymentAuthorized' });
  }
  if (state.status === 'captured' && after.status === 'authorized') {
    after.status = 'captured';
    after.captured = state.captured;
    events.push({ type: 'PaymentCaptured', amount: state.captured });
  }
  if (after.status === 'captured' || after.status === 'refunded') applyRefunds(after, state.refunds, known, events);
  if (isOpen(after.status) && state.status === 'requires_action') after.status = 'requires_action';
  if (state.status === 'declined' && isOpen(after.status)) {
    after.status = 'declined';
    events.push({ type: 'PaymentFailed', reason: 'declined', declineCode: state.declineCode });
  }
  if (state.status === 'cancelled' || state.status === 'expired') {
    if (after.status === 'authorized') {
      after.status = 'cancelled';
      events.push({ type: 'PaymentCancelled', reason: after.cancelRequested ? 'requested' : 'provider' });
    } else if (isOpen(after.status)) {
      after.status = 'cancelled';
      const reason = after.cancelRequested ? 'abandoned' : 'expired';
      events.push({ type: 'PaymentFailed', reason, declineCode: undefined });
    }
  }
  return { payment: after, events };
}

/** A refund counts once it succeeded and until it fails; a failed one never counts again. */
function applyRefunds(
  after: Payment,
  refunds: readonly ProviderRefund[],
  known: ReadonlyMap<string, RefundStatus>,
  events: PaymentEvent[],
): void {
  for (const refund of refunds) {
    const before = known.get(refund.reference);
    if (refund.status === 'succeeded' && before !== 'succeeded' && before !== 'failed') {
      after.refunded += refund.amount;
      const whole = after.refunded >= after.captured;
      events.push({ type: 'RefundIssued', refund, refundedTotal: after.refunded, whole });
    }
    if (refund.status === 'failed' && before === 'succeeded') {
      after.refunded -= refund.amount;
      events.push({ type: 'RefundFailed', refund, refundedTotal: after.refunded });
    }
  }
  after.status = after.refunded >= after.captured ? 'refunded' : 'captured';
}

/** The refundable amount, given these refunds, pending or done, minor units. */
export function refundableAmount(
  payment: Pick<Payment, 'captured' | 'refunded'>,
  refunds: readonly { amount: number; status: RefundStatus }[],
): number {
  const pending = refunds.filter(({ status }) => status === 'pending').reduce((sum, { amount }) => sum + amount, 0);
  return payment.captured - payment.refunded - pending;
}
