import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ordersEvents } from '../../generated/orders/events.ts';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { until } from '../platform/testing/until.ts';
import { ordersConsumer } from './events.ts';
import { createStripe } from './stripe.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from './testing/suite.ts';

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterEach(() => suite.sandbox.clearFaults());
afterAll(() => suite.close());

const key = () => ({ 'idempotency-key': newId() });
const usd = (amount: number) => ({ amount, currency: 'USD' });

const read = async (orderId: string, query: { fresh?: boolean } = {}) => {
  const answer = await suite.checkout.getPaymentOfOrder({ path: { orderId }, query });
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return answer.body;
};

const becomes = (orderId: string, wanted: object) =>
  until(
    async () => {
      const payment = await read(orderId);
      return matches(payment, wanted) ? payment : undefined;
    },
    { describe: `the payment becomes ${JSON.stringify(wanted)}` },
  );

function matches(payment: object, wanted: object): boolean {
  try {
    expect(payment).toMatchObject(wanted);
    return true;
  } catch {
    return false;
  }
}

async function authorized(card = 'pm_card_visa') {
  const wanted = requestFor(card);
  await suite.checkout.requestPayment(wanted);
  const { id, providerReference = '' } = await read(wanted.path.orderId);
  return { id, orderId: wanted.path.orderId, intent: providerReference };
}

async function captured(card?: string) {
  const payment = await authorized(card);
  const answer = await suite.clerk.capturePayment({ path: { paymentId: payment.id }, headers: key() });
  expect(answer).toMatchObject({ status: 200, body: { captured: usd(701) } });
  return payment;
}

const refund = (paymentId: string, amount?: number, headers = key()) =>
  suite.clerk.refundPayment({
    path: { paymentId },
    headers,
    body: { reason: 'goodwill', ...(amount === undefined ? {} : { amount: usd(amount) }) },
  });

const cancelOrder = (orderId: string) => {
  const cancelledAt = new Date().toISOString();
  const payload = { orderId, number: 'C-1', reason: 'test', wasPaid: true, cancelledAt };
  return suite.deliver(ordersConsumer, ordersEvents.OrderCancelled(orderId, payload));
};

describe('part refunded in the provider’s dashboard, the rest in the console', () => {
  test('the remainder is what the provider reports, before its webhook arrives', async () => {
    const { id, orderId, intent } = await captured();
    await suite.sandbox.setFaults({ webhooks: { delayMs: 60_000 } });
    await suite.sandbox.stripe.refunds.create({ payment_intent: intent, amount: 100 });
    expect(await refund(id)).toMatchObject({ status: 201, body: { status: 'refunded', refunded: usd(701) } });
    expect(await read(orderId)).toMatchObject({
      refunds: [
        { amount: usd(100), status: 'succeeded' },
        { amount: usd(601), status: 'succeeded' },
      ],
    });
  });

  test('more than that is refused with the refundable amount', async () => {
    const { id, intent } = await captured();
    await suite.sandbox.stripe.refunds.create({ payment_intent: intent, amount: 100 });
    expect(await refund(id, 701)).toMatchObject({
      status: 422,
      body: { code: 'too_much', detail: '$6.01 is left to refund.' },
    });
  });
});

