import type { Checkout } from './checkout.ts';

/**
 * What is known of the payment of an order that waits for it. `unpaid` is said only where the payment provider said so
 * a moment ago: a payment may have succeeded before its event arrives.
 */
export type KnownPaymentStatus = 'authorized' | 'unpaid' | 'unknown';

const RECENT_MS = 60_000;

/** What a checkout's payment lets us say, which is undefined where it cannot be read; `now` in ms. */
export function knownPaymentStatus(payment: Checkout['payment'] | undefined, now: number): KnownPaymentStatus {
  if (payment?.status === 'authorized') return 'authorized';
  if (payment?.checkedAt === undefined || now - Date.parse(payment.checkedAt) > RECENT_MS) return 'unknown';
  return payment.status === 'pending' || payment.status === 'requires_action' ? 'unpaid' : 'unknown';
}
