import type Stripe from 'stripe';
import { declineBody } from '../errors.ts';
import type { Intent, PaymentMethod, Shipping } from '../state/records.ts';
import { paymentMethodObject } from './payment-method.ts';

/** What a PaymentIntent is rendered with besides itself. */
export interface IntentContext {
  /** Address of the sandbox, where its 3D Secure page is. */
  publicUrl: string;
  method(id: string): PaymentMethod | undefined;
}

export function paymentIntentObject(intent: Intent, context: IntentContext): Stripe.PaymentIntent {
  return {
    id: intent.id,
    object: 'payment_intent',
    allowed_payment_method_types: intent.allowedTypes as Stripe.PaymentIntent.AllowedPaymentMethodType[] | null,
    amount: intent.amount,
    amount_capturable: intent.amountCapturable,
    amount_details: { tip: {} },
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: intent.automatic ? { allow_redirects: intent.automatic, enabled: true } : null,
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: intent.secret,
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: null,
    last_payment_error: lastPaymentError(intent, context),
    latest_charge: intent.latestChargeId,
    livemode: false,
    managed_payments: null,
    metadata: intent.metadata,
    next_action: nextAction(intent, context.publicUrl),
    on_behalf_of: null,
    payment_method: intent.methodId,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: intent.requestThreeDSecure,
      },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: shippingObject(intent.shipping),
    source: null,
    statement_descriptor: intent.statementDescriptor,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    status: intent.status,
    transfer_data: null,
    transfer_group: intent.transferGroup,
  };
}

export const shippingObject = (shipping: Shipping | null) =>
  shipping && {
    address: {
      city: shipping.city,
      country: shipping.country,
      line1: shipping.line1,
      line2: shipping.line2,
      postal_code: shipping.postalCode,
      state: shipping.state,
    },
    carrier: null,
    name: shipping.name,
    phone: shipping.phone,
    tracking_number: null,
  };

/** With a `return_url` the shopper is redirected; without, Stripe.js would open the same page. */
function nextAction(intent: Intent, publicUrl: string): Stripe.PaymentIntent.NextAction | null {
  if (intent.status !== 'requires_action' || !intent.challenge) return null;
  const url = challengeUrl(intent, intent.challenge.token, publicUrl);
  return intent.challenge.returnUrl
    ? { type: 'redirect_to_url', redirect_to_url: { return_url: intent.challenge.returnUrl, url } }
    : { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } };
}

export const challengeUrl = (intent: Intent, token: string, publicUrl: string): string =>
  `${publicUrl}/3ds/${intent.id}/${token}`;

function lastPaymentError(intent: Intent, context: IntentContext): Stripe.PaymentIntent.LastPaymentError | null {
  const error = intent.lastError;
  if (!error) return null;
  const method = context.method(error.methodId);
  return {
    ...declineBody(error),
    ...(error.chargeId ? { charge: error.chargeId } : {}),
    ...(method ? { payment_method: paymentMethodObject(method) } : {}),
  };
}
