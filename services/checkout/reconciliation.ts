import type { ReservationStatus } from '../../generated/inventory/types.ts';
import type { OrderStatus } from '../../generated/orders/types.ts';
import type { PaymentStatus } from '../../generated/payments/types.ts';

/** Statuses of a finished checkout's order, payment and reservation, and their ages. */
export interface Observed {
  /** Whether the shopper's response contained an order. */
  sold: boolean;
  order: OrderStatus | 'none';
  payment: PaymentStatus | 'none';
  reservation: ReservationStatus | 'none';
  /** Time since the checkout finished, ms. */
  age: number;
  /** Time since the reservation expired; negative before, ms. */
  overdue: number;
}

export type Discrepancy = 'charged_without_order' | 'paid_without_charge' | 'lingering';
export type Correction = 'abandonOrder' | 'cancelPayment' | 'releaseStock';
export type Verdict =
  | { kind: 'consistent' }
  | { kind: 'open' }
  | { kind: 'inconsistent'; discrepancy: Discrepancy; corrections: readonly Correction[] };

const MINUTE = 60_000;
/** Events may be late; an authorization is cancelled if its order is still unpaid after this time, ms. */
const EVENT_TIMEOUT = 6 * 60 * MINUTE;
/** Grace period for expired reservations and open payments, ms. */
const GRACE = 5 * MINUTE;

const consistent: Verdict = { kind: 'consistent' };
const open: Verdict = { kind: 'open' };
const inconsistent = (discrepancy: Discrepancy, ...corrections: Correction[]): Verdict => ({
  kind: 'inconsistent',
  discrepancy,
  corrections,
});

/**
 * Decides whether order, payment and reservation agree on how a checkout ended, and the corrections if not. Every
 * correction is idempotent: repeating it, or making it while events have the same effect, changes nothing.
 */
export function assess(observed: Observed): Verdict {
  const { order, payment, reservation } = observed;
  const charged = payment === 'authorized' || payment === 'captured';
  const isReserved = reservation === 'held';

  if (order === 'none' || order === 'cancelled') {
    if (charged) return inconsistent('charged_without_order', 'cancelPayment', 'releaseStock');
    if (payment === 'pending' || payment === 'requires_action')
      return inconsistent('lingering', 'cancelPayment', 'releaseStock');
    return isReserved ? inconsistent('lingering', 'releaseStock') : consistent;
  }
  if (order === 'pending') {
    if (charged) {
      // The payment's event may still arrive; the authorization is cancelled only if it does not.
      return observed.age > EVENT_TIMEOUT
        ? inconsistent('charged_without_order', 'abandonOrder', 'cancelPayment', 'releaseStock')
        : open;
    }
    const isExpired = !observed.sold || payment === 'none' || observed.overdue > GRACE;
    return isExpired ? inconsistent('lingering', 'abandonOrder', 'cancelPayment', 'releaseStock') : open;
  }
  // Paid, or later. A refund may be pending or complete; a paid order without a charge can only be reported.
  if (charged || payment === 'refunded' || order === 'refunded') return consistent;
  return inconsistent('paid_without_charge');
}