describe('a refund that the provider refuses', () => {
  test('has failed with its code and message, is no longer open, and can be retried', async () => {
    const { id, orderId } = await captured();
    await suite.sandbox.setFaults({ api: { path: '/v1/refunds', refuseRate: 1, refuseCode: 'charge_disputed' } });
    const request = key();
    for (let time = 0; time < 2; time += 1)
      expect(await refund(id, 200, request)).toMatchObject({
        status: 409,
        body: {
          code: 'refund_refused',
          detail: expect.stringMatching(/charge_disputed.*\$7\.01 is left to refund\.$/),
        },
      });
    await suite.sandbox.clearFaults();
    expect(await read(orderId)).toMatchObject({
      status: 'captured',
      refunded: usd(0),
      refunds: [{ status: 'failed', given: false, failure: { code: 'charge_disputed' } }],
    });
    expect(await refund(id)).toMatchObject({ status: 201, body: { status: 'refunded', refunded: usd(701) } });
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured', 'RefundIssued']);
  });

  test('of a cancelled order is shown to staff, requested once, and again when they retry it', async () => {
    const { id, orderId } = await captured();
    await suite.sandbox.setFaults({ api: { path: '/v1/refunds', refuseRate: 1, refuseCode: 'charge_disputed' } });
    await cancelOrder(orderId);
    await becomes(orderId, { status: 'captured', attention: { code: 'refund_failed' } });
    await suite.reconcile();
    expect((await read(orderId)).refunds).toHaveLength(1);
    const listed = await suite.clerk.listPayments({ query: { attention: true } });
    expect(listed).toMatchObject({
      status: 200,
      body: { items: expect.arrayContaining([expect.objectContaining({ id })]) },
    });
    await suite.sandbox.clearFaults();
    const retried = await suite.clerk.resolvePayment({ path: { paymentId: id }, body: { action: 'retry' } });
    expect(retried).toMatchObject({ status: 200, body: { status: 'refunded', refunded: usd(701) } });
    expect(retried).not.toHaveProperty('body.attention');
  });
});

