import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { completeAbandoned } from './completer.ts';
import { startProcess } from './testing/child.ts';
import { type CheckoutSuite, expireLease, newKey, requestFor, startCheckout } from './testing/suite.ts';

let suite: CheckoutSuite;
beforeAll(async () => {
  suite = await startCheckout();
});
afterAll(() => suite.close());

/** Buys with a card from a process that is killed at `point`; returns the state that it leaves behind. */
async function buyAndDie(point: string, paymentMethod: string) {
  const key = newKey();
  const sku = `${point.replace(':', '-')}-${key}`.slice(0, 60);
  const body = requestFor(suite.upstreams.fill(sku, 2, 101, 10), { paymentMethod });
  const service = await startProcess(suite, point);
  try {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    };
    let answer: Response | undefined;
    // On a busy machine an upstream may time out, before the order exists (503) or later: the same key then resumes.
    do answer = await fetch(`${service.url}/checkout`, request).catch(() => undefined);
    while (answer?.status === 503 || answer?.status === 202);
    expect(answer).toBeUndefined();
    expect(await service.dead).toBe('SIGKILL');
  } finally {
    service.kill();
  }
  const { orderId, step } = await suite.database.checkout.findFirstOrThrow({ where: { key } });
  const again = () => suite.client.createCheckout({ headers: { 'idempotency-key': key }, body });
  const end = () => ({
    charges: suite.upstreams.charges.filter(id => id === orderId).length,
    order: suite.upstreams.orders.get(orderId)?.order.status,
    payment: suite.upstreams.payments.get(orderId)?.payment.status,
    stock: suite.upstreams.stock.get(sku),
  });
  return { key, orderId, step, again, end };
}

const bought = { charges: 1, order: 'pending', payment: 'authorized', stock: 8 };
const declined = { charges: 0, order: 'cancelled', payment: 'declined', stock: 10 };

describe('killed during a purchase: the shopper retries with the same key and buys once', () => {
  test.each([
    ['received:priced', 'started'],
    ['saved:priced', 'priced'],
    ['received:reserved', 'priced'],
    ['saved:reserved', 'reserved'],
    ['received:placed', 'reserved'],
    ['saved:ordered', 'ordered'],
    ['received:authorized', 'ordered'],
    ['saved:finished', 'finished'],
  ])('%s', async (point, step) => {
    const died = await buyAndDie(point, 'pm_card_visa');
    expect(died.step).toBe(step);
    if (step !== 'finished') expect(await died.again()).toMatchObject({ status: 409, body: { code: 'in_progress' } });
    await expireLease(suite.database, died.key);
    expect(await died.again()).toMatchObject({ status: 201, body: { orderId: died.orderId, status: 'authorized' } });
    expect(await died.again()).toMatchObject({
      status: 201,
      body: { orderId: died.orderId },
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(died.end()).toEqual(bought);
  });
});

describe('killed while it compensates a declined card: nothing is left behind, whether shopper or completer continues', () => {
  test.each([
    ['received:declined', 'ordered', 'the shopper'],
    ['saved:compensating', 'compensating', 'the completer'],
    ['requested:abandonOrder', 'compensating', 'the shopper'],
    ['requested:cancelPayment', 'compensating', 'the completer'],
    ['requested:releaseStock', 'compensating', 'the shopper'],
    ['received:compensated', 'compensating', 'the completer'],
  ])('%s', async (point, step, next) => {
    const died = await buyAndDie(point, 'pm_declined');
    expect(died.step).toBe(step);
    await expireLease(suite.database, died.key);
    if (next === 'the completer')
      expect(await completeAbandoned(suite.completer, new AbortController().signal)).toBe(1);
    expect(await died.again()).toMatchObject({
      status: 402,
      body: { declineCode: 'insufficient_funds', orderId: died.orderId },
    });
    expect(died.end()).toEqual(declined);
  });
});

describe('killed during a purchase, and the shopper never retries', () => {
  test.each([
    ['received:reserved', { charges: 0, order: undefined, payment: undefined, stock: 10 }, 409],
    ['received:authorized', bought, 201],
  ])('%s', async (point, end, status) => {
    const died = await buyAndDie(point, 'pm_card_visa');
    await expireLease(suite.database, died.key);
    expect(await completeAbandoned(suite.completer, new AbortController().signal)).toBe(1);
    expect(died.end()).toEqual(end);
    expect(await died.again()).toMatchObject({ status });
  });
});
