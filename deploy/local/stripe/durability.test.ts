import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { until } from '../../../services/platform/testing/until.ts';
import { type Endpoint, openEndpoint, RETURN_URL, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

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

test('killed again and again under load: each payment happens once, none is lost, and each has its webhook', async () => {
  const stripe = sandbox.client({ maxNetworkRetries: 10 });
  const pay = (order: number) =>
    stripe.paymentIntents.create(
      {
        amount: 1000 + order,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa',
        return_url: RETURN_URL,
        metadata: { order },
      },
      { idempotencyKey: `order-${order}` },
    );
  let done = false;
  const buyers = Array.from({ length: 6 }, async (_, buyer) => {
    const paid: Stripe.PaymentIntent[] = [];
    for (let count = 0; count < 25; count++) paid.push(await pay(buyer * 25 + count));
    return paid;
  });
  const shopping = Promise.all(buyers).finally(() => {
    done = true;
  });
  for (let kills = 0; kills < 3 && !done; kills++) {
    const before = endpoint.received.length;
    await until(() => done || endpoint.received.length > before + 20, {
      describe: 'twenty more webhooks',
    });
    await sandbox.kill();
    await sandbox.start();
  }
  const acknowledged = (await shopping).flat();
  const charges = await sandbox.stripe.charges.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  expect(charges.map(charge => charge.payment_intent).sort()).toEqual(acknowledged.map(intent => intent.id).sort());
  expect(new Set(charges.map(charge => charge.metadata.order)).size).toBe(150);
  const delivered = () =>
    new Set(endpoint.ofType('payment_intent.succeeded').map(one => (one.event.data.object as Stripe.PaymentIntent).id));
  await until(() => delivered().size === 150, { describe: 'all webhooks are delivered', timeoutMs: 60_000 });
});
