import type Stripe from 'stripe';
import type { Charge, PaymentMethod } from '../state/records.ts';
import { shippingObject } from './payment-intent.ts';
import { billingDetails, cardFacts } from './payment-method.ts';

export interface ChargeContext {
  method(id: string): PaymentMethod | undefined;
}

export function chargeObject(charge: Charge, context: ChargeContext): Stripe.Charge {
  const method = context.method(charge.methodId);
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: charge.amountCaptured,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransactionId,
    billing_details: billingDetails(method?.billing ?? { name: null, email: null, country: null, postalCode: null }),
    calculated_statement_descriptor: charge.statementDescriptor ?? 'COVENANT SANDBOX',
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: null,
    description: charge.description,
    disputed: charge.disputeId !== undefined,
    failure_balance_transaction: null,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: outcome(charge, method),
    paid: charge.status === 'succeeded',
    payment_intent: charge.intentId,
    payment_method: charge.methodId,
    payment_method_details: method ? { type: 'card', card: cardDetails(charge, method) } : null,
    receipt_email: charge.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: charge.amountRefunded === charge.amount,
    review: null,
    shipping: shippingObject(charge.shipping),
    source: null,
    source_transfer: null,
    statement_descriptor: charge.statementDescriptor,
    statement_descriptor_suffix: charge.statementDescriptorSuffix,
    status: charge.status,
    transfer_data: null,
    transfer_group: charge.transferGroup,
  };
}

function outcome(charge: Charge, method: PaymentMethod | undefined): Stripe.Charge.Outcome {
  const { failure } = charge;
  const riskLevel = method ? cardFacts(method).riskLevel : 'normal';
  return {
    advice_code: failure?.advice ?? null,
    network_advice_code: null,
    network_decline_code: failure?.networkDeclineCode ?? null,
    network_status: failure ? (failure.blocked ? 'not_sent_to_network' : 'declined_by_network') : 'approved_by_network',
    reason: failure ? (failure.blocked ? 'highest_risk_level' : (failure.declineCode ?? failure.code)) : null,
    risk_level: riskLevel,
    risk_score: { normal: 20, elevated: 70, highest: 90 }[riskLevel],
    seller_message: failure ? sellerMessage(failure.blocked ?? false) : 'Payment complete.',
    type: failure ? (failure.blocked ? 'blocked' : 'issuer_declined') : 'authorized',
  };
}

const sellerMessage = (blocked: boolean) =>
  blocked
    ? 'Stripe blocked this payment as too risky.'
    : 'The bank did not return any further details with this decline.';

function cardDetails(charge: Charge, method: PaymentMethod): Stripe.Charge.PaymentMethodDetails.Card {
  const { cvcCheck, riskLevel, ...facts } = cardFacts(method);
  return {
    ...facts,
    amount_authorized: charge.status === 'succeeded' ? charge.amount : null,
    authorization_code: charge.status === 'succeeded' ? '123456' : null,
    ...(charge.captureBefore === null ? {} : { capture_before: charge.captureBefore }),
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcCheck },
    electronic_commerce_indicator: charge.authenticated ? '05' : null,
    extended_authorization: { status: 'disabled' },
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: facts.brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: charge.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: charge.authenticated ? threeDSecure : null,
    transaction_link_id: null,
    wallet: null,
  };
}

const threeDSecure: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
