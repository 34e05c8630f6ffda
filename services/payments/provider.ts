import type { PaymentRequest } from '../../generated/payments/types.ts';

/** Money that went back, as the provider tells it. `id` is our refund's where we asked for it. */
export interface ProviderRefund {
  reference: string;
  id: string | undefined;
  /** Minor units. */
  amount: number;
  reason: string | undefined;
}

/** How a payment stands with the provider. Amounts are minor units. */
export interface ProviderPayment {
  /** Undefined where the provider refused before it made anything: an unknown card token. */
  reference: string | undefined;
  /** What the provider calls the movement of money, where that is another thing than `reference`. */
  intent: string | undefined;
  /** `open`: nothing is decided, the shopper may still pay. */
  status: 'open' | 'requires_action' | 'authorized' | 'captured' | 'declined' | 'cancelled' | 'expired';
  captured: number;
  refunds: readonly ProviderRefund[];
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

/**
 * A signed event: which payment it is about, as far as it says. Its content is not relied on: the provider is asked how
 * things stand.
 */
export interface ProviderEvent {
  id: string;
  type: string;
  paymentId: string | undefined;
  intent: string | undefined;
}

/**
 * A payment service provider. Every call may be repeated: what was done once is answered as it was. All throw
 * ProblemError 503 when the provider cannot be reached, in which case it is not known whether anything was done.
 */
export interface PaymentProvider {
  readonly name: string;
  /**
   * Authorizes the card of `request.paymentMethod`, or makes a hosted page where there is none. A decline is an answer,
   * not an error.
   */
  createPayment(asked: PaymentToCreate): Promise<ProviderPayment>;
  retrieve(reference: string): Promise<ProviderPayment>;
  /** Ends what is open and lets an authorization go; what was captured meanwhile stays so. */
  cancelAuthorization(reference: string): Promise<ProviderPayment>;
  /** Takes the whole authorized amount. */
  capture(reference: string): Promise<ProviderPayment>;
  refund(reference: string, refund: { id: string; amount: number; reason: string }): Promise<ProviderPayment>;
  /** Checks the signature over the raw body and reads the event; undefined when the signature is not the provider's. */
  readEvent(body: Buffer, signature: string): ProviderEvent | undefined;
}
