/**
 * The state of the sandbox. Small records, times in seconds since 1970, amounts in minor units; `wire/` turns them into
 * Stripe's objects.
 */

/** Stripe's `metadata`: strings by name, as the merchant set them. */
export type Metadata = Record<string, string>;

/**
 * Why a payment did not go through; the texts and codes are Stripe's (https://docs.stripe.com/error-codes,
 * https://docs.stripe.com/declines/codes).
 */
export interface Decline {
  type: 'card_error' | 'invalid_request_error';
  code: string;
  declineCode?: string;
  message: string;
  param?: string;
  advice?: 'try_again_later' | 'do_not_try_again' | 'confirm_card_data';
  networkDeclineCode?: string;
  /** Blocked by Stripe's own rules, so the bank was never asked. */
  blocked?: boolean;
}

export interface BillingDetails {
  name: string | null;
  email: string | null;
  country: string | null;
  postalCode: string | null;
}

export interface PaymentMethod {
  id: string;
  created: number;
  /** Number of one of Stripe's published test cards; no other number is ever accepted, so none is ever stored. */
  cardNumber: string;
  expMonth: number;
  expYear: number;
  cvcGiven: boolean;
  billing: BillingDetails;
  metadata: Metadata;
}

export type CaptureMethod = 'automatic' | 'automatic_async' | 'manual';
export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';
export type CancellationReason =
  | 'abandoned'
  | 'duplicate'
  | 'fraudulent'
  | 'requested_by_customer'
  | 'automatic'
  | 'expired';

/** The latest 3D Secure question; open while the intent `requires_action`. */
export interface Challenge {
  token: string;
  /** The return URL; null for a Checkout Session, which has its own. */
  returnUrl: string | null;
}

export interface LastError extends Decline {
  chargeId?: string;
  methodId: string;
}

export interface Intent {
  id: string;
  secret: string;
  created: number;
  amount: number;
  currency: string;
  status: IntentStatus;
  captureMethod: CaptureMethod;
  /** `automatic_payment_methods.allow_redirects`; null when they are not enabled. */
  automatic: 'always' | 'never' | null;
  allowedTypes: string[] | null;
  requestThreeDSecure: 'automatic' | 'any' | 'challenge';
  methodId: string | null;
  latestChargeId: string | null;
  amountCapturable: number;
  amountReceived: number;
  /** When an authorization that nobody captured lapses. */
  captureBefore: number | null;
  canceledAt: number | null;
  cancellationReason: CancellationReason | null;
  challenge: Challenge | null;
  lastError: LastError | null;
  description: string | null;
  receiptEmail: string | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  shipping: Shipping | null;
  metadata: Metadata;
  /** The Checkout Session that made it. */
  sessionId: string | null;
}

export interface Shipping {
  name: string;
  phone: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
}

export interface Charge {
  id: string;
  created: number;
  intentId: string;
  methodId: string;
  amount: number;
  amountCaptured: number;
  /** Given back to the shopper, or released because it was never captured. */
  amountRefunded: number;
  currency: string;
  status: 'succeeded' | 'failed';
  captured: boolean;
  captureBefore: number | null;
  authenticated: boolean;
  failure: Decline | null;
  balanceTransactionId: string | null;
  /** When the test card's holder disputes it, once captured; absent for every other card. */
  disputesAt?: number | null;
  /** Its dispute, once there is one. */
  disputeId?: string;
  description: string | null;
  receiptEmail: string | null;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  shipping: Shipping | null;
  metadata: Metadata;
}

export interface Refund {
  id: string;
  created: number;
  chargeId: string;
  intentId: string;
  amount: number;
  currency: string;
  status: 'pending' | 'succeeded' | 'failed';
  /** `reversal`: an authorization released, no money had moved. */
  kind: 'refund' | 'reversal';
  failureReason: string | null;
  reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | 'expired_uncaptured_charge' | null;
  balanceTransactionId: string | null;
  metadata: Metadata;
  /** When a refund that starts as pending, or fails later, gets its final state. */
  settlesAt: number | null;
}

/** A charge that its cardholder questions at the bank (https://docs.stripe.com/disputes). */
export interface Dispute {
  id: string;
  created: number;
  chargeId: string;
  intentId: string;
  amount: number;
  currency: string;
  reason: 'fraudulent' | 'product_not_received' | 'general';
  status: 'needs_response' | 'warning_needs_response' | 'warning_closed' | 'won' | 'lost';
  balanceTransactionIds: string[];
  metadata: Metadata;
}

export interface BalanceTransaction {
  id: string;
  created: number;
  sourceId: string;
  type: 'charge' | 'refund' | 'refund_failure' | 'adjustment';
  amount: number;
  fee: number;
  currency: string;
}

export interface SessionLine {
  id: string;
  priceId: string;
  productId: string;
  name: string;
  description: string | null;
  images: string[];
  productMetadata: Metadata;
  unitAmount: number;
  quantity: number;
}

export interface Session {
  id: string;
  created: number;
  status: 'open' | 'complete' | 'expired';
  expiresAt: number;
  currency: string;
  lines: SessionLine[];
  successUrl: string;
  cancelUrl: string | null;
  clientReferenceId: string | null;
  customerEmail: string | null;
  /** What the shopper typed, once paid. */
  customer: { name: string | null; email: string | null } | null;
  allowedTypes: string[] | null;
  displayName: string | null;
  locale: string | null;
  submitType: 'auto' | 'book' | 'donate' | 'pay' | null;
  metadata: Metadata;
  intentId: string | null;
  intentData: {
    captureMethod: CaptureMethod;
    description: string | null;
    receiptEmail: string | null;
    statementDescriptor: string | null;
    statementDescriptorSuffix: string | null;
    transferGroup: string | null;
    shipping: Shipping | null;
    metadata: Metadata;
  };
}
