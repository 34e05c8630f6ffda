import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../../services/platform/testing/until.ts';
import { errorOf, payWith, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

test('whole, by PaymentIntent', async () => {
  const { stripe } = sandbox;
  const intent = await payWith(stripe, 'pm_card_visa');
  const refund = await stripe.refunds.create({
    payment_intent: intent.id,
    reason: 'requested_by_customer',
    metadata: { why: 'too small' },
  });
  expect(refund).toMatchObject({
    object: 'refund',
    amount: 2500,
    status: 'succeeded',
    charge: intent.latest_charge,
    payment_intent: intent.id,
    reason: 'requested_by_customer',
    metadata: { why: 'too small' },
  });
  const charge = await stripe.charges.retrieve(String(intent.latest_charge), { expand: ['refunds'] });
  expect(charge).toMatchObject({ refunded: true, amount_refunded: 2500, refunds: { data: [{ id: refund.id }] } });
  expect(await errorOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
    statusCode: 400,
    code: 'charge_already_refunded',
  });
});

test('in parts, never more than is left', async () => {
  const { stripe } = sandbox;
  const intent = await payWith(stripe, 'pm_card_visa');
  const charge = String(intent.latest_charge);
  await stripe.refunds.create({ charge, amount: 1000 });
  expect(await errorOf(stripe.refunds.create({ charge, amount: 1501 }))).toMatchObject({
    statusCode: 400,
    param: 'amount',
    message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
  });
  await stripe.refunds.create({ charge, amount: 1500 });
  expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: 2500 });
  const listed = await stripe.refunds.list({ payment_intent: intent.id });
  expect(listed.data.map(refund => refund.amount)).toEqual([1500, 1000]);
});

test('racing refunds of the whole: one wins', async () => {
  const { stripe } = sandbox;
  const intent = await payWith(stripe, 'pm_card_visa');
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () => stripe.refunds.create({ payment_intent: intent.id })),
  );
  expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(1);
  expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({ amount_refunded: 2500 });
});

test('only what was captured', async () => {
  const { stripe } = sandbox;
  const held = await payWith(stripe, 'pm_card_visa', { capture_method: 'manual' });
  expect(await errorOf(stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({ statusCode: 400 });
  const unpaid = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
  expect(await errorOf(stripe.refunds.create({ payment_intent: unpaid.id }))).toMatchObject({
    message: expect.stringContaining('does not have a successful charge to refund'),
  });
  expect(await errorOf(stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' });
  expect(await errorOf(stripe.refunds.create({ charge: 'ch_unknown' }))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
});

test('a pending refund succeeds later; a failing one comes back and may be tried again', async () => {
  const { stripe } = sandbox;
  const slow = await payWith(stripe, 'pm_card_pendingRefund');
  const pending = await stripe.refunds.create({ payment_intent: slow.id });
  expect(pending.status).toBe('pending');
  const failing = await payWith(stripe, 'pm_card_refundFail');
  const refund = await stripe.refunds.create({ payment_intent: failing.id });
  expect(refund.status).toBe('succeeded');
  await sandbox.advance(10);
  await until(async () => (await stripe.refunds.retrieve(pending.id)).status === 'succeeded', {
    describe: 'the refund settles',
  });
  const failed = await until(
    async () => {
      const now = await stripe.refunds.retrieve(refund.id);
      return now.status === 'failed' && now;
    },
    { describe: 'the refund fails' },
  );
  expect(failed.failure_reason).toBe('expired_or_canceled_card');
  expect(await stripe.charges.retrieve(String(failing.latest_charge))).toMatchObject({
    amount_refunded: 0,
    refunded: false,
  });
});
