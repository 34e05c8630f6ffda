import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { until } from '../../../services/platform/testing/until.ts';
import {
  type Endpoint,
  openEndpoint,
  payWith,
  type RunningSandbox,
  startSandbox,
  WEBHOOK_SECRET,
} from './testing/sandbox.ts';

let endpoint: Endpoint;
let sandbox: RunningSandbox;
beforeAll(async () => {
  endpoint = await openEndpoint();
  sandbox = await startSandbox([endpoint.url]);
});
afterAll(async () => {
  await sandbox.stop();
  await endpoint.close();
});

beforeEach(async () => {
  await sandbox.clearFaults();
  endpoint.answerWith(200);
  await until(
    async () => (await sandbox.stripe.events.list({ limit: 100 })).data.every(event => event.pending_webhooks === 0),
    {
      describe: 'all earlier events were delivered',
    },
  );
  endpoint.received.length = 0;
});

const types = () => endpoint.received.map(one => one.event.type).sort();
const subjects = (type: string) => endpoint.ofType(type).map(one => one.event.data.object as Stripe.PaymentIntent);

/** Waits until exactly these events have arrived, in any order: Stripe promises none. */
const arrived = (...expected: string[]) =>
  until(() => types().join() === [...expected].sort().join(), {
    describe: `${expected.join(', ')} arrive`,
  });

/** Waits until the endpoint got so many. */
const received = (count: number) =>
  until(() => endpoint.received.length >= count && endpoint.received, {
    describe: `${count} webhooks`,
  });

test('an endpoint that chose some events gets no others; all are in the log', async () => {
  const own = await openEndpoint();
  const choosing = await startSandbox([own.url], undefined, ['charge.captured', 'payment_intent.succeeded']);
  const held = await payWith(choosing.stripe, 'pm_card_visa', { capture_method: 'manual' });
  await choosing.stripe.paymentIntents.capture(held.id);
  await until(() => own.received.length === 2, { describe: 'both arrive' });
  const { data } = await choosing.stripe.events.list({ limit: 10 });
  expect(data).toHaveLength(5);
  expect(own.received.map(({ event }) => event.type).sort()).toEqual(['charge.captured', 'payment_intent.succeeded']);
  await choosing.stop();
  await own.close();
});

test('each step of a payment has its event', async () => {
  const { stripe } = sandbox;
  const held = await payWith(stripe, 'pm_card_visa', { capture_method: 'manual' });
  await arrived('payment_intent.created', 'charge.succeeded', 'payment_intent.amount_capturable_updated');
  expect(subjects('payment_intent.created')).toMatchObject([{ status: 'requires_confirmation' }]);
  endpoint.received.length = 0;
  await stripe.paymentIntents.capture(held.id);
  await arrived('charge.captured', 'payment_intent.succeeded');
  expect(endpoint.ofType('charge.captured')[0]?.event.data.previous_attributes).toMatchObject({
    captured: false,
    amount_captured: 0,
  });
  endpoint.received.length = 0;
  await stripe.refunds.create({ payment_intent: held.id, amount: 100 });
  await arrived('refund.created', 'charge.refunded');
  expect(endpoint.ofType('charge.refunded')[0]?.event.data.previous_attributes).toMatchObject({ amount_refunded: 0 });
  endpoint.received.length = 0;
  await payWith(stripe, 'pm_card_visa_chargeDeclined').catch(() => undefined);
  await arrived('payment_intent.created', 'charge.failed', 'payment_intent.payment_failed');
  endpoint.received.length = 0;
  const waiting = await payWith(stripe, 'pm_card_authenticationRequired');
  await stripe.paymentIntents.cancel(waiting.id);
  await arrived('payment_intent.created', 'payment_intent.requires_action', 'payment_intent.canceled');
});

test('events carry what caused them and can be read again', async () => {
  const intent = await sandbox.stripe.paymentIntents.create(
    { amount: 1000, currency: 'usd' },
    { idempotencyKey: 'webhook' },
  );
  const [first] = await received(1);
  expect(first?.event).toMatchObject({
    object: 'event',
    type: 'payment_intent.created',
    livemode: false,
    request: { id: intent.lastResponse.requestId, idempotency_key: 'webhook' },
    data: { object: { id: intent.id } },
  });
  const stored = await until(
    async () => {
      const event = await sandbox.stripe.events.retrieve(first?.event.id ?? '');
      return event.pending_webhooks === 0 && event;
    },
    { describe: 'the event is delivered' },
  );
  expect(stored).toMatchObject({ id: first?.event.id, data: first?.event.data });
  const listed = await sandbox.stripe.events.list({ types: ['payment_intent.*'], limit: 1 });
  expect(listed.data.map(event => event.id)).toEqual([stored.id]);
  expect((await sandbox.stripe.events.list({ type: 'checkout.session.expired' })).data).toEqual([]);
});

