/** Decline codes in plain words (https://docs.stripe.com/declines/codes), for those who talk to the customer. */
const declineTexts: Readonly<Record<string, string>> = {
  card_declined: 'The bank declined the card and gave no reason.',
  generic_decline: 'The bank declined the card and gave no reason.',
  do_not_honor: 'The bank declined the card; the customer can ask it why.',
  insufficient_funds: 'There is not enough money on the card.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code was wrong.',
  invalid_cvc: 'The security code was wrong.',
  incorrect_number: 'The card number was wrong.',
  lost_card: 'The card was reported lost. Do not tell the customer so; ask for another card.',
  stolen_card: 'The card was reported stolen. Do not tell the customer so; ask for another card.',
  fraudulent: 'The bank suspects fraud. Do not tell the customer so; ask for another card.',
  authentication_required: 'The bank wanted the customer to confirm the payment, which did not happen.',
  card_velocity_exceeded: 'The card is over its limit.',
  withdrawal_count_limit_exceeded: 'The card is over its limit.',
  currency_not_supported: 'The card cannot be charged in this currency.',
  card_not_supported: 'The card cannot be used for this kind of purchase.',
  processing_error: 'The bank could not handle the payment; another try may work.',
  unknown_payment_method: 'The card is not known to the payment provider.',
  abandoned: 'The customer left before paying.',
  expired: 'The customer did not pay in time.',
  declined: 'The payment was declined.',
};

/** A decline code in plain words. */
export function declineText(code: string): string {
  return declineTexts[code] ?? `The card was declined (${code.replaceAll('_', ' ')}).`;
}
