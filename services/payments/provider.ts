import type { PaymentRequest } from '../../generated/payments/types.ts';

/** A refund as the provider reports it. `id` is our refund's if we requested it. Amounts are minor units. */
export interface ProviderRefund {
  reference: string;
  id: string | undefined;
  amount: number;
  reason: string | undefined;
  /** `failed` is final and may come days after `succeeded`. */
  status: 'pending' | 'succeeded' | 'failed';
  failureCode: string | undefined;
}

/** A dispute of a charge. `status` and `reason` are the provider's codes. */
export interface ProviderDispute {
  id: string;
  amount: number;
  reason: string;
  status: string;
  /** Whether the bank waits for an answer of the shop. */
  awaitsResponse: boolean;
  /** `lost`: the bank gave the money back to the cardholder for good. */
  state: 'open' | 'won' | 'lost';
  createdAt: Date;
}

/** The state of a payment at the provider. Amounts are minor units. */
export interface ProviderPayment {
  /** Undefined if the provider refused before it created anything: an unknown card token. */
  reference: string | undefined;
  /** The provider's id of the charge or intent, if it differs from `reference`. */
  intent: string | undefined;
  /** `open`: nothing is decided, the shopper may still pay. `processing`: the bank decides, the shopper cannot act. */
  status: 'open' | 'processing' | 'requires_action' | 'authorized' | 'captured' | 'declined' | 'cancelled' | 'expired';
  captured: number;
  refunds: readonly ProviderRefund[];
  /** Empty where they were not requested. */
  disputes: readonly ProviderDispute[];
  /** The redirect URL, while the shopper has to act. */
  redirectUrl: string | undefined;
  declineCode: string | undefined;
  card: { brand: string; last4: string } | undefined;
}

export interface PaymentToCreate {
  paymentId: string;
  orderId: string;
  request: PaymentRequest;
}

/** The request to the provider; its content is specific to the provider. */
export type ProviderRequest = Readonly<Record<string, unknown>>;

/**
 * A signed event with the payment that it names, if any. Its content is not used as state: the payment is retrieved,
 * unless the recorded state already includes the state that the event implies.
 */
export interface ProviderEvent {
  id: string;
  type: string;
  paymentId: string | undefined;
  intent: string | undefined;
  /** The state that the event implies; undefined if it may imply more. */
  impliedStatus: 'created' | 'authorized' | 'captured' | undefined;
}

/**
 * A payment service provider. Every call is idempotent. All throw FailureError; after a temporary failure the outcome
 * is unknown.
 */
export interface PaymentProvider {
  readonly name: string;
  /**
   * The request that `createPayment` sends. It is stored before it is sent for the first time, so that every repetition
   * under its idempotency key has the same bytes, independent of the clock and of the program's version.
   */
  buildRequest(payment: PaymentToCreate, now: Date): ProviderRequest;
  /**
   * Authorizes the card of the request, or creates a hosted page if there is none. A decline is a result, not an error.
   */
  createPayment(paymentId: string, request: ProviderRequest): Promise<ProviderPayment>;
  /** `disputes`: include disputes. */
  retrieve(reference: string, options?: { disputes: boolean }): Promise<ProviderPayment>;
  /**
   * Closes an open payment, so that it can no longer be authorized; one that was authorized before stays so. Until the
   * provider has done so the failure is temporary.
   */
  close(reference: string): Promise<ProviderPayment>;
  /** Cancels an open payment or an authorization; a captured payment stays captured. */
  cancelAuthorization(reference: string): Promise<ProviderPayment>;
  /** Captures the whole authorized amount. `intent` is the provider's id of it, if known. */
  capture(reference: string, intent: string | undefined): Promise<ProviderPayment>;
  refund(reference: string, refund: { id: string; amount: number; reason: string }): Promise<ProviderPayment>;
  /**
   * Checks the signature over the raw body and reads the event: undefined when the signature is not the provider's,
   * `unknown` for a signed body of a shape that no payment of ours has.
   */
  readEvent(body: Buffer, signature: string): ProviderEvent | 'unknown' | undefined;
}
