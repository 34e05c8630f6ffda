import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` header: HMAC-SHA256 of `<time>.<payload>` (https://docs.stripe.com/webhooks/signature). */
export function signature(payload: string, secret: string, timeSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${timeSeconds}.${payload}`).digest('hex');
  return `t=${timeSeconds},v1=${digest}`;
}