test('the signature is Stripe’s, and a changed payload does not pass', async () => {
  await sandbox.stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
  const [first] = await received(1);
  const header = String(first?.headers['stripe-signature']);
  expect(header).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
  const verify = (payload: string, secret: string) => () => Stripe.webhooks.constructEvent(payload, header, secret);
  expect(verify(first?.payload ?? '', WEBHOOK_SECRET)).not.toThrow();
  expect(verify((first?.payload ?? '').replace('1000', '9000'), WEBHOOK_SECRET)).toThrow(/No signatures found/);
  expect(verify(first?.payload ?? '', 'whsec_other')).toThrow(/No signatures found/);
});

describe('delivered at least once', () => {
  test('again and again until the endpoint accepts', async () => {
    endpoint.answerWith(500);
    await sandbox.stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    await received(2);
    endpoint.answerWith(200);
    const [event] = (await sandbox.stripe.events.list({ limit: 1 })).data;
    await until(async () => (await sandbox.stripe.events.retrieve(event?.id ?? '')).pending_webhooks === 0, {
      describe: 'the endpoint has accepted it',
    });
    expect(new Set(endpoint.received.map(one => one.event.id)).size).toBe(1);
  });

  test('what a kill interrupted comes after the restart, and nothing is forgotten', async () => {
    endpoint.answerWith(503);
    const paid = await payWith(sandbox.stripe, 'pm_card_visa');
    const session = await sandbox.stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://shop.example',
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1000, product_data: { name: 'Mug' } } }],
    });
    await received(3);
    await sandbox.kill();
    endpoint.received.length = 0;
    endpoint.answerWith(200);
    await sandbox.start();
    // What the killed one had sent may be read only now, so some may come twice.
    await until(
      () => [...new Set(types())].join() === 'charge.succeeded,payment_intent.created,payment_intent.succeeded',
      { describe: 'each event arrives' },
    );
    expect(await sandbox.stripe.paymentIntents.retrieve(paid.id)).toEqual(paid);
    expect(await sandbox.stripe.checkout.sessions.retrieve(session.id)).toEqual(session);
    expect((await sandbox.stripe.refunds.create({ payment_intent: paid.id })).amount).toBe(2500);
  });
});

describe('faults', () => {
  test('late', async () => {
    await sandbox.setFaults({ webhooks: { delayMs: 700 } });
    const before = Date.now();
    await sandbox.stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    await arrived('payment_intent.created');
    expect(Date.now() - before).toBeGreaterThanOrEqual(700);
  });

  test('duplicated', async () => {
    await sandbox.setFaults({ webhooks: { copies: 3 } });
    await sandbox.stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    await arrived('payment_intent.created', 'payment_intent.created', 'payment_intent.created');
    expect(new Set(endpoint.received.map(one => one.event.id)).size).toBe(1);
  });

  test('in the wrong order', async () => {
    await sandbox.setFaults({ webhooks: { reverseWithinMs: 300 } });
    await payWith(sandbox.stripe, 'pm_card_mastercard');
    await received(3);
    expect(endpoint.received.map(one => one.event.type)).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
  });

  test('lost on the way, they are retried', async () => {
    await sandbox.setFaults({ webhooks: { failRate: 1 } });
    await sandbox.stripe.paymentIntents.create({ amount: 1000, currency: 'usd' });
    const [event] = (await sandbox.stripe.events.list({ limit: 1 })).data;
    expect(event?.pending_webhooks).toBe(1);
    await sandbox.setFaults({ webhooks: { failRate: 0 } });
    await arrived('payment_intent.created');
  });

  test('settings survive a restart, are checked, and can be cleared', async () => {
    await sandbox.setFaults({ api: { path: '/v1/refunds', failRate: 1 } });
    await sandbox.kill();
    await sandbox.start();
    await expect(sandbox.stripe.refunds.create({ charge: 'ch_x' })).rejects.toMatchObject({ statusCode: 500 });
    expect(await payWith(sandbox.stripe, 'pm_card_visa')).toMatchObject({ status: 'succeeded' });
    const nonsense = await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ api: { failRate: 'often' } }),
    });
    expect(nonsense.status).toBe(400);
    await sandbox.clearFaults();
    await expect(sandbox.stripe.refunds.create({ charge: 'ch_x' })).rejects.toMatchObject({ statusCode: 404 });
  });

  test('no page of a browser changes settings', async () => {
    const faults = { api: { path: '/v1/refunds', failRate: 1 } };
    const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' };
    const sent = await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers,
      body: JSON.stringify(faults),
    });
    expect(sent.status).toBe(403);
    await expect(sandbox.stripe.refunds.create({ charge: 'ch_x' })).rejects.toMatchObject({ statusCode: 404 });
  });
});
