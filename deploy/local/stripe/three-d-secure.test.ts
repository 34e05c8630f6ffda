import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { errorOf, payWith, RETURN_URL, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const challengeOf = (intent: Stripe.PaymentIntent): string => intent.next_action?.redirect_to_url?.url ?? '';

/** Answers as the shopper does, and says where the bank's page leads. */
async function answer(intent: Stripe.PaymentIntent, choice: 'approve' | 'refuse'): Promise<URL> {
  const response = await fetch(challengeOf(intent), {
    method: 'POST',
    body: new URLSearchParams({ answer: choice }),
    redirect: 'manual',
  });
  return new URL(response.headers.get('location') ?? 'none:');
}

test.each([
  'pm_card_authenticationRequired',
  'pm_card_authenticationRequiredOnSetup',
  'pm_card_threeDSecure2Required',
  'pm_card_threeDSecureRequired',
])('%s asks the shopper, and approval pays', async card => {
  const intent = await payWith(sandbox.stripe, card);
  expect(intent).toMatchObject({
    status: 'requires_action',
    latest_charge: null,
    next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: RETURN_URL } },
  });
  const page = await fetch(challengeOf(intent)).then(response => response.text());
  expect(page).toContain('$25.00');
  const back = await answer(intent, 'approve');
  expect(`${back.origin}${back.pathname}`).toBe(RETURN_URL);
  expect(Object.fromEntries(back.searchParams)).toEqual({
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    redirect_status: 'succeeded',
  });
  const paid = await sandbox.stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
  expect(paid).toMatchObject({
    status: 'succeeded',
    next_action: null,
    latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
  });
});

test('refusing charges nothing, and another card may be tried', async () => {
  const { stripe } = sandbox;
  const intent = await payWith(stripe, 'pm_card_authenticationRequired');
  expect((await answer(intent, 'refuse')).searchParams.get('redirect_status')).toBe('failed');
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    latest_charge: null,
    last_payment_error: { code: 'payment_intent_authentication_failure', type: 'invalid_request_error' },
  });
  expect(
    await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa', return_url: RETURN_URL }),
  ).toMatchObject({
    status: 'succeeded',
  });
});

test.each([
  ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ['pm_card_threeDSecureRequiredChargeDeclined', 'generic_decline'],
])('%s is declined after approval', async (card, declineCode) => {
  const intent = await payWith(sandbox.stripe, card);
  expect((await answer(intent, 'approve')).searchParams.get('redirect_status')).toBe('failed');
  expect(await sandbox.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'card_declined', decline_code: declineCode },
  });
});

test('approval with manual capture holds the money', async () => {
  const intent = await payWith(sandbox.stripe, 'pm_card_authenticationRequired', { capture_method: 'manual' });
  expect((await answer(intent, 'approve')).searchParams.get('redirect_status')).toBe('succeeded');
  expect(await sandbox.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'requires_capture',
    amount_capturable: 2500,
  });
});

test('answering twice charges once and leads to the same place', async () => {
  const intent = await payWith(sandbox.stripe, 'pm_card_authenticationRequired');
  const [first, second] = await Promise.all([answer(intent, 'approve'), answer(intent, 'approve')]);
  expect(second.href).toBe(first.href);
  expect((await answer(intent, 'refuse')).searchParams.get('redirect_status')).toBe('succeeded');
  expect((await sandbox.stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
});

test('a cancelled payment cannot be approved any more', async () => {
  const intent = await payWith(sandbox.stripe, 'pm_card_authenticationRequired');
  await sandbox.stripe.paymentIntents.cancel(intent.id);
  expect((await answer(intent, 'approve')).searchParams.get('redirect_status')).toBe('failed');
  expect(await sandbox.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    status: 'canceled',
    latest_charge: null,
  });
});

test('nobody can answer without the address', async () => {
  const intent = await payWith(sandbox.stripe, 'pm_card_authenticationRequired');
  const guessed = challengeOf(intent).replace(/[^/]+$/, 'guessed');
  expect((await fetch(guessed)).status).toBe(404);
  await fetch(guessed, { method: 'POST', body: new URLSearchParams({ answer: 'approve' }), redirect: 'manual' });
  expect(await sandbox.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'requires_action' });
});

describe('when the shopper is away', () => {
  test.each([{ off_session: true }, { error_on_requires_action: true }])('%j declines', async more => {
    const error = await errorOf(payWith(sandbox.stripe, 'pm_card_authenticationRequired', more));
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
    });
  });
});

test('3D Secure can be requested; a card that is not enrolled is not challenged', async () => {
  const asked = { payment_method_options: { card: { request_three_d_secure: 'any' } } } as const;
  expect(await payWith(sandbox.stripe, 'pm_card_threeDSecureOptional')).toMatchObject({ status: 'succeeded' });
  expect(await payWith(sandbox.stripe, 'pm_card_threeDSecureOptional', asked)).toMatchObject({
    status: 'requires_action',
  });
  expect(await payWith(sandbox.stripe, 'pm_card_visa', asked)).toMatchObject({ status: 'succeeded' });
  expect(await errorOf(payWith(sandbox.stripe, 'pm_card_threeDSecureOptionalProcessingError', asked))).toMatchObject({
    code: 'processing_error',
  });
});
