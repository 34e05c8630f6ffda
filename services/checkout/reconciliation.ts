import type { ReservationStatus } from '../../generated/inventory/types.ts';
import type { OrderStatus } from '../../generated/orders/types.ts';
import type { PaymentStatus } from '../../generated/payments/types.ts';

/** What orders, payments and inventory say about a finished checkout, and how long ago things were. */
export interface Observed {
  /** Whether its answer told the shopper that there is an order. */
  sold: boolean;
  order: OrderStatus | 'none';
  payment: PaymentStatus | 'none';
  reservation: ReservationStatus | 'none';
  /** Since it was finished, ms. */
  age: number;
  /** Since the end of the time for which stock was held; negative before, ms. */
  overdue: number;
}

export type Fault = 'charged_without_order' | 'paid_without_charge' | 'lingering';
export type Correction = 'abandonOrder' | 'cancelPayment' | 'releaseStock';
export type Verdict =
  | { is: 'settled' }
  | { is: 'open' }
  | { is: 'wrong'; fault: Fault; corrections: readonly Correction[] };

const MINUTE = 60_000;
/** Events may be late; an authorization that no order learns of for so long is cancelled, ms. */
const EVENT_TIMEOUT = 6 * 60 * MINUTE;
/** How long after its end a reservation, or an open payment, may still be there, ms. */
const GRACE = 5 * MINUTE;

const settled: Verdict = { is: 'settled' };
const open: Verdict = { is: 'open' };
const wrong = (fault: Fault, ...corrections: Correction[]): Verdict => ({ is: 'wrong', fault, corrections });

/**
 * Whether order, payment and reservation agree on how a checkout ended, and what to do where they do not. Every mend is
 * natural: doing it twice, or doing it while events do the same, changes nothing.
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
      // The news of the payment is on its way; only when it never comes does the money go back.
      return known.age > EVENT_TIMEOUT
        ? wrong('charged_without_order', 'abandonOrder', 'cancelPayment', 'releaseStock')
        : open;
    }
    const over = !known.sold || payment === 'none' || known.overdue > GRACE;
    return over ? wrong('lingering', 'abandonOrder', 'cancelPayment', 'releaseStock') : open;
  }
  // Paid, or further. A refund may be under way, or whole; an order that is paid by nobody can only be shown to people.
  if (charged || payment === 'refunded' || order === 'refunded') return settled;
  return wrong('paid_without_charge');
}
