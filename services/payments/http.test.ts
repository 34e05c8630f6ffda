import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RefundRequest } from '../../generated/payments/types.ts';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { until } from '../platform/testing/until.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from './testing/suite.ts';

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

const read = async (orderId: string) => {
  const answer = await suite.checkout.getPaymentOfOrder({ path: { orderId } });
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return answer.body;
};

/** A payment that was authorized with a card and captured. */
async function captured() {
  const wanted = requestFor('pm_card_visa');
  await suite.checkout.requestPayment(wanted);
  const { id } = await read(wanted.path.orderId);
  const answer = await suite.clerk.capturePayment({ path: { paymentId: id }, headers: { 'idempotency-key': newId() } });
  expect(answer).toMatchObject({ status: 200, body: { status: 'captured', captured: { amount: 701 } } });
  return { id, orderId: wanted.path.orderId };
}

describe('a card', () => {
  test('is authorized once, however often the request is repeated', async () => {
    const wanted = requestFor('pm_card_visa');
    const answers = await Promise.all([1, 2, 3].map(() => suite.checkout.requestPayment(wanted).catch(error => error)));
    answers.push(await suite.checkout.requestPayment(wanted));
    const authorized = answers.filter(answer => answer.status === 200);
    expect(authorized.at(-1)).toMatchObject({
      body: { status: 'authorized', card: { brand: 'visa', last4: '4242' }, captured: { amount: 0 } },
    });
    const intents = await suite.sandbox.stripe.paymentIntents.list({ limit: 100 });
    expect(intents.data.filter(intent => intent.metadata.orderId === wanted.path.orderId)).toHaveLength(1);
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized']);
  });

  test('of another amount for the same order is refused', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    const other = { ...wanted, body: { ...wanted.body, amount: { amount: 1, currency: 'USD' } } };
    expect((await suite.checkout.requestPayment(other)).status).toBe(422);
  });

  test.each([
    ['pm_card_visa_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
  ])('that is declined (%s) says why, every time', async (card, declineCode) => {
    const wanted = requestFor(card);
    for (let time = 0; time < 2; time += 1)
      expect(await suite.checkout.requestPayment(wanted)).toMatchObject({ status: 402, body: { declineCode } });
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentFailed']);
  });

  test('with an unknown token is declined, and can be cancelled like any other', async () => {
    const wanted = requestFor('pm_no_such_card');
    for (let time = 0; time < 2; time += 1) {
      expect(await suite.checkout.requestPayment(wanted)).toMatchObject({
        status: 402,
        body: { declineCode: 'unknown_payment_method' },
      });
    }
    expect(await suite.checkout.cancelPayment({ path: wanted.path })).toMatchObject({
      status: 200,
      body: { status: 'declined' },
    });
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentFailed']);
  });

  test('that requires 3D Secure redirects the shopper, and is authorized when they return', async () => {
    const wanted = requestFor('pm_card_threeDSecure2Required');
    const answer = await suite.checkout.requestPayment(wanted);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'requires_action', redirectUrl: expect.stringContaining('/3ds/') },
    });
    const challenge = answer.status === 200 ? (answer.body.redirectUrl ?? '') : '';
    await fetch(challenge, { method: 'POST', body: new URLSearchParams({ answer: 'approve' }), redirect: 'manual' });
    await until(
      async () => {
        await suite.work();
        return (await read(wanted.path.orderId)).status === 'authorized';
      },
      { describe: 'the payment is authorized' },
    );
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized']);
  });
});

describe('the provider being down', () => {
  test('is a 503 that leaves the payment as it was, to be retried', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.sandbox.kill();
    await expect(suite.checkout.requestPayment(wanted)).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
    });
    await suite.sandbox.start();
    expect(await suite.checkout.requestPayment(wanted)).toMatchObject({ status: 200, body: { status: 'authorized' } });
  });

  test('a lost response is recovered by a retry: one charge', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.sandbox.setFaults({ api: { loseRate: 1 } });
    await suite.checkout.requestPayment(wanted).catch(() => undefined);
    await suite.sandbox.clearFaults();
    // A webhook of the payment may be worked on meanwhile.
    const isAuthorized = async () => {
      await suite.reconcile();
      return (await read(wanted.path.orderId)).status === 'authorized';
    };
    await until(isAuthorized, { describe: 'the payment is authorized' });
    const intents = await suite.sandbox.stripe.paymentIntents.list({ limit: 100 });
    expect(intents.data.filter(intent => intent.metadata.orderId === wanted.path.orderId)).toHaveLength(1);
  });
});

