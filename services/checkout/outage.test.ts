import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { CheckoutRequest } from '../../generated/checkout/types.ts';
import { addressWithEveryField } from '../platform/testing/contract-fields.ts';
import { completeAbandoned } from './completer.ts';
import { reconcileAll } from './reconciler.ts';
import { type CheckoutSuite, card, expireLease, newKey, requestFor, startCheckout } from './testing/suite.ts';

let suite: CheckoutSuite;
beforeAll(async () => {
  suite = await startCheckout();
});
afterAll(() => suite.close());
beforeEach(() => {
  suite.upstreams.down.clear();
  suite.upstreams.deaf.clear();
});

const { signal } = new AbortController();
const complete = () => completeAbandoned(suite.completer, signal);
async function buy(sku: string, more: Partial<CheckoutRequest> = card) {
  const key = newKey();
  const body = requestFor(suite.upstreams.fill(sku, 2, 101, 10), more);
  const send = async () => {
    const response = await fetch(`${suite.url}/checkout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json(), retryAfter: response.headers.get('retry-after') };
  };
  const first = await send();
  const row = await suite.database.checkout.findFirst({ where: { key } });
  return { key, send, first, orderId: row?.orderId ?? '', step: row?.step };
}
const chargesOf = (orderId: string) => suite.upstreams.charges.filter(id => id === orderId).length;
const stepOf = async (key: string) => (await suite.database.checkout.findFirst({ where: { key } }))?.step;
/** The final statuses at the other services: order, payment, reservation, stock. */
const standing = (orderId: string, sku: string) => [
  suite.upstreams.orders.get(orderId)?.order.status,
  suite.upstreams.payments.get(orderId)?.payment.status,
  suite.upstreams.reservations.get(orderId)?.status,
  suite.upstreams.stock.get(sku),
];

test('a request that was stored still has every field of its address that the contract has', async () => {
  const shippingAddress = { ...requestFor('').shippingAddress, ...addressWithEveryField() };
  suite.upstreams.down.add('placeOrder');
  const { send, orderId } = await buy('every-field', { ...card, shippingAddress });
  suite.upstreams.down.clear();
  expect(await send()).toMatchObject({ status: 201 });
  expect(suite.upstreams.orders.get(orderId)?.requested.shippingAddress).toEqual(shippingAddress);
});

/** The recovery point at which a checkout stops when this operation is down, or its response is lost. */
const operations = [
  ['getShownCart', 'started'],
  ['lookUpVariants', 'started'],
  ['listShippingMethods', 'started'],
  ['reserveStock', 'priced'],
  ['placeOrder', 'reserved'],
  ['requestPayment', 'ordered'],
] as const;

describe.each(operations)('%s', (operation, step) => {
  describe.each(['down', 'deaf'] as const)('%s', how => {
    const isPlaced = step === 'ordered';
    test('503 with Retry-After, 202 once the order exists; the same key resumes and charges once', async () => {
      suite.upstreams[how].add(operation);
      const sku = `${operation}-${how}-1`;
      const { send, first, orderId, step: stopped } = await buy(sku);
      const unknown = { status: 202, body: { orderId, status: 'processing', payment: { status: 'pending' } } };
      const failed = { status: 503, body: { title: 'Service Unavailable' }, retryAfter: '2' };
      expect(first).toMatchObject(isPlaced ? unknown : failed);
      expect(stopped).toBe(step);
      expect((await send()).status).toBe(isPlaced ? 202 : 503);
      suite.upstreams[how].clear();
      expect(await send()).toMatchObject({ status: 201, body: { orderId, status: 'authorized' } });
      expect(chargesOf(orderId)).toBe(1);
      expect(standing(orderId, sku)).toEqual(['pending', 'authorized', 'held', 8]);
    });

    test('the shopper never retries: completed once the payment may have been requested, else compensated', async () => {
      suite.upstreams[how].add(operation);
      const sku = `${operation}-${how}-2`;
      const { key, send, orderId } = await buy(sku);
      await expireLease(suite.database, key);
      if (step !== 'started') await complete(); // the outage continues
      suite.upstreams[how].clear();
      await expireLease(suite.database, key).catch(() => {});
      await complete();
      if (step === 'started') {
        expect(await stepOf(key)).toBeUndefined();
        expect(standing(orderId, sku)).toEqual([undefined, undefined, undefined, 10]);
        return;
      }
      expect(await stepOf(key)).toBe('finished');
      if (step === 'ordered') {
        expect(await send()).toMatchObject({ status: 201, body: { orderId, status: 'authorized' } });
        expect(chargesOf(orderId)).toBe(1);
        expect(standing(orderId, sku)).toEqual(['pending', 'authorized', 'held', 8]);
        return;
      }
      expect(await send()).toMatchObject({ status: 409, body: { code: 'checkout_expired' } });
      const order = operation === 'placeOrder' && how === 'deaf' ? 'cancelled' : undefined;
      expect(standing(orderId, sku)).toEqual([order, undefined, 'released', 10]);
    });
  });
});

describe.each(['abandonOrder', 'cancelPayment', 'releaseReservation'])(
  '%s while a declined checkout is undone',
  operation => {
    test.each(['down', 'deaf'] as const)('%s: 202, then 402 with nothing left behind', async how => {
      suite.upstreams[how].add(operation);
      const sku = `${operation}-${how}`;
      const { key, send, first, orderId } = await buy(sku, { paymentMethod: 'pm_declined' });
      expect(first).toMatchObject({ status: 202, body: { orderId, status: 'processing' } });
      expect(await stepOf(key)).toBe('compensating');
      suite.upstreams[how].clear();
      await expireLease(suite.database, key);
      expect(await complete()).toBe(1);
      expect(await send()).toMatchObject({ status: 402, body: { declineCode: 'insufficient_funds' } });
      expect(standing(orderId, sku)).toEqual(['cancelled', 'declined', 'released', 10]);
    });
  },
);

test('an abandoned checkout whose reservation has expired is compensated, whether its payment was requested or not', async () => {
  suite.upstreams.down.add('requestPayment');
  const { key, send, orderId } = await buy('late-1');
  suite.upstreams.down.clear();
  const row = await suite.database.checkout.findFirstOrThrow({ where: { key } });
  const state = JSON.stringify(row.state).replace(
    /"reservedUntil":"[^"]*"/,
    '"reservedUntil":"2020-01-01T00:00:00.000Z"',
  );
  await suite.database.checkout.updateMany({ where: { key }, data: { state: JSON.parse(state) } });
  await expireLease(suite.database, key);
  await complete();
  expect(await send()).toMatchObject({ status: 409, body: { code: 'checkout_expired' } });
  expect(chargesOf(orderId)).toBe(0);
  expect(standing(orderId, 'late-1')).toEqual(['cancelled', 'cancelled', 'released', 10]);
});

test('an abandoned checkout whose payment was authorized stands', async () => {
  suite.upstreams.deaf.add('requestPayment');
  const { key, send, orderId } = await buy('late-2');
  suite.upstreams.deaf.clear();
  const row = await suite.database.checkout.findFirstOrThrow({ where: { key } });
  const state = JSON.stringify(row.state).replace(
    /"reservedUntil":"[^"]*"/,
    '"reservedUntil":"2020-01-01T00:00:00.000Z"',
  );
  await suite.database.checkout.updateMany({ where: { key }, data: { state: JSON.parse(state) } });
  await expireLease(suite.database, key);
  await complete();
  expect(await send()).toMatchObject({ status: 201, body: { orderId, status: 'authorized' } });
  expect(chargesOf(orderId)).toBe(1);
});

test.each(['captured', 'refunded', 'cancelled'] as const)(
  'left until its payment was %s: never undone once it was paid',
  async status => {
    suite.upstreams.deaf.add('requestPayment');
    const { key, send, orderId } = await buy(`late-${status}`);
    suite.upstreams.deaf.clear();
    const order = suite.upstreams.orders.get(orderId);
    const payment = suite.upstreams.payments.get(orderId);
    if (order)
      order.order = {
        ...order.order,
        status: status === 'cancelled' ? 'cancelled' : status === 'captured' ? 'shipped' : 'refunded',
      };
    if (payment) payment.payment = { ...payment.payment, status };
    await expireLease(suite.database, key);
    await complete();
    expect((await send()).status).toBe(status === 'cancelled' ? 409 : 201);
    expect(suite.upstreams.reservations.get(orderId)?.status).toBe(status === 'cancelled' ? 'released' : 'held');
  },
);

describe.each([
  ['reserveStock', undefined, undefined],
  ['placeOrder', undefined, 'released'],
  ['requestPayment', 'cancelled', 'released'],
] as const)('%s that does not take the purchase', (operation, order, reservation) => {
  test('422, nothing is reserved, and the request is not repeated', async () => {
    suite.upstreams.waiting.set(operation, async () => {
      throw new ProblemError({ status: 413 });
    });
    const sku = `rejected-${operation}`;
    const { send, first, orderId, step } = await buy(sku);
    const asked = suite.upstreams.calls.length;
    expect(first).toMatchObject({ status: 422, body: { code: 'checkout_rejected' } });
    expect(step).toBe('finished');
    expect(await send()).toMatchObject({ status: 422, body: { code: 'checkout_rejected' } });
    expect(suite.upstreams.calls).toHaveLength(asked);
    suite.upstreams.waiting.clear();
    expect(suite.upstreams.orders.get(orderId)?.order.status).toBe(order);
    expect(suite.upstreams.stock.get(sku)).toBe(10);
    if (reservation) expect(suite.upstreams.reservations.get(orderId)?.status).toBe(reservation);
    expect(chargesOf(orderId)).toBe(0);
  });
});

test('an invalid response of another service is a 500, and the key may retry', async () => {
  const key = newKey();
  const cartId = suite.upstreams.fill('odd-1');
  suite.upstreams.waiting.set('placeOrder', async () => {
    throw new Error('nonsense');
  });
  const send = () =>
    suite.client.createCheckout({ headers: { 'idempotency-key': key }, body: requestFor(cartId, card) });
  await expect(send()).rejects.toMatchObject({ status: 500 });
  suite.upstreams.waiting.clear();
  expect(await send()).toMatchObject({ status: 201 });
});

test('a run whose lease expired, and that resumes, can neither save nor charge again', async () => {
  const key = newKey();
  const body = requestFor(suite.upstreams.fill('zombie-1'), card);
  const send = () => suite.client.createCheckout({ headers: { 'idempotency-key': key }, body });
  const { promise, resolve } = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  suite.upstreams.waiting.set('placeOrder', () => {
    asked.resolve();
    return promise;
  });
  const first = send();
  await asked.promise;
  await expireLease(suite.database, key);
  suite.upstreams.waiting.clear();
  const second = await send();
  resolve();
  expect(second).toMatchObject({ status: 201, body: { status: 'authorized' } });
  expect(await first).toMatchObject({ status: 409, body: { code: 'in_progress' } });
  expect(await send()).toMatchObject({ status: 201, body: second.body });
  expect(suite.upstreams.charges.filter(id => id === (second.status === 201 ? second.body.orderId : ''))).toHaveLength(
    1,
  );
});

describe('the reconciler', () => {
  const look = async (key: string) => {
    await suite.database.checkout.updateMany({ where: { key }, data: { checkAt: new Date(0) } });
    await reconcileAll(suite.reconciler, signal);
    return (await suite.database.checkout.findFirstOrThrow({ where: { key } })).checkAt;
  };
  const setOrder = (orderId: string, status: 'paid' | 'cancelled') => {
    const known = suite.upstreams.orders.get(orderId);
    if (known) known.order = { ...known.order, status };
  };

  test('ignores consistent checkouts, and does not check them again', async () => {
    const { key, orderId } = await buy('rec-1');
    expect(await look(key)).not.toBeNull();
    setOrder(orderId, 'paid');
    expect(await look(key)).toBeNull();
    expect(standing(orderId, 'rec-1')).toEqual(['paid', 'authorized', 'held', 8]);
  });

  test('cancels a payment without an order', async () => {
    const { key, orderId } = await buy('rec-2');
    suite.upstreams.orders.delete(orderId);
    await look(key);
    expect(await look(key)).toBeNull();
    expect(standing(orderId, 'rec-2')).toEqual([undefined, 'cancelled', 'released', 10]);
  });

  test('cancels the payment of a cancelled order', async () => {
    const { key, orderId } = await buy('rec-3');
    setOrder(orderId, 'cancelled');
    await look(key);
    expect(standing(orderId, 'rec-3')).toEqual(['cancelled', 'cancelled', 'released', 10]);
    expect(await look(key)).toBeNull();
  });

  test('cancels an order that was placed after its checkout was compensated', async () => {
    suite.upstreams.deaf.add('placeOrder');
    const { key, orderId } = await buy('rec-4');
    suite.upstreams.deaf.clear();
    const late = suite.upstreams.orders.get(orderId);
    suite.upstreams.orders.delete(orderId);
    await expireLease(suite.database, key);
    await complete();
    if (late) suite.upstreams.orders.set(orderId, late);
    expect(suite.upstreams.orders.get(orderId)?.order.status).toBe('pending');
    await look(key);
    expect(suite.upstreams.orders.get(orderId)?.order.status).toBe('cancelled');
    expect(await look(key)).toBeNull();
  });

  test('a paid order without a charge is checked again and again', async () => {
    const { key, orderId } = await buy('rec-5', {});
    setOrder(orderId, 'paid');
    expect(await look(key)).not.toBeNull();
    expect(await look(key)).not.toBeNull();
  });

  test('an unavailable service postpones the check', async () => {
    const { key, orderId } = await buy('rec-6');
    setOrder(orderId, 'cancelled');
    suite.upstreams.down.add('getPaymentOfOrder');
    expect(await look(key)).not.toBeNull();
    expect(suite.upstreams.payments.get(orderId)?.payment.status).toBe('authorized');
    suite.upstreams.down.clear();
    await look(key);
    expect(suite.upstreams.payments.get(orderId)?.payment.status).toBe('cancelled');
  });
});
