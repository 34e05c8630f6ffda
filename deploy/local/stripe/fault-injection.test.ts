import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { until } from '../../../services/platform/testing/until.ts';
import { type Endpoint, errorOf, openEndpoint, payWith, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let endpoint: Endpoint;
let sandbox: RunningSandbox;
beforeAll(async () => {
  endpoint = await openEndpoint();
  sandbox = await startSandbox([endpoint.url]);
});
afterEach(() => sandbox.clearFaults());
afterAll(async () => {
  await sandbox.stop();
  await endpoint.close();
});

const arrived = (type: string, id: string) =>
  until(
    () =>
      endpoint.ofType(type).find(({ event }) => {
        const values: unknown[] = Object.values(event.data.object);
        return values.includes(id);
      }),
    { describe: `${type} arrives` },
  );

const page = (lines: number, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  sandbox.stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://shop.example/paid',
    line_items: Array.from({ length: lines }, (_, at) => ({
      quantity: 1,
      price_data: { currency: 'usd', unit_amount: 100, product_data: { name: `Thing ${at}` } },
    })),
    ...more,
  });

test('a page shows a hundred line items and refuses one more', async () => {
  expect((await page(100)).amount_total).toBe(10_000);
  expect(await errorOf(page(101))).toMatchObject({ statusCode: 400, param: 'line_items' });
});

describe('e-mail addresses', () => {
  test.each(['a@b', 'jenny@example..com', 'jenny.@example.com', 'müller@example.com', 'jenny@bücher.example', 'jenny'])(
    '%s is refused',
    async email => {
      const refused = { statusCode: 400, code: 'email_invalid' };
      expect(await errorOf(page(1, { customer_email: email }))).toMatchObject(refused);
      expect(await errorOf(payWith(sandbox.stripe, 'pm_card_visa', { receipt_email: email }))).toMatchObject(refused);
    },
  );

  test('an ordinary one is taken', async () => {
    expect((await page(1, { customer_email: "o'neil+shop@mail.example.co.uk" })).customer_email).toBeTruthy();
  });
});

test('a hold that expires is reported with the expired charge', async () => {
  const held = await payWith(sandbox.stripe, 'pm_card_visa', { capture_method: 'manual' });
  await sandbox.control('holds/lapse', { payment_intent: held.id });
  expect(await sandbox.stripe.paymentIntents.retrieve(held.id)).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'automatic',
  });
  await arrived('charge.expired', held.id);
  await arrived('payment_intent.canceled', held.id);
  expect(await errorOf(sandbox.stripe.paymentIntents.capture(held.id))).toMatchObject({ statusCode: 400 });
});

test('any refund can fail later', async () => {
  const paid = await payWith(sandbox.stripe, 'pm_card_visa');
  const refund = await sandbox.stripe.refunds.create({ payment_intent: paid.id, amount: 700 });
  await sandbox.control('refunds/fail', { refund: refund.id });
  expect(await sandbox.stripe.refunds.retrieve(refund.id)).toMatchObject({
    status: 'failed',
    failure_reason: 'lost_or_stolen_card',
  });
  expect(await sandbox.stripe.charges.retrieve(String(paid.latest_charge))).toMatchObject({ amount_refunded: 0 });
  await arrived('refund.failed', refund.id);
  await arrived('charge.refund.updated', refund.id);
});

describe('disputes', () => {
  test.each([
    ['pm_card_createDispute', 'fraudulent', 'needs_response', true],
    ['pm_card_createDisputeProductNotReceived', 'product_not_received', 'needs_response', true],
    ['pm_card_createDisputeInquiry', 'general', 'warning_needs_response', false],
  ])('%s', async (card, reason, status, disputed) => {
    const held = await payWith(sandbox.stripe, card, { capture_method: 'manual' });
    await sandbox.stripe.paymentIntents.capture(held.id);
    await sandbox.advance(10);
    const { event } = await arrived('charge.dispute.created', held.id);
    expect(event.data.object).toMatchObject({ amount: 2500, reason, status, charge: held.latest_charge });
    expect(await sandbox.stripe.charges.retrieve(String(held.latest_charge))).toMatchObject({ disputed });
    if (disputed)
      expect(await errorOf(sandbox.stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({
        statusCode: 400,
        code: 'charge_disputed',
      });
  });

  test('are accepted, once, or decided by the bank', async () => {
    const paid = await payWith(sandbox.stripe, 'pm_card_visa');
    await sandbox.control('disputes', { payment_intent: paid.id });
    const [dispute] = (await sandbox.stripe.disputes.list({ payment_intent: paid.id })).data;
    expect(await sandbox.stripe.disputes.close(dispute?.id ?? '')).toMatchObject({ status: 'lost' });
    expect(await errorOf(sandbox.stripe.disputes.close(dispute?.id ?? ''))).toMatchObject({ statusCode: 400 });
    await arrived('charge.dispute.closed', paid.id);
  });
});

test('events of other programs are delivered like any other', async () => {
  await sandbox.control('events', {
    type: 'invoice.paid',
    object: { id: 'in_1', object: 'invoice', metadata: { paymentId: '4711' } },
  });
  const { event } = await arrived('invoice.paid', 'in_1');
  expect(event).toMatchObject({ type: 'invoice.paid', data: { object: { metadata: { paymentId: '4711' } } } });
});

describe('faults of the API', () => {
  test('refuse requests with the code that was set', async () => {
    const paid = await payWith(sandbox.stripe, 'pm_card_visa');
    await sandbox.setFaults({ api: { path: '/v1/refunds', refuseRate: 1, refuseCode: 'charge_not_refundable' } });
    expect(await errorOf(sandbox.stripe.refunds.create({ payment_intent: paid.id }))).toMatchObject({
      statusCode: 400,
      code: 'charge_not_refundable',
    });
    expect((await sandbox.stripe.paymentIntents.retrieve(paid.id)).status).toBe('succeeded');
  });

  test('delay each request by its own time', async () => {
    await sandbox.setFaults({ api: { delayMs: 2, delayUpToMs: 65_000 } });
    const impatient = sandbox.client({ timeout: 1 });
    expect(await errorOf(impatient.paymentIntents.list())).toMatchObject({ type: 'StripeConnectionError' });
  });
});
