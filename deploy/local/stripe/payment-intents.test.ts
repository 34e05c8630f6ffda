import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, payWith, RETURN_URL, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

describe('paying at once', () => {
  test.each([
    ['pm_card_visa', 'visa', '4242', 'credit'],
    ['pm_card_visa_debit', 'visa', '5556', 'debit'],
    ['pm_card_mastercard', 'mastercard', '4444', 'credit'],
    ['pm_card_amex', 'amex', '0005', 'credit'],
    ['pm_card_discover', 'discover', '1117', 'credit'],
    ['pm_card_diners', 'diners', '0004', 'credit'],
    ['pm_card_jcb', 'jcb', '0505', 'credit'],
    ['pm_card_unionpay', 'unionpay', '0005', 'credit'],
  ])('%s succeeds and shows the card on its charge', async (card, brand, last4, funding) => {
    const intent = await payWith(sandbox.stripe, card, { expand: ['latest_charge'], metadata: { order: 'o-1' } });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2500,
      amount_capturable: 0,
      capture_method: 'automatic_async',
      metadata: { order: 'o-1' },
      latest_charge: {
        paid: true,
        captured: true,
        amount_captured: 2500,
        payment_method_details: { card: { brand, last4, funding } },
      },
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w+$`));
  });

  test('expands four levels deep, and refuses what cannot be expanded', async () => {
    const intent = await payWith(sandbox.stripe, 'pm_card_visa', {
      expand: ['latest_charge.balance_transaction', 'payment_method'],
    });
    expect(intent).toMatchObject({
      payment_method: { object: 'payment_method', card: { last4: '4242' } },
      latest_charge: { balance_transaction: { object: 'balance_transaction', amount: 2500, fee: 103, net: 2397 } },
    });
    const error = await errorOf(sandbox.stripe.paymentIntents.retrieve(intent.id, { expand: ['amount'] }));
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param: 'expand' });
  });

  test('a PaymentMethod made from a card number is used again', async () => {
    const method = await sandbox.stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4000 0566 5566 5556', exp_month: 12, exp_year: 2040, cvc: '123' },
      billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com' },
    });
    const intent = await payWith(sandbox.stripe, method.id, { expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      payment_method: method.id,
      latest_charge: { billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com' } },
    });
  });
});

describe('step by step', () => {
  test('created, given a method, confirmed', async () => {
    const { stripe } = sandbox;
    const created = await stripe.paymentIntents.create({ amount: 1000, currency: 'EUR', description: 'Two mugs' });
    expect(created).toMatchObject({
      status: 'requires_payment_method',
      currency: 'eur',
      latest_charge: null,
      next_action: null,
    });
    const updated = await stripe.paymentIntents.update(created.id, {
      amount: 1200,
      payment_method: 'pm_card_visa',
      metadata: { a: '1', b: '2' },
    });
    expect(updated).toMatchObject({ status: 'requires_confirmation', amount: 1200, metadata: { a: '1', b: '2' } });
    const confirmed = await stripe.paymentIntents.confirm(created.id, { return_url: RETURN_URL });
    expect(confirmed).toMatchObject({ status: 'succeeded', amount_received: 1200, description: 'Two mugs' });
    const relabelled = await stripe.paymentIntents.update(created.id, { metadata: { a: '' } });
    expect(relabelled.metadata).toEqual({ b: '2' });
    expect(await errorOf(stripe.paymentIntents.update(created.id, { amount: 1 }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  test('a second confirmation is refused and shows the intent', async () => {
    const intent = await payWith(sandbox.stripe, 'pm_card_visa');
    const error = await errorOf(sandbox.stripe.paymentIntents.confirm(intent.id, { return_url: RETURN_URL }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      message: expect.stringContaining('already succeeded'),
      payment_intent: { id: intent.id, status: 'succeeded' },
    });
  });

  test('after a decline another card pays the same intent', async () => {
    const { stripe } = sandbox;
    const created = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    const confirm = (card: string) =>
      stripe.paymentIntents.confirm(created.id, { payment_method: card, return_url: RETURN_URL });
    expect(await errorOf(confirm('pm_card_visa_chargeDeclined'))).toMatchObject({ code: 'card_declined' });
    expect(await stripe.paymentIntents.retrieve(created.id)).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code: 'card_declined' },
    });
    expect(await confirm('pm_card_visa')).toMatchObject({ status: 'succeeded', last_payment_error: null });
    const charges = await stripe.charges.list({ payment_intent: created.id });
    expect(charges.data.map(charge => charge.status)).toEqual(['succeeded', 'failed']);
  });
});

describe('held and captured later', () => {
  const hold = () => payWith(sandbox.stripe, 'pm_card_visa', { capture_method: 'manual' });

  test('the whole amount', async () => {
    const held = await hold();
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2500, amount_received: 0 });
    const captured = await sandbox.stripe.paymentIntents.capture(held.id);
    expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 2500 });
  });

  test('a part; the rest is released and can be neither captured nor refunded', async () => {
    const { stripe } = sandbox;
    const held = await hold();
    const captured = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 1500,
      expand: ['latest_charge'],
    });
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 1500,
      latest_charge: { amount: 2500, amount_captured: 1500, amount_refunded: 1000, refunded: false },
    });
    expect(await errorOf(stripe.paymentIntents.capture(held.id, { amount_to_capture: 1 }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    expect(await errorOf(stripe.refunds.create({ payment_intent: held.id, amount: 1501 }))).toMatchObject({
      param: 'amount',
    });
    expect(await stripe.refunds.create({ payment_intent: held.id })).toMatchObject({ amount: 1500 });
  });

  test('never more than was held', async () => {
    const held = await hold();
    const error = await errorOf(sandbox.stripe.paymentIntents.capture(held.id, { amount_to_capture: 2501 }));
    expect(error).toMatchObject({ statusCode: 400, code: 'amount_too_large', param: 'amount_to_capture' });
    expect(await sandbox.stripe.paymentIntents.retrieve(held.id)).toMatchObject({ status: 'requires_capture' });
  });

  test('cancelling releases it', async () => {
    const { stripe } = sandbox;
    const held = await hold();
    const canceled = await stripe.paymentIntents.cancel(held.id, {
      cancellation_reason: 'requested_by_customer',
      expand: ['latest_charge'],
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'requested_by_customer',
      amount_capturable: 0,
      amount_received: 0,
      latest_charge: { captured: false, amount_captured: 0, refunded: true },
    });
    for (const late of [stripe.paymentIntents.capture(held.id), stripe.paymentIntents.cancel(held.id)]) {
      expect(await errorOf(late)).toMatchObject({
        code: 'payment_intent_unexpected_state',
        payment_intent: { status: 'canceled' },
      });
    }
  });
});

describe('what Stripe refuses', () => {
  const create = (parameters: object) =>
    fetch(`${sandbox.url}/v1/payment_intents`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(Object.entries(parameters)),
    }).then(async response => ({ status: response.status, ...((await response.json()) as object) }));

  test.each([
    [{ currency: 'usd' }, { code: 'parameter_missing', param: 'amount' }],
    [
      { amount: '10.5', currency: 'usd' },
      { code: 'parameter_invalid_integer', param: 'amount' },
    ],
    [
      { amount: '49', currency: 'usd' },
      { code: 'amount_too_small', param: 'amount' },
    ],
    [
      { amount: '100000000', currency: 'usd' },
      { code: 'amount_too_large', param: 'amount' },
    ],
    [{ amount: '1000', currency: 'zzz' }, { param: 'currency' }],
    [
      { amount: '1000', currency: 'usd', ammount: '1' },
      { code: 'parameter_unknown', param: 'ammount' },
    ],
    [{ amount: '1000', currency: 'usd', confirm: 'perhaps' }, { param: 'confirm' }],
    [
      { amount: '1000', currency: 'usd', payment_method: 'pm_unknown' },
      { code: 'resource_missing', param: 'payment_method' },
    ],
    [{ amount: '1000', currency: 'usd', confirm: 'true', payment_method: 'pm_card_visa' }, { param: 'return_url' }],
    [
      { amount: '1000', currency: 'usd', 'metadata[__proto__]': 'x', 'payment_method_types[0]': 'sofort' },
      { param: 'payment_method_types' },
    ],
  ])('%j', async (parameters, error) => {
    const answer = await create(parameters);
    expect(answer).toMatchObject({ error: { type: 'invalid_request_error', ...error } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  test('calls without a key, with a live one or a publishable one', async () => {
    for (const authorization of [undefined, 'Bearer sk_live_abc', 'Bearer pk_test_abc', 'Basic c2tfbGl2ZV94Og==']) {
      const response = await fetch(`${sandbox.url}/v1/payment_intents`, {
        headers: authorization ? { authorization } : {},
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('request-id')).toMatch(/^req_/);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    }
  });

  test('addresses it does not know', async () => {
    expect(await errorOf(sandbox.stripe.customers.create())).toMatchObject({
      statusCode: 404,
      message: /Unrecognized request URL/,
    });
    expect(await errorOf(sandbox.stripe.paymentIntents.retrieve('pi_unknown'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });
});

test('lists go newest first, page by cursor and filter by time', async () => {
  const { stripe } = sandbox;
  const ids: string[] = [];
  for (let count = 0; count < 5; count++)
    ids.unshift((await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' })).id);
  const first = await stripe.paymentIntents.list({ limit: 3 });
  expect(first).toMatchObject({ object: 'list', url: '/v1/payment_intents', has_more: true });
  expect(first.data.map(intent => intent.id)).toEqual(ids.slice(0, 3));
  const second = await stripe.paymentIntents.list({ limit: 2, starting_after: ids[2] ?? '' });
  expect(second.data.map(intent => intent.id)).toEqual(ids.slice(3, 5));
  const back = await stripe.paymentIntents.list({ limit: 2, ending_before: ids[4] ?? '' });
  expect(back.data.map(intent => intent.id)).toEqual(ids.slice(2, 4));
  expect((await stripe.paymentIntents.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } })).data).toEqual([]);
  const seen: string[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 2 })) seen.push(intent.id);
  expect(seen.slice(0, 5)).toEqual(ids);
});
