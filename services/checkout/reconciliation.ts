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

export type Fault = 'charged_without_order' | 'paid_without_charge' | 'lingering';
export type Correction = 'abandonOrder' | 'cancelPayment' | 'releaseStock';
export type Verdict =
  | { is: 'settled' }
  | { is: 'open' }
  | { is: 'wrong'; fault: Fault; corrections: readonly Correction[] };

const MINUTE = 60_000;
/** Events may be late; an authorization is cancelled if its order is still unpaid after this time, ms. */
const EVENT_TIMEOUT = 6 * 60 * MINUTE;
/** Grace period for expired reservations and open payments, ms. */
const GRACE = 5 * MINUTE;

const settled: Verdict = { is: 'settled' };
const open: Verdict = { is: 'open' };
const wrong = (fault: Fault, ...corrections: Correction[]): Verdict => ({ is: 'wrong', fault, corrections });

/**
 * Decides whether order, payment and reservation agree on how a checkout ended, and the corrections if not. Every
 * correction is idempotent: repeating it, or making it while events have the same effect, changes nothing.
 */
export function assess(known: Observed): Verdict {
  const { order, payment, reservation } = known;
  const charged = payment === 'authorized' || payment === 'captured';
  const held = reservation === 'held';

  if (order === 'none' || order === 'cancelled') {
    if (charged) return wrong('charged_without_order', 'cancelPayment', 'releaseStock');
    if (payment === 'pending' || payment === 'requires_action')
      return wrong('lingering', 'cancelPayment', 'releaseStock');
    return held ? wrong('lingering', 'releaseStock') : settled;
  }
  if (order === 'pending') {
    if (charged) {
      // The payment's event may still arrive; the authorization is cancelled only if it does not.
      return known.age > EVENT_TIMEOUT
        ? wrong('charged_without_order', 'abandonOrder', 'cancelPayment', 'releaseStock')
        : open;
    }
    const over = !known.sold || payment === 'none' || known.overdue > GRACE;
    return over ? wrong('lingering', 'abandonOrder', 'cancelPayment', 'releaseStock') : open;
  }
  // Paid, or later. A refund may be pending or complete; a paid order without a charge can only be reported.
  if (charged || payment === 'refunded' || order === 'refunded') return settled;
  return wrong('paid_without_charge');
}
