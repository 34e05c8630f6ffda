import { newId, randomText } from '../ids.ts';
import type { CaptureMethod, Intent, Metadata, Shipping } from './records.ts';

/** What the caller decides about a PaymentIntent. */
export interface NewIntent {
  amount: number;
  currency: string;
  captureMethod: CaptureMethod;
  automatic: Intent['automatic'];
  allowedTypes: Intent['allowedTypes'];
  requestThreeDSecure: Intent['requestThreeDSecure'];
  description: string | null;
  receiptEmail: string | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  shipping: Shipping | null;
  metadata: Metadata;
  sessionId: string | null;
}

/** A PaymentIntent at the start of its life. */
export function newIntent(wanted: NewIntent, now: number): Intent {
  const id = newId.paymentIntent();
  return {
    id,
    secret: `${id}_secret_${randomText(25)}`,
    created: now,
    ...wanted,
    status: 'requires_payment_method',
    methodId: null,
    latestChargeId: null,
    amountCapturable: 0,
    amountReceived: 0,
    captureBefore: null,
    canceledAt: null,
    cancellationReason: null,
    challenge: null,
    lastError: null,
  };
}
