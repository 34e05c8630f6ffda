import type { Decline } from './records.ts';

/** One of Stripe's published test cards (https://docs.stripe.com/testing) and what happens when it is charged. */
export interface TestCard {
  number: string;
  /** The `pm_card_…` names that stand for it in API calls. */
  tokens: readonly string[];
  brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';
  funding: 'credit' | 'debit' | 'prepaid';
  country: string;
  /**
   * Whether the shopper is challenged: at every payment, when the merchant asks for 3D Secure, or never (not enrolled).
   */
  authentication: 'always' | 'when_asked' | 'never';
  /** The 3D Secure lookup itself breaks, which declines the payment so. */
  lookupFailure: Decline | null;
  decline: Decline | null;
  /** What becomes of a refund after it looked successful or pending. */
  refund: 'succeeds' | 'succeeds_later' | 'fails_later';
  /** Why its holder disputes every charge that is captured; null for a content one. */
  dispute: 'fraudulent' | 'product_not_received' | 'inquiry' | null;
  cvcCheck: 'pass' | 'fail';
  riskLevel: 'normal' | 'elevated' | 'highest';
}

const bank = (
  declineCode: string,
  message: string,
  networkDeclineCode: string,
  advice: NonNullable<Decline['advice']>,
): Decline => ({
  type: 'card_error',
  code: 'card_declined',
  declineCode,
  message,
  networkDeclineCode,
  advice,
});

const generic = bank('generic_decline', 'Your card was declined.', '01', 'try_again_later');
const insufficientFunds = bank('insufficient_funds', 'Your card has insufficient funds.', '51', 'try_again_later');
const lost = bank('lost_card', 'Your card was declined.', '41', 'do_not_try_again');
const stolen = bank('stolen_card', 'Your card was declined.', '43', 'do_not_try_again');
const velocity = bank(
  'card_velocity_exceeded',
  'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  '65',
  'try_again_later',
);
const expired: Decline = {
  type: 'card_error',
  code: 'expired_card',
  message: 'Your card has expired.',
  param: 'exp_month',
  advice: 'confirm_card_data',
};
const wrongCvc: Decline = {
  type: 'card_error',
  code: 'incorrect_cvc',
  message: "Your card's security code is incorrect.",
  param: 'cvc',
  advice: 'confirm_card_data',
};
const processing: Decline = {
  type: 'card_error',
  code: 'processing_error',
  message: 'An error occurred while processing your card. Try again in a little bit.',
  advice: 'try_again_later',
};
const blocked: Decline = {
  type: 'card_error',
  code: 'card_declined',
  declineCode: 'fraudulent',
  message: 'Your card was declined.',
  blocked: true,
};

const base = {
  brand: 'visa',
  funding: 'credit',
  country: 'US',
  authentication: 'never',
  lookupFailure: null,
  decline: null,
  refund: 'succeeds',
  dispute: null,
  cvcCheck: 'pass',
  riskLevel: 'normal',
} as const;

const card = (number: string, token: string | readonly string[], differences: Partial<TestCard> = {}): TestCard => ({
  ...base,
  number,
  tokens: typeof token === 'string' ? [token] : token,
  ...differences,
});

