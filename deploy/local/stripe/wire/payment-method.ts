import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { cardByNumber, type TestCard } from '../state/cards.ts';
import type { BillingDetails, PaymentMethod } from '../state/records.ts';

/** Same card, same fingerprint, and no way back to the number (https://docs.stripe.com/api/payment_methods/object). */
const fingerprint = (number: string) =>
  createHash('sha256').update(number).digest('base64url').replaceAll(/[-_]/g, '0').slice(0, 16);

/** The parts of a card that Stripe shows. */
export function cardFacts(method: PaymentMethod) {
  const card: TestCard | undefined = cardByNumber(method.cardNumber);
  return {
    brand: card?.brand ?? 'unknown',
    country: card?.country ?? null,
    funding: card?.funding ?? 'unknown',
    last4: method.cardNumber.slice(-4),
    exp_month: method.expMonth,
    exp_year: method.expYear,
    fingerprint: fingerprint(method.cardNumber),
    cvcCheck: method.cvcGiven ? (card?.cvcCheck ?? 'unavailable') : null,
    riskLevel: card?.riskLevel ?? 'normal',
  };
}

export const billingDetails = (billing: BillingDetails) => ({
  address: {
    city: null,
    country: billing.country,
    line1: null,
    line2: null,
    postal_code: billing.postalCode,
    state: null,
  },
  email: billing.email,
  name: billing.name,
  phone: null,
  tax_id: null,
});

export function paymentMethodObject(method: PaymentMethod): Stripe.PaymentMethod {
  const { cvcCheck, riskLevel, ...facts } = cardFacts(method);
  return {
    id: method.id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetails(method.billing),
    card: {
      ...facts,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcCheck },
      display_brand: facts.brand,
      generated_from: null,
      networks: { available: [facts.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: method.created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: method.metadata,
    type: 'card',
  };
}