describe('a refund that fails after it succeeded', () => {
  test('its money is refundable again, and staff is notified', async () => {
    const { id, orderId } = await captured('pm_card_refundFail');
    expect(await refund(id)).toMatchObject({ status: 201, body: { status: 'refunded' } });
    await suite.sandbox.advance(10);
    const after = await becomes(orderId, { status: 'captured', refunded: usd(0) });
    expect(after).toMatchObject({
      refunds: [{ given: false, status: 'failed', failure: { code: 'expired_or_canceled_card' } }],
      attention: { code: 'refund_failed' },
    });
    expect(await suite.eventTypes(orderId)).toEqual([
      'PaymentAuthorized',
      'PaymentCaptured',
      'RefundIssued',
      'RefundFailed',
    ]);
    expect(await refund(id, 100)).toMatchObject({ status: 201, body: { refunded: usd(100) } });
    const seen = await suite.clerk.resolvePayment({ path: { paymentId: id }, body: { action: 'dismiss' } });
    expect(seen).not.toHaveProperty('body.attention');
  });

  test('one of a cancelled order is not retried on the same card', async () => {
    const { orderId, intent } = await captured('pm_card_refundFail');
    await cancelOrder(orderId);
    await becomes(orderId, { status: 'refunded' });
    await suite.sandbox.advance(10);
    await becomes(orderId, { status: 'captured', attention: { code: 'refund_failed' } });
    await suite.reconcile();
    expect((await suite.sandbox.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
  });

  test('one that the bank decides on later is pending until it does', async () => {
    const { id, orderId } = await captured('pm_card_pendingRefund');
    expect(await refund(id, 700)).toMatchObject({
      status: 201,
      body: { refunded: usd(0), refunds: [{ status: 'pending', given: false }] },
    });
    expect(await refund(id, 2)).toMatchObject({ status: 422, body: { detail: '$0.01 is left to refund.' } });
    await suite.sandbox.advance(10);
    await becomes(orderId, { refunded: usd(700), refunds: [{ status: 'succeeded' }] });
  });
});

test('a part that was captured in the dashboard is what the customer paid: nothing was refunded', async () => {
  const { id, orderId, intent } = await authorized();
  await suite.sandbox.stripe.paymentIntents.capture(intent, { amount_to_capture: 500 });
  const after = await becomes(orderId, { status: 'captured', captured: usd(500), refunded: usd(0) });
  expect(after).toMatchObject({
    attention: { code: 'captured_less', message: expect.stringContaining('$5.00 of $7.01') },
  });
  expect(after.refunds ?? []).toEqual([]);
  expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
  expect(await refund(id)).toMatchObject({ status: 201, body: { status: 'refunded', refunded: usd(500) } });
});

describe('an authorization that ends at the provider', () => {
  test.each(['cancelled in the dashboard', 'lapsed'])(
    '%s: it is published, once, and nothing is captured',
    async how => {
      const { id, orderId, intent } = await authorized();
      if (how === 'lapsed') await suite.sandbox.control('holds/lapse', { payment_intent: intent });
      else await suite.sandbox.stripe.paymentIntents.cancel(intent);
      await becomes(orderId, { status: 'cancelled', attention: { code: 'authorization_lost' } });
      expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCancelled']);
      expect(await suite.clerk.capturePayment({ path: { paymentId: id }, headers: key() })).toMatchObject({
        status: 409,
      });
    },
  );

  test('is visible to a fresh read, with or without the webhook', async () => {
    const { orderId, intent } = await authorized();
    await suite.sandbox.setFaults({ webhooks: { delayMs: 60_000 } });
    await suite.sandbox.control('holds/lapse', { payment_intent: intent });
    await suite.database.payment.updateMany({ where: { orderId }, data: { checkedAt: new Date(0) } });
    expect(await read(orderId)).toMatchObject({ status: 'authorized' });
    await until(async () => (await read(orderId, { fresh: true })).status === 'cancelled', {
      describe: 'the provider was asked, long before its webhook comes',
    });
  });

  test('discovered by a capture: 409', async () => {
    const { id, intent } = await authorized();
    await suite.sandbox.setFaults({ webhooks: { delayMs: 60_000 } });
    await suite.sandbox.control('holds/lapse', { payment_intent: intent });
    expect(await suite.clerk.capturePayment({ path: { paymentId: id }, headers: key() })).toMatchObject({
      status: 409,
      body: { code: 'not_capturable', detail: 'The payment is cancelled.' },
    });
  });
});

test('a capture that the provider refuses is a 409 with its message, not retried, and shown to staff', async () => {
  const { id, orderId, intent } = await authorized();
  const path = `/v1/payment_intents/${intent}/capture`;
  await suite.sandbox.setFaults({ api: { path, refuseRate: 1, refuseCode: 'capture_unauthorized_payment' } });
  expect(await suite.clerk.capturePayment({ path: { paymentId: id }, headers: key() })).toMatchObject({
    status: 409,
    body: { code: 'capture_refused' },
  });
  // A webhook of the authorization may be worked on meanwhile.
  await until(() => suite.reconcile().then(async () => (await read(orderId)).attention), {
    describe: 'it is given up',
  });
  expect(await read(orderId)).toMatchObject({ status: 'authorized', attention: { code: 'not_settled' } });
  await suite.sandbox.clearFaults();
  const retried = await suite.clerk.resolvePayment({ path: { paymentId: id }, body: { action: 'retry' } });
  expect(retried).toMatchObject({ status: 200, body: { status: 'captured' } });
});

describe('a request while the provider is unreachable', () => {
  test('is recorded (202) and completed later', async () => {
    const paid = await captured();
    const held = await authorized();
    await suite.sandbox.kill();
    const noted = await refund(paid.id, 200);
    expect(noted).toMatchObject({ status: 202, body: { refunds: [{ status: 'pending' }] } });
    expect(await suite.clerk.capturePayment({ path: { paymentId: held.id }, headers: key() })).toMatchObject({
      status: 202,
      body: { status: 'authorized' },
    });
    await suite.sandbox.start();
    await suite.reconcile();
    await becomes(paid.orderId, { refunded: usd(200) });
    await becomes(held.orderId, { status: 'captured' });
  });
});

test.each([
  ['lost', { code: 'dispute_lost', message: expect.stringContaining('$7.01 is lost') }],
  ['won', undefined],
])(
  'a dispute is recorded with its state at the bank, and published; once %s, staff reads that',
  async (outcome, attention) => {
    const { orderId } = await captured('pm_card_createDispute');
    await suite.sandbox.advance(10);
    const disputed = await becomes(orderId, {
      status: 'captured',
      disputes: [{ amount: usd(701), reason: 'fraudulent', status: 'needs_response', state: 'open' }],
      attention: { code: 'disputed' },
    });
    const dispute = disputed.disputes?.[0]?.id;
    await suite.sandbox.control('disputes/close', { dispute, outcome });
    await becomes(orderId, {
      disputes: [{ id: dispute, status: outcome, state: outcome, decidedAt: expect.any(String) }],
    });
    expect((await read(orderId)).attention).toEqual(attention && expect.objectContaining(attention));
    const published = await outboxRecords(suite.database, { aggregateid: orderId, type: 'PaymentDisputed' });
    expect(published.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ disputeId: dispute, state: 'open' }),
      expect.objectContaining({ disputeId: dispute, state: outcome }),
    ]);
  },
);