/** The test cards of the sandbox, as published by Stripe. */
export const testCards: readonly TestCard[] = [
  card('4242424242424242', ['pm_card_visa', 'pm_card_us']),
  card('4000056655665556', 'pm_card_visa_debit', { funding: 'debit' }),
  card('5555555555554444', 'pm_card_mastercard', { brand: 'mastercard' }),
  card('2223003122003222', [], { brand: 'mastercard' }),
  card('5200828282828210', 'pm_card_mastercard_debit', { brand: 'mastercard', funding: 'debit' }),
  card('5105105105105100', 'pm_card_mastercard_prepaid', { brand: 'mastercard', funding: 'prepaid' }),
  card('378282246310005', ['pm_card_amex', 'pm_card_amex_threeDSecureNotSupported'], { brand: 'amex' }),
  card('371449635398431', [], { brand: 'amex' }),
  card('6011111111111117', 'pm_card_discover', { brand: 'discover' }),
  card('6011000990139424', [], { brand: 'discover' }),
  card('3056930009020004', 'pm_card_diners', { brand: 'diners' }),
  card('36227206271667', [], { brand: 'diners' }),
  card('3566002020360505', 'pm_card_jcb', { brand: 'jcb' }),
  card('6200000000000005', 'pm_card_unionpay', { brand: 'unionpay' }),
  card('4000002760000016', 'pm_card_de', { country: 'DE' }),
  card('4000002500000003', 'pm_card_fr', { country: 'FR' }),
  card('4000008260000000', 'pm_card_gb', { country: 'GB' }),
  card('4000000000000077', 'pm_card_bypassPending'),

  card('4000000000000002', ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'], { decline: generic }),
  card(
    '4000000000009995',
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_card_chargeDeclinedInsufficientFunds'],
    {
      decline: insufficientFunds,
    },
  ),
  card('4000000000009987', ['pm_card_visa_chargeDeclinedLostCard', 'pm_card_chargeDeclinedLostCard'], {
    decline: lost,
  }),
  card('4000000000009979', ['pm_card_visa_chargeDeclinedStolenCard', 'pm_card_chargeDeclinedStolenCard'], {
    decline: stolen,
  }),
  card('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', { decline: expired }),
  card('4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', { decline: wrongCvc, cvcCheck: 'fail' }),
  card('4000000000000119', 'pm_card_chargeDeclinedProcessingError', { decline: processing }),
  card('4000000000006975', 'pm_card_visa_chargeDeclinedVelocityLimitExceeded', { decline: velocity }),
  card('4000000000000341', 'pm_card_chargeCustomerFail', { decline: generic }),
  card('4100000000000019', 'pm_card_radarBlock', { decline: blocked, riskLevel: 'highest' }),
  card('4000000000004954', 'pm_card_riskLevelHighest', { decline: blocked, riskLevel: 'highest' }),
  card('4000000000009235', 'pm_card_riskLevelElevated', { riskLevel: 'elevated' }),
  card('4000000000000101', 'pm_card_cvcCheckFail', { cvcCheck: 'fail' }),

  card('4000002500003155', 'pm_card_authenticationRequiredOnSetup', { authentication: 'always' }),
  card('4000002760003184', 'pm_card_authenticationRequired', { authentication: 'always' }),
  card('4000008260003178', 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', {
    authentication: 'always',
    decline: insufficientFunds,
  }),
  card('4000000000003220', 'pm_card_threeDSecure2Required', { authentication: 'always' }),
  card('4000000000003063', 'pm_card_threeDSecureRequired', { authentication: 'always' }),
  card('4000008400001629', 'pm_card_threeDSecureRequiredChargeDeclined', {
    authentication: 'always',
    decline: generic,
  }),
  card('4000008400001280', 'pm_card_threeDSecureRequiredProcessingError', {
    authentication: 'always',
    lookupFailure: generic,
  }),
  card('4000000000003055', 'pm_card_threeDSecureOptional', { authentication: 'when_asked' }),
  card('4000000000003097', 'pm_card_threeDSecureOptionalProcessingError', {
    authentication: 'when_asked',
    lookupFailure: processing,
  }),

  card('4000000000007726', 'pm_card_pendingRefund', { refund: 'succeeds_later' }),
  card('4000000000005126', 'pm_card_refundFail', { refund: 'fails_later' }),

  card('4000000000000259', 'pm_card_createDispute', { dispute: 'fraudulent' }),
  card('4000000000002685', 'pm_card_createDisputeProductNotReceived', { dispute: 'product_not_received' }),
  card('4000000000001976', 'pm_card_createDisputeInquiry', { dispute: 'inquiry' }),
];

const byNumber = new Map(testCards.map(one => [one.number, one]));
const byToken = new Map(testCards.flatMap(one => one.tokens.map(token => [token, one] as const)));

/** The test card with this number (digits only), if it is one of Stripe's. */
export const cardByNumber = (number: string): TestCard | undefined => byNumber.get(number);

/** The test card that a `pm_card_…` name stands for. */
export const cardByToken = (token: string): TestCard | undefined => byToken.get(token);

/** Whether the digits carry a valid check digit (ISO/IEC 7812-1, the Luhn formula). */
export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** What Stripe answers to a real card in test mode. */
export const notATestCard: Decline = {
  type: 'card_error',
  code: 'card_declined',
  declineCode: 'test_mode_live_card',
  message:
    'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
};
