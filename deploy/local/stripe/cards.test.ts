import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cardByNumber, passesLuhn, testCards } from './state/cards.ts';
import { errorOf, payWith, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** As published (https://docs.stripe.com/testing#declined-payments). */
const declines: readonly [token: string, number: string, code: string, declineCode: string | undefined][] = [
  ['pm_card_visa_chargeDeclined', '4000000000000002', 'card_declined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', '4000000000009995', 'card_declined', 'insufficient_funds'],
  ['pm_card_visa_chargeDeclinedLostCard', '4000000000009987', 'card_declined', 'lost_card'],
  ['pm_card_visa_chargeDeclinedStolenCard', '4000000000009979', 'card_declined', 'stolen_card'],
  ['pm_card_chargeDeclinedExpiredCard', '4000000000000069', 'expired_card', undefined],
  ['pm_card_chargeDeclinedIncorrectCvc', '4000000000000127', 'incorrect_cvc', undefined],
  ['pm_card_chargeDeclinedProcessingError', '4000000000000119', 'processing_error', undefined],
  ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975', 'card_declined', 'card_velocity_exceeded'],
  ['pm_card_radarBlock', '4100000000000019', 'card_declined', 'fraudulent'],
  ['pm_card_threeDSecureRequiredProcessingError', '4000008400001280', 'card_declined', 'generic_decline'],
];

describe('declined cards', () => {
  test.each(declines)('%s', async (token, number, code, declineCode) => {
    const byToken = await errorOf(payWith(sandbox.stripe, token));
    expect(byToken).toMatchObject({
      type: 'StripeCardError',
      rawType: 'card_error',
      statusCode: 402,
      code,
      message: expect.stringMatching(/\.$/),
      doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}`,
      charge: expect.stringMatching(/^ch_/),
      payment_method: { card: { last4: number.slice(-4) } },
      payment_intent: { status: 'requires_payment_method', last_payment_error: { code } },
    });
    expect(byToken.decline_code || undefined).toBe(declineCode);
    const method = await sandbox.stripe.paymentMethods.create({
      type: 'card',
      card: { number, exp_month: 12, exp_year: 2040, cvc: '123' },
    });
    const byNumber = await errorOf(payWith(sandbox.stripe, method.id));
    expect([byNumber.code, byNumber.decline_code || undefined]).toEqual([code, declineCode]);
    const charge = await sandbox.stripe.charges.retrieve(String(byNumber.charge));
    expect(charge).toMatchObject({
      status: 'failed',
      paid: false,
      captured: false,
      failure_code: code,
      amount_captured: 0,
    });
  });

  test('a blocked card never reaches the bank', async () => {
    const error = await errorOf(payWith(sandbox.stripe, 'pm_card_radarBlock'));
    const charge = await sandbox.stripe.charges.retrieve(String(error.charge));
    expect(charge.outcome).toMatchObject({
      type: 'blocked',
      network_status: 'not_sent_to_network',
      risk_level: 'highest',
    });
  });
});

describe('cards that are refused without a request to a bank', () => {
  test.each([
    [{ number: '4242424242424241' }, 'incorrect_number', 'number'],
    [{ exp_month: 13 }, 'invalid_expiry_month', 'exp_month'],
    [{ exp_year: 2020 }, 'invalid_expiry_year', 'exp_year'],
    [{ cvc: '99' }, 'invalid_cvc', 'cvc'],
  ])('%j gives %s', async (difference, code, param) => {
    const card = { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123', ...difference };
    expect(await errorOf(sandbox.stripe.paymentMethods.create({ type: 'card', card }))).toMatchObject({
      statusCode: 402,
      code,
      param,
    });
  });

  test('a card that is not one of the test cards is never taken', async () => {
    const card = { number: '4111111111111111', exp_month: 12, exp_year: 2040, cvc: '123' };
    expect(await errorOf(sandbox.stripe.paymentMethods.create({ type: 'card', card }))).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
    });
  });
});

test('every card in the table is a valid number, and each name stands for one card', () => {
  for (const card of testCards) expect([card.number, passesLuhn(card.number)]).toEqual([card.number, true]);
  const tokens = testCards.flatMap(card => card.tokens);
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(cardByNumber('4111111111111111')).toBeUndefined();
});