describe('cancelling', () => {
  test('cancels an authorization', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    for (let time = 0; time < 2; time += 1) {
      expect(await suite.checkout.cancelPayment({ path: wanted.path })).toMatchObject({
        status: 200,
        body: { status: 'cancelled' },
      });
    }
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized', 'PaymentCancelled']);
  });

  test('refunds a captured payment in full', async () => {
    const { orderId } = await captured();
    for (let time = 0; time < 2; time += 1) {
      expect(await suite.checkout.cancelPayment({ path: { orderId } })).toMatchObject({
        body: { status: 'refunded', refunded: { amount: 701 } },
      });
    }
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured', 'RefundIssued']);
  });

  test('before the payment was requested is recorded', async () => {
    const wanted = requestFor('pm_card_visa');
    expect(await suite.checkout.cancelPayment({ path: wanted.path })).toMatchObject({ body: { status: 'cancelled' } });
    expect(await suite.checkout.requestPayment(wanted)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    const intents = await suite.sandbox.stripe.paymentIntents.list({ limit: 100 });
    expect(intents.data.filter(intent => intent.metadata.orderId === wanted.path.orderId)).toEqual([]);
  });
});

describe('capturing', () => {
  test('captures once: the same key gets the same response, another key finds it captured', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    const { id } = await read(wanted.path.orderId);
    const request = { path: { paymentId: id }, headers: { 'idempotency-key': newId() } };
    const first = await suite.clerk.capturePayment(request);
    const second = await suite.clerk.capturePayment(request);
    expect(first).toMatchObject({ status: 200, body: { status: 'captured', captured: { amount: 701 } } });
    expect(second).toMatchObject({ status: 200, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await suite.clerk.capturePayment({ ...request, headers: { 'idempotency-key': newId() } })).toMatchObject({
      status: 200,
      body: { ...first.body, checkedAt: expect.any(String) },
    });
    const { id: other } = await captured();
    expect(await suite.clerk.capturePayment({ ...request, path: { paymentId: other } })).toMatchObject({ status: 422 });
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
  });
});

