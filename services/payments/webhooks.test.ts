import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { WEBHOOK_SECRET } from '../../deploy/local/stripe/testing/sandbox.ts';
import { createOrdersConsumer, ordersEvents } from '../../generated/orders/events.ts';
import { createShippingConsumer, shippingEvents } from '../../generated/shipping/events.ts';
import { until } from '../platform/testing/until.ts';
import { orderHandlers, shippingHandlers } from './events.ts';
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

/** Works on what came in until the payment of the order has this status. */
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
const orders = createOrdersConsumer({ handlers: orderHandlers('stripe') });

describe('the hosted page', () => {
  test('asked for twice is one page; a declined card leaves it open; another card pays', async () => {
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
    const statuses = await Promise.all([send(payload, 't=1,v1=00'), send(payload, old), send(payload, 'nonsense')]);
    expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400]);
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

  test('about payments that are none of ours are taken and left', async () => {
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

  test('that come twice take effect once', async () => {
    const { orderId, url } = await hostedPage();
    await payOn(url, '4242424242424242');
    await untilStatus(orderId, 'authorized');
    const told = (await suite.sandbox.stripe.events.list({ type: 'checkout.session.completed', limit: 100 })).data;
    const event = told.find(one => JSON.stringify(one.data.object).includes(orderId));
    const payload = JSON.stringify(event ?? 'none');
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    expect([(await send(payload, signature)).status, (await send(payload, signature)).status]).toEqual([200, 200]);
    await suite.work();
    expect(await suite.database.webhook.count({ where: { id: event?.id ?? '' } })).toBe(1);
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized']);
  });

  test('that are lost are made up for by asking', async () => {
    const { orderId, url } = await hostedPage();
    await suite.sandbox.setFaults({ webhooks: { failRate: 1 } });
    await payOn(url, '4242424242424242');
    await suite.reconcile();
    expect(await statusOf(orderId)).toBe('authorized');
    await suite.sandbox.clearFaults();
  });
});

describe('events', () => {
  test('a parcel that leaves takes the money', async () => {
    const wanted = requestFor('pm_card_visa');
    const { orderId } = wanted.path;
    await suite.checkout.requestPayment(wanted);
    const shipped = shippingEvents.ShipmentCreated(orderId, {
      ...{
        shipmentId: orderId,
        orderId,
        orderNumber: 'C-1',
        carrier: 'local',
        trackingNumber: 'LC1',
        email: 'ada@example.com',
      },
      address: { name: 'Ada', line1: '1 Way', city: 'London', postalCode: 'N1', country: 'GB' },
      ...{ lines: [{ sku: '1', title: 'One', quantity: 1 }], createdAt: new Date().toISOString() },
    });
    await suite.deliver(createShippingConsumer({ handlers: shippingHandlers }), shipped);
    await untilStatus(orderId, 'captured');
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
  });

  test('a cancelled order lets go what is authorized', async () => {
    const wanted = requestFor('pm_card_visa');
    await suite.checkout.requestPayment(wanted);
    await suite.deliver(orders, cancelled(wanted.path.orderId));
    await untilStatus(wanted.path.orderId, 'cancelled');
    expect(await suite.eventTypes(wanted.path.orderId)).toEqual(['PaymentAuthorized', 'PaymentCancelled']);
  });

  test('an order that is cancelled while the shopper pays keeps nobody’s money', async () => {
    const { orderId, url } = await hostedPage();
    await suite.deliver(orders, cancelled(orderId));
    await payOn(url, '4242424242424242');
    await untilStatus(orderId, 'cancelled');
    expect(await suite.eventTypes(orderId)).not.toContain('PaymentAuthorized');
    const intents = await suite.sandbox.stripe.paymentIntents.list({ limit: 100 });
    expect(intents.data.filter(intent => intent.metadata.orderId === orderId).map(intent => intent.status)).toEqual([
      'canceled',
    ]);
  });
});

describe('a day later', () => {
  test('a page that nobody paid on has expired, and the order is told once', async () => {
    const { orderId } = await hostedPage();
    await suite.sandbox.advance(24 * 60 * 60);
    await untilStatus(orderId, 'cancelled');
    expect(await suite.eventTypes(orderId)).toEqual(['PaymentFailed']);
  });
});
