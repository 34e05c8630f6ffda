import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { WEBHOOK_SECRET } from '../../deploy/local/stripe/testing/sandbox.ts';
import { ordersEvents } from '../../generated/orders/events.ts';
import { shippingEvents } from '../../generated/shipping/events.ts';
import { until } from '../platform/testing/until.ts';
import { ordersConsumer, shippingConsumer } from './events.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from './testing/suite.ts';

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

const statusOf = async (orderId: string) => {
  const answer = await suite.checkout.getPaymentOfOrder({ path: { orderId } });
  return answer.status === 200 ? answer.body.status : answer.status;
};

/** Runs jobs until the payment of the order has this status. */
const untilStatus = (orderId: string, status: string) =>
  until(
    async () => {
      await suite.work();
      return (await statusOf(orderId)) === status;
    },
    { describe: `the payment is ${status}` },
  );

async function hostedPage() {
  const wanted = requestFor();
  const answer = await suite.checkout.requestPayment(wanted);
  if (answer.status !== 200 || answer.body.redirectUrl === undefined) throw new Error('There is no page');
  expect(answer.body.status).toBe('pending');
  return { orderId: wanted.path.orderId, url: answer.body.redirectUrl, wanted };
}

let attempts = 0;
async function payOn(url: string, number: string): Promise<number> {
  attempts += 1;
  const body = {
    attempt: `attempt${attempts}`,
    email: 'ada@example.com',
    name: 'Ada',
    number,
    expiry: '12 / 40',
    cvc: '123',
  };
  return (await fetch(url, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' })).status;
}

const cancelled = (orderId: string) =>
  ordersEvents.OrderCancelled(orderId, {
    orderId,
    number: 'C-1',
    reason: 'test',
    wasPaid: true,
    cancelledAt: new Date().toISOString(),
  });
const shipmentCreated = (orderId: string) =>
  shippingEvents.ShipmentCreated(orderId, {
    shipmentId: orderId,
    orderId,
    orderNumber: 'C-1',
    carrier: 'local',
    trackingNumber: 'LC1',
    email: 'ada@example.com',
    address: { name: 'Ada', line1: '1 Way', city: 'London', postalCode: 'N1', country: 'GB' },
    lines: [{ sku: '1', title: 'One', quantity: 1 }],
    createdAt: new Date().toISOString(),
  });

describe('the hosted page', () => {
  test('requested twice is one page; a declined card leaves it open; another card pays', async () => {
    const { orderId, url, wanted } = await hostedPage();
    expect(await suite.checkout.requestPayment(wanted)).toMatchObject({ body: { redirectUrl: url } });
    await payOn(url, '4000000000000002');
    await suite.work();
    expect(await statusOf(orderId)).toBe('pending');
    expect(await payOn(url, '4242424242424242')).toBe(303);
    await untilStatus(orderId, 'authorized');
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized']);
  });
});

describe('the hosted page after its deadline', () => {
  const endSoon = (orderId: string) =>
    suite.database.payment.updateMany({ where: { orderId }, data: { expiresAt: new Date() } });

  test('is closed at the provider before it is published that nobody will pay', async () => {
    const { orderId, url } = await hostedPage();
    await endSoon(orderId);
    await suite.reconcile();
    expect(await statusOf(orderId)).toBe('cancelled');
    expect(await payOn(url, '4242424242424242')).toBe(410);
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentFailed']);
  });

  test('that cannot be closed yet keeps its order waiting', async () => {
    const { orderId, url } = await hostedPage();
    const { reference } = await suite.database.payment.findUniqueOrThrow({ where: { orderId } });
    await suite.sandbox.setFaults({ api: { path: `/v1/checkout/sessions/${reference}/expire`, failRate: 1 } });
    await endSoon(orderId);
    await suite.database.$executeRaw`UPDATE jobs SET next_at = now() WHERE gave_up_at IS NULL`;
    await until(
      async () =>
        (
          await suite.database.$queryRaw<unknown[]>`
      SELECT 1 FROM jobs WHERE attempts > 2 AND key = (SELECT id::text FROM payments WHERE order_id = ${orderId}::uuid)`
        ).length > 0,
      { describe: 'closing it has failed' },
    );
    expect(await suite.eventTypes(orderId)).toEqual([]);
    expect(await payOn(url, '4242424242424242')).toBe(303);
    await untilStatus(orderId, 'authorized');
    await suite.sandbox.clearFaults();
  });
});

describe('webhooks', () => {
  const send = (payload: string, signature: string) =>
    fetch(`${suite.url}/payments/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
    });

  test('with a bad, old or missing signature change nothing', async () => {
    const payload = JSON.stringify({ id: 'evt_forged', type: 'payment_intent.succeeded', data: { object: {} } });
    const old = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: WEBHOOK_SECRET,
      timestamp: Math.floor(Date.now() / 1000) - 3_600,
    });
    const now = Math.floor(Date.now() / 1000);
    const shapes = [
      't=1,v1=00',
      old,
      'nonsense',
      `t=${now},v1=`,
      `t=${now}`,
      't=,v1=',
      `t=${now},v1=${'a'.repeat(64)}`,
    ];
    shapes.push(`t=${now},v1=é`, `t=${now},v1=0,v1=`, ',', '=', `t=NaN,v1=${'0'.repeat(64)}`, `v1=${'0'.repeat(64)}`);
    const statuses = await Promise.all(shapes.map(shape => send(payload, shape)));
    expect(statuses.map(({ status }) => status)).toEqual(shapes.map(() => 400));
    expect(
      (
        await fetch(`${suite.url}/payments/webhooks/stripe`, {
          method: 'POST',
          body: payload,
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(400);
    expect(await suite.database.webhook.findUnique({ where: { id: 'evt_forged' } })).toBeNull();
  });

  test('about payments of other programs are accepted and ignored', async () => {
    const payload = JSON.stringify({
      id: 'evt_other',
      object: 'event',
      type: 'payment_intent.succeeded',
      data: { object: { id: 'pi_other', object: 'payment_intent' } },
    });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    expect([(await send(payload, signature)).status, (await send(payload, signature)).status]).toEqual([200, 200]);
    await suite.work();
    expect((await suite.database.webhook.findUnique({ where: { id: 'evt_other' } }))?.handledAt).not.toBeNull();
  });

  test.each(['4711', '', 'x'.repeat(300), '0190a6e0-7c1d-7000-8000-0000000000ff', 'null\u0000byte'])(
    'of another program are taken and left, whatever its metadata says: %j',
    async paymentId => {
      const id = `evt_foreign_${Math.random().toString(36).slice(2)}`;
      const object = { id: 'pi_foreign', object: 'payment_intent', metadata: { paymentId, orderId: 'INV-2026-17' } };
      const payload = JSON.stringify({ id, object: 'event', type: 'payment_intent.succeeded', data: { object } });
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
      expect((await send(payload, signature)).status).toBe(200);
      expect((await suite.database.webhook.findUnique({ where: { id } }))?.handledAt).not.toBeNull();
    },
  );

  test('of any type and shape are accepted', async () => {
    const objects = [
      {},
      { object: 'invoice' },
      { object: 'charge', payment_intent: 5 },
      { metadata: 'none' },
      { metadata: null },
    ];
    for (const [at, object] of objects.entries()) {
      const payload = JSON.stringify({
        id: `evt_shape_${at}`,
        object: 'event',
        type: 'invoice.paid',
        data: { object },
      });
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
      expect((await send(payload, signature)).status).toBe(200);
    }
  });

  test.each([
    '{}',
    '[]',
    'null',
    '{"id":"evt_1","object":"v2.core.event","type":"v2.core.account.updated"}',
    '{"id":"evt_2","type":"payment_intent.succeeded","api_version":"1999-01-01","data":null}',
    `{"id":"evt_3","type":"${'x'.repeat(300)}","data":{"object":{}}}`,
  ])(
    'that are signed are taken, whatever they say, so that Stripe does not disable the endpoint: %s',
    async payload => {
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
      expect((await send(payload, signature)).status).toBe(200);
    },
  );

  test('of one payment that cannot be settled do not delay others', async () => {
    const poisoned = await hostedPage();
    const { reference } = await suite.database.payment.findUniqueOrThrow({ where: { orderId: poisoned.orderId } });
    await suite.sandbox.setFaults({ api: { path: `/v1/checkout/sessions/${reference}`, failRate: 1 } });
    await payOn(poisoned.url, '4242424242424242');
    for (let other = 0; other < 3; other += 1) {
      const { orderId, url } = await hostedPage();
      await payOn(url, '4242424242424242');
      await until(async () => (await statusOf(orderId)) === 'authorized', { describe: 'another shopper has paid' });
    }
    expect(await statusOf(poisoned.orderId)).toBe('pending');
    await suite.sandbox.clearFaults();
    await untilStatus(poisoned.orderId, 'authorized');
  });

  test('that arrive twice take effect once', async () => {
    const { orderId, url } = await hostedPage();
    await payOn(url, '4242424242424242');
    await untilStatus(orderId, 'authorized');
    const completed = (await suite.sandbox.stripe.events.list({ type: 'checkout.session.completed', limit: 100 })).data;
    const event = completed.find(one => JSON.stringify(one.data.object).includes(orderId));
    const payload = JSON.stringify(event ?? 'none');
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    expect([(await send(payload, signature)).status, (await send(payload, signature)).status]).toEqual([200, 200]);
    await suite.work();
    expect(await suite.database.webhook.count({ where: { id: event?.id ?? '' } })).toBe(1);
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized']);
  });

  test('that imply the recorded state cause no retrieval; others of the same payment do', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    const payment = await suite.database.payment.findUniqueOrThrow({ where: wanted.path });
    const stored = () => suite.database.webhook.count({ where: { intent: payment.intent } });
    await until(async () => (await stored()) === 3, { describe: 'the events of an authorization are stored' });
    const nextAt = async () => {
      const jobs = await suite.database.$queryRaw<{ nextAt: Date }[]>`
        SELECT next_at AS "nextAt" FROM jobs WHERE key = ${payment.id}`;
      return jobs[0]?.nextAt ?? new Date(0);
    };
    expect((await nextAt()).getTime()).toBeGreaterThan(Date.now() + 60_000);
    await suite.sandbox.control('holds/lapse', { payment_intent: payment.intent });
    await untilStatus(wanted.path.orderId, 'cancelled');
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized', 'PaymentCancelled']);
  });

  test('of many payments are handled concurrently while the provider is slow', async () => {
    const many = Array.from({ length: 24 }, () => requestFor('pm_card_visa'));
    await Promise.all(many.map(wanted => suite.checkout.requestPayment(wanted)));
    const orderIds = many.map(({ path }) => path.orderId);
    await suite.sandbox.setFaults({ api: { delayMs: 300 } });
    // All are due at the same moment, however long the machine takes to deliver their events.
    const areManyAtWork = async () => {
      await suite.database.$executeRaw`UPDATE jobs SET next_at = now()
        WHERE key IN (SELECT id::text FROM payments WHERE order_id::text = ANY (${orderIds}))`;
      const [{ leased }] = await suite.database.$queryRaw<[{ leased: bigint }]>`
        SELECT count(*) AS leased FROM jobs WHERE leased_until > now()
          AND key IN (SELECT id::text FROM payments WHERE order_id::text = ANY (${orderIds}))`;
      return leased > 12n;
    };
    await until(areManyAtWork, { describe: 'many payments are settled at the same time' });
    await Promise.all(orderIds.map(orderId => suite.deliver(shippingConsumer, shipmentCreated(orderId))));
    const areCaptured = async () =>
      (await suite.database.payment.count({ where: { orderId: { in: orderIds }, status: 'captured' } })) === 24;
    await until(areCaptured, { describe: 'every payment is captured' });
    await suite.sandbox.clearFaults();
  });

  test('that are lost are replaced by retrievals', async () => {
    const { orderId, url } = await hostedPage();
    await suite.sandbox.setFaults({ webhooks: { failRate: 1 } });
    await payOn(url, '4242424242424242');
    await suite.reconcile();
    expect(await statusOf(orderId)).toBe('authorized');
    await suite.sandbox.clearFaults();
  });
});

describe('events', () => {
  test('a parcel that leaves captures the payment', async () => {
    const wanted = requestFor('pm_card_visa');
    const { orderId } = wanted.path;
    await suite.checkout.requestPayment(wanted);
    await suite.deliver(shippingConsumer, shipmentCreated(orderId));
    await untilStatus(orderId, 'captured');
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
  });

  test('a cancelled order cancels its authorization', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    await suite.deliver(ordersConsumer, cancelled(wanted.path.orderId));
    await untilStatus(wanted.path.orderId, 'cancelled');
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized', 'PaymentCancelled']);
  });

  test('an order that is cancelled while the shopper pays keeps no money', async () => {
    const { orderId, url } = await hostedPage();
    await suite.deliver(ordersConsumer, cancelled(orderId));
    // Where the payment is cancelled first, its page takes no card any more.
    const isPaid = (await payOn(url, '4242424242424242')) === 303;
    await untilStatus(orderId, 'cancelled');
    expect(await suite.eventTypes(orderId)).not.toContain('PaymentAuthorized');
    const intents = await suite.sandbox.stripe.paymentIntents.list({ limit: 100 });
    expect(intents.data.filter(intent => intent.metadata.orderId === orderId).map(intent => intent.status)).toEqual(
      isPaid ? ['canceled'] : [],
    );
  });
});

describe('a day later', () => {
  test('an unpaid page has expired, and PaymentFailed is published once', async () => {
    const { orderId } = await hostedPage();
    await suite.sandbox.advance(24 * 60 * 60);
    await untilStatus(orderId, 'cancelled');
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentFailed']);
  });
});
