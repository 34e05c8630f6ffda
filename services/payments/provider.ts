import type { PaymentRequest } from '../../generated/payments/types.ts';

/** A refund as the provider tells it. `id` is our refund's where we requested it. Amounts are minor units. */
export interface ProviderRefund {
  reference: string;
  id: string | undefined;
  amount: number;
  reason: string | undefined;
  /** `failed` is final and may come days after `succeeded`. */
  status: 'pending' | 'succeeded' | 'failed';
  failureCode: string | undefined;
}

/** A charge that its cardholder questions at the bank. `status` and `reason` are the provider's codes. */
export interface ProviderDispute {
  id: string;
  amount: number;
  reason: string;
  status: string;
  /** Whether the bank has not decided yet. */
  open: boolean;
  createdAt: Date;
}

/** How a payment stands with the provider. Amounts are minor units. */
export interface ProviderPayment {
  /** Undefined where the provider refused before it made anything: an unknown card token. */
  reference: string | undefined;
  /** What the provider calls the movement of money, where that is another thing than `reference`. */
  intent: string | undefined;
  /** `open`: nothing is decided, the shopper may still pay. `processing`: the bank decides, the shopper cannot act. */
  status: 'open' | 'processing' | 'requires_action' | 'authorized' | 'captured' | 'declined' | 'cancelled' | 'expired';
  captured: number;
  refunds: readonly ProviderRefund[];
  /** Empty where they were not requested. */
  disputes: readonly ProviderDispute[];
  /** Where the shopper must go, while something is left to do. */
  redirectUrl: string | undefined;
  declineCode: string | undefined;
  card: { brand: string; last4: string } | undefined;
}

export interface PaymentToCreate {
  paymentId: string;
  orderId: string;
  request: PaymentRequest;
}

/** What is sent to the provider; its content is the provider's own. */
export type ProviderRequest = Readonly<Record<string, unknown>>;

/**
 * A signed event: which payment it is about, as far as it says. Its content is not relied on: the payment is retrieved,
 * unless it is recorded already that it came at least so far as the event `says`.
 */
export interface ProviderEvent {
  id: string;
  type: string;
  paymentId: string | undefined;
  intent: string | undefined;
  /** All that the event can mean; undefined where it may mean more. */
  says: 'created' | 'authorized' | 'captured' | undefined;
}

/**
 * A payment service provider. Every call may be repeated: what was done once is answered as it was. All throw
 * FailureError; after a temporary failure it is not known whether anything was done.
 */
export interface PaymentProvider {
  readonly name: string;
  /**
   * The request that `createPayment` sends. It is stored before it is sent for the first time, so that every repetition
   * under its idempotency key has the same bytes, whatever the clock or a new version of this program would make of it.
   */
  buildRequest(payment: PaymentToCreate, now: Date): ProviderRequest;
  /**
   * Authorizes the card of the request, or makes a hosted page where there is none. A decline is an answer, not an
   * error.
   */
  createPayment(paymentId: string, request: ProviderRequest): Promise<ProviderPayment>;
  /** `disputes`: with what the cardholder questions. */
  retrieve(reference: string, options?: { disputes: boolean }): Promise<ProviderPayment>;
  /** Ends what is open and cancels an authorization; what was captured meanwhile stays so. */
  cancelAuthorization(reference: string): Promise<ProviderPayment>;
  /** Captures the whole authorized amount. `intent` is what the provider calls it, where that is known. */
  capture(reference: string, intent: string | undefined): Promise<ProviderPayment>;
  refund(reference: string, refund: { id: string; amount: number; reason: string }): Promise<ProviderPayment>;
  /** Checks the signature over the raw body and reads the event; undefined when the signature is not the provider's. */
  readEvent(body: Buffer, signature: string): ProviderEvent | undefined;
}