describe('refunds', () => {
  test('in parts, each once, never more than was captured', async () => {
    const { id, orderId } = await captured();
    const part = {
      path: { paymentId: id },
      body: { amount: { amount: 200, currency: 'USD' }, reason: 'Bruised' },
      headers: { 'idempotency-key': newId() },
    };
    const first = await suite.clerk.refundPayment(part);
    expect(first).toMatchObject({ status: 201, body: { refunded: { amount: 200 } } });
    expect(await suite.clerk.refundPayment(part)).toMatchObject({
      status: 201,
      body: first.body,
      headers: { 'idempotent-replayed': 'true' },
    });
    const more = { ...part, body: { ...part.body, amount: { amount: 201, currency: 'USD' } } };
    expect(await suite.clerk.refundPayment(more)).toMatchObject({ status: 422 });
    const refund = (more: object) =>
      suite.clerk.refundPayment({
        path: { paymentId: id },
        body: { reason: 'Lost', ...more },
        headers: { 'idempotency-key': newId() },
      });
    expect((await refund({ amount: { amount: 502, currency: 'USD' } })).status).toBe(422);
    expect((await refund({ amount: { amount: 100, currency: 'EUR' } })).status).toBe(422);
    const rest = await Promise.all([refund({}), refund({}), refund({})]);
    expect(rest.map(answer => answer.status).filter(status => status === 201)).toHaveLength(1);
    expect(await read(orderId)).toMatchObject({ status: 'refunded', refunded: { amount: 701 } });
    expect(await suite.eventTypes(orderId)).toEqual([
      'PaymentAuthorized',
      'PaymentCaptured',
      'RefundIssued',
      'RefundIssued',
    ]);
  });

  test('by line refund each unit and the shipping once at most, and report the units to restock', async () => {
    const { id, orderId } = await captured();
    const refund = (body: Omit<RefundRequest, 'reason'>, key = newId()) =>
      suite.clerk.refundPayment({
        path: { paymentId: id },
        body: { reason: 'Bruised', ...body },
        headers: { 'idempotency-key': key },
      });
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const [one, two] = [1, 2].map(quantity => ({ lines: [{ sku: '1082185', quantity }] }));
    const refused: [Omit<RefundRequest, 'reason'>, string][] = [
      [{ lines: [{ sku: 'other', quantity: 1 }] }, 'not_in_order'],
      [{ lines: [{ sku: '1082185', quantity: 3 }] }, 'too_many_units'],
      [{ shipping: usd(500) }, 'too_much_shipping'],
      [{ shipping: usd(1), restockAt: 'east' }, 'nothing_to_restock'],
      [{ ...one, amount: usd(702) }, 'too_much'],
    ];
    for (const [body, code] of refused) expect(await refund(body)).toMatchObject({ status: 422, body: { code } });
    const key = newId();
    const first = await refund({ ...one, restockAt: 'east', notifyCustomer: false }, key);
    expect(await refund({ ...one, restockAt: 'east', notifyCustomer: false }, key)).toMatchObject({ body: first.body });
    expect(first).toMatchObject({
      status: 201,
      body: { refunded: usd(101), refunds: [{ amount: usd(101), ...one, restockAt: 'east' }] },
    });
    expect(await refund({ ...two })).toMatchObject({ status: 422, body: { code: 'too_many_units' } });
    // the amount is the merchant's: less than the line and its shipping are worth
    expect(await refund({ ...one, shipping: usd(499), amount: usd(500) })).toMatchObject({
      status: 201,
      body: { refunded: usd(601), status: 'captured' },
    });
    expect(await refund({ shipping: usd(1) })).toMatchObject({ status: 422, body: { code: 'too_much_shipping' } });
    expect(await refund({})).toMatchObject({ status: 201, body: { status: 'refunded', refunded: usd(701) } });
    const issued = await outboxRecords(suite.database, { aggregateid: orderId });
    expect(issued.filter(({ type }) => type === 'RefundIssued').map(({ payload }) => payload)).toMatchObject([
      { ...one, restockAt: 'east', notifyCustomer: false, whole: false },
      { ...one, shipping: usd(499), whole: false },
      { whole: true },
    ]);
  });

  test('need a captured payment', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    const { id } = await read(wanted.path.orderId);
    const ask = (paymentId: string) =>
      suite.clerk.refundPayment({
        path: { paymentId },
        body: { reason: 'Lost' },
        headers: { 'idempotency-key': newId() },
      });
    expect([(await ask(id)).status, (await ask(newId())).status]).toEqual([409, 404]);
  });

  test('that were made at the provider are recorded from its webhook', async () => {
    const { orderId } = await captured();
    const reference = (await read(orderId)).providerReference ?? '';
    await suite.sandbox.stripe.refunds.create({ payment_intent: reference, amount: 300 });
    await until(
      async () => {
        await suite.work();
        return (await read(orderId)).refunded.amount === 300;
      },
      { describe: 'the refund is known' },
    );
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured', 'RefundIssued']);
  });
});

describe('authorization of callers', () => {
  test('only services request payments, only staff reads and refunds them', async () => {
    await expect(suite.nobody.requestPayment(requestFor())).resolves.toMatchObject({ status: 401 });
    await expect(suite.clerk.requestPayment(requestFor())).resolves.toMatchObject({ status: 401 });
    expect((await suite.nobody.listPayments()).status).toBe(401);
  });

  test('staff finds payments by order and status, page by page', async () => {
    const { orderId } = await captured();
    const page = await suite.clerk.listPayments({ query: { orderId, limit: 1 } });
    expect(page).toMatchObject({ status: 200, body: { items: [{ orderId }], nextCursor: null } });
    const first = await suite.clerk.listPayments({ query: { limit: 1 } });
    const cursor = first.status === 200 ? (first.body.nextCursor ?? '') : '';
    const second = await suite.clerk.listPayments({ query: { limit: 1, cursor } });
    expect(second.status === 200 && first.status === 200 && second.body.items[0]?.id !== first.body.items[0]?.id).toBe(
      true,
    );
  });
});