describe('requests that the provider refuses', () => {
  test('an e-mail address that it does not accept: declined with its code, on the page and by card', async () => {
    for (const card of ['pm_card_visa', undefined])
      expect(await suite.checkout.requestPayment(requestFor(card, { email: 'ada@example.c' }))).toMatchObject({
        status: 402,
        body: { declineCode: 'email_invalid', detail: 'The payment provider does not take this e-mail address.' },
      });
  });

  test('two hundred lines are shown as a hundred that add up to the amount', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => ({
      title: `Thing ${at}`,
      quantity: 2,
      unitPrice: usd(1 + at),
    }));
    const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 499);
    const wanted = requestFor(undefined, {
      amount: usd(total),
      lines: [...lines, { title: 'Standard shipping', quantity: 1, unitPrice: usd(499) }],
    });
    expect(await suite.checkout.requestPayment(wanted)).toMatchObject({ status: 200, body: { status: 'pending' } });
    const { providerReference = '' } = await read(wanted.path.orderId);
    const { amount_total } = await suite.sandbox.stripe.checkout.sessions.retrieve(providerReference);
    const items = await suite.sandbox.stripe.checkout.sessions.listLineItems(providerReference);
    expect(amount_total).toBe(total);
    expect(items.data).toHaveLength(100);
    expect(items.data.slice(-2).map(item => item.description)).toEqual(['and 102 more things', 'Standard shipping']);
  });

  test('lines that add up to something else than the amount are not shown', async () => {
    const wanted = requestFor(undefined, { lines: [{ title: 'Thing', quantity: 1, unitPrice: usd(1) }] });
    await suite.checkout.requestPayment(wanted);
    const { providerReference = '' } = await read(wanted.path.orderId);
    expect((await suite.sandbox.stripe.checkout.sessions.retrieve(providerReference)).amount_total).toBe(701);
  });
});

test('a page whose response was lost is the same page when it is requested again, however much later', async () => {
  const wanted = requestFor();
  await suite.sandbox.setFaults({ api: { path: '/v1/checkout/sessions', loseRate: 1 } });
  await suite.checkout.requestPayment(wanted).catch(() => undefined);
  await suite.sandbox.clearFaults();
  await suite.sandbox.advance(40);
  const later = { ...wanted, body: { ...wanted.body, expiresAt: new Date(Date.now() + 32 * 60_000).toISOString() } };
  expect(await suite.checkout.requestPayment(later)).toMatchObject({ status: 200, body: { status: 'pending' } });
  const sessions = await suite.sandbox.stripe.checkout.sessions.list({ limit: 100 });
  expect(sessions.data.filter(session => session.metadata?.orderId === wanted.path.orderId)).toHaveLength(1);
});

test('an API key that the provider does not accept raises an alert, and does not fail the payment', async () => {
  const provider = createStripe({ secretKey: 'nonsense', webhookSecret: 'x', apiBase: suite.sandbox.url });
  await expect(provider.retrieve('pi_1')).rejects.toMatchObject({ failure: { kind: 'misconfigured' } });
});
