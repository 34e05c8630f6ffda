import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { CheckoutRequest } from '../../generated/checkout/types.ts';
import { newId } from '../platform/ids.ts';
import { until } from '../platform/testing/until.ts';
import { type CheckoutSuite, card, newKey, requestFor, startCheckout, storefrontUrl } from './testing/suite.ts';

let suite: CheckoutSuite;
beforeAll(async () => {
  suite = await startCheckout();
});
afterAll(() => suite.close());
beforeEach(() => {
  suite.upstreams.down.clear();
  suite.upstreams.deaf.clear();
  suite.upstreams.waiting.clear();
  suite.upstreams.calls.length = 0;
});

const checkOut = (body: CheckoutRequest, key = newKey()) =>
  suite.client.createCheckout({ headers: { 'idempotency-key': key }, body });
/** The response to a request without the client's types. */
async function send(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${suite.url}/checkout`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
function success(answer: Awaited<ReturnType<typeof checkOut>>) {
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return answer.body;
}

describe('with a card', () => {
  test('authorizes at once; the same key gives the same answer and charges nothing more', async () => {
    const cartId = suite.upstreams.fill('a1', 2, 101, 10);
    const key = newKey();
    const body = requestFor(cartId, card);
    const first = await checkOut(body, key);
    const second = await checkOut(body, key);
    expect(first).toMatchObject({
      status: 201,
      body: {
        status: 'authorized',
        payment: { status: 'authorized' },
        subtotal: { amount: 202, currency: 'USD' },
        shipping: { amount: 499, currency: 'USD' },
        total: { amount: 701, currency: 'USD' },
        orderNumber: expect.stringMatching(/^C-/),
      },
    });
    expect(first.headers?.['idempotent-replayed']).toBeUndefined();
    expect(second).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    const { orderId, orderToken } = success(first);
    expect(suite.upstreams.charges.filter(id => id === orderId)).toEqual([orderId]);
    expect(Buffer.from(orderToken, 'base64url')).toHaveLength(32);
    const placed = suite.upstreams.orders.get(orderId);
    expect(placed?.requested).toMatchObject({
      cartId,
      tokenHash: createHash('sha256').update(orderToken).digest('hex'),
    });
    expect(JSON.stringify(placed)).not.toContain(orderToken);
    expect(suite.upstreams.payments.get(orderId)?.requested).toMatchObject({
      amount: { amount: 701 },
      ...card,
      returnUrl: `${storefrontUrl}/orders/${orderId}`,
    });
    expect(suite.upstreams.stock.get('a1')).toBe(8);
  });

  test('stock is held longer than the payment may be authorized', async () => {
    const { orderId } = success(await checkOut(requestFor(suite.upstreams.fill('a2'), card)));
    const held = Date.parse(suite.upstreams.reservations.get(orderId)?.expiresAt ?? '');
    expect(held).toBeGreaterThan(Date.parse(suite.upstreams.payments.get(orderId)?.requested?.expiresAt ?? ''));
  });

  test.each([{}, card])('two hundred different things, the most that a cart holds: %j', async how => {
    const cartId = newId();
    const lines = Array.from({ length: 200 }, (_, at) => ({ sku: `many-${at}`, quantity: 1, shown: 101 + at }));
    for (const { sku, shown } of lines) {
      suite.upstreams.prices.set(sku, shown);
      suite.upstreams.stock.set(sku, 10);
    }
    suite.upstreams.carts.set(cartId, lines);
    const { orderId } = success(await checkOut(requestFor(cartId, how)));
    const requested = suite.upstreams.payments.get(orderId)?.requested;
    expect(requested?.lines).toHaveLength(201);
    expect(requested?.lines?.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0)).toBe(
      requested?.amount.amount,
    );
  });

  test('a card that requires 3D Secure: the redirect URL', async () => {
    const { orderId, status, payment } = success(
      await checkOut(requestFor(suite.upstreams.fill('a3'), { paymentMethod: 'pm_3ds' })),
    );
    expect({ status, payment }).toEqual({
      status: 'awaiting_payment',
      payment: { status: 'requires_action', redirectUrl: `https://pay.test/${orderId}` },
    });
  });

  test('declined: 402 with the code, the order cancelled, the stock released; the same key returns the same response', async () => {
    const key = newKey();
    const body = requestFor(suite.upstreams.fill('a4', 3, 100, 5), { paymentMethod: 'pm_declined' });
    const first = await checkOut(body, key);
    const second = await checkOut(body, key);
    expect(first).toMatchObject({
      status: 402,
      body: { code: 'payment_declined', declineCode: 'insufficient_funds', status: 402 },
    });
    expect(second).toMatchObject({ status: 402, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    const orderId = first.status === 402 ? (first.body.orderId ?? '') : '';
    expect(suite.upstreams.orders.get(orderId)?.order).toMatchObject({
      status: 'cancelled',
      cancelReason: 'payment_declined',
    });
    expect(suite.upstreams.reservations.get(orderId)?.status).toBe('released');
    expect(suite.upstreams.stock.get('a4')).toBe(5);
    expect(suite.upstreams.charges).not.toContain(orderId);
  });
});

describe('with the hosted page', () => {
  test('its URL, its lines add up, and the shopper returns to the order', async () => {
    const key = newKey();
    const body = requestFor(suite.upstreams.fill('b1', 3, 250));
    const first = success(await checkOut(body, key));
    expect(first).toMatchObject({
      status: 'awaiting_payment',
      payment: { status: 'pending', redirectUrl: expect.stringMatching(/^https:/) },
    });
    expect(success(await checkOut(body, key))).toEqual(first);
    const asked = suite.upstreams.payments.get(first.orderId)?.requested;
    expect(asked?.paymentMethod).toBeUndefined();
    expect(asked?.returnUrl).toBe(`${storefrontUrl}/orders/${first.orderId}`);
    const shown = asked?.lines?.reduce((sum, line) => sum + line.quantity * line.unitPrice.amount, 0);
    expect(shown).toBe(asked?.amount.amount);
    const timeToPay = Date.parse(asked?.expiresAt ?? '') - Date.now();
    expect(timeToPay).toBeGreaterThan(14 * 60_000);
    expect(timeToPay).toBeLessThanOrEqual(15 * 60_000);
    expect(Date.parse(first.expiresAt ?? '') - Date.now()).toBeGreaterThan(44 * 60_000);
  });

  test('returns to the returnUrl of the request, if its origin is allowed', async () => {
    const { orderId } = success(
      await checkOut(requestFor(suite.upstreams.fill('b2'), { returnUrl: 'http://127.0.0.1:3000/' })),
    );
    expect(suite.upstreams.payments.get(orderId)?.requested?.returnUrl).toBe('http://127.0.0.1:3000/');
    for (const returnUrl of [
      'https://evil.test/',
      'http://127.0.0.1:3001/',
      'http://127.0.0.1:3000@evil.test/',
      'https://127.0.0.1:3000/',
    ]) {
      const answer = await checkOut(requestFor(suite.upstreams.fill('b2'), { returnUrl }));
      expect(answer).toMatchObject({ status: 422, body: { code: 'return_url_not_allowed' } });
    }
  });

  test('its progress is visible with the order token alone', async () => {
    const { id, orderId, orderToken } = success(await checkOut(requestFor(suite.upstreams.fill('b3'))));
    const look = (token: string) =>
      fetch(`${suite.url}/checkout/${id}`, { headers: { 'x-order-token': token } }).then(async r => ({
        status: r.status,
        body: await r.json(),
      }));
    expect(await look(orderToken)).toMatchObject({
      status: 200,
      body: {
        id,
        orderId,
        status: 'awaiting_payment',
        payment: { status: 'pending', redirectUrl: `https://pay.test/${orderId}` },
      },
    });
    const known = suite.upstreams.payments.get(orderId);
    if (known) known.payment = { ...known.payment, status: 'authorized' };
    expect(await look(orderToken)).toMatchObject({
      status: 200,
      body: { status: 'authorized', payment: { status: 'authorized' } },
    });
    if (known) known.payment = { ...known.payment, status: 'cancelled' };
    expect(await look(orderToken)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', payment: { status: 'failed' } },
    });
    expect(await look(newId())).toMatchObject({ status: 404 });
    expect((await fetch(`${suite.url}/checkout/${id}`)).status).toBe(401);
    expect((await fetch(`${suite.url}/checkout/${newId()}`, { headers: { 'x-order-token': orderToken } })).status).toBe(
      404,
    );
  });
});

describe('cancelling', () => {
  const cancelUnpaid = async (id: string, token: string) => {
    const response = await fetch(`${suite.url}/checkout/${id}/cancellation`, {
      method: 'POST',
      headers: { 'x-order-token': token },
    });
    return { status: response.status, body: await response.json() };
  };

  test('before it is paid: order, payment and reservation are cancelled when it answers; it is idempotent, and the cart can be bought again', async () => {
    const cartId = suite.upstreams.fill('g1', 3, 250, 3);
    const { id, orderId, orderToken } = success(await checkOut(requestFor(cartId)));
    expect(suite.upstreams.stock.get('g1')).toBe(0);
    const first = await cancelUnpaid(id, orderToken);
    expect(first).toMatchObject({
      status: 200,
      body: { id, orderId, status: 'cancelled', payment: { status: 'failed' } },
    });
    expect(suite.upstreams.stock.get('g1')).toBe(3);
    expect(suite.upstreams.orders.get(orderId)?.order).toMatchObject({
      status: 'cancelled',
      cancelReason: 'customer_cancelled',
    });
    expect(suite.upstreams.payments.get(orderId)?.payment.status).toBe('cancelled');
    expect(await cancelUnpaid(id, orderToken)).toEqual(first);
    expect(suite.upstreams.stock.get('g1')).toBe(3);
    expect(success(await checkOut(requestFor(cartId))).orderId).not.toBe(orderId);
  });

  test('once it is paid, whether the order has the event yet or not: 409, and nothing is compensated', async () => {
    const { id, orderId, orderToken } = success(await checkOut(requestFor(suite.upstreams.fill('g2'), card)));
    expect(await cancelUnpaid(id, orderToken)).toMatchObject({ status: 409, body: { code: 'already_paid' } });
    expect(suite.upstreams.reservations.get(orderId)?.status).toBe('held');
    const hosted = success(await checkOut(requestFor(suite.upstreams.fill('g3'))));
    const placed = suite.upstreams.orders.get(hosted.orderId);
    if (placed) placed.order = { ...placed.order, status: 'paid' };
    expect(await cancelUnpaid(hosted.id, hosted.orderToken)).toMatchObject({
      status: 409,
      body: { code: 'already_paid' },
    });
    expect(suite.upstreams.reservations.get(hosted.orderId)?.status).toBe('held');
  });

  test('a new checkout of the same cart cancels the unpaid order, and can reserve its stock', async () => {
    const cartId = suite.upstreams.fill('g6', 2, 101, 2);
    const first = success(await checkOut(requestFor(cartId)));
    const second = success(await checkOut(requestFor(cartId, { email: 'grace@example.com' })));
    expect(suite.upstreams.orders.get(first.orderId)?.order).toMatchObject({
      status: 'cancelled',
      cancelReason: 'replaced',
    });
    expect(suite.upstreams.payments.get(first.orderId)?.payment.status).toBe('cancelled');
    expect(suite.upstreams.orders.get(second.orderId)?.order.status).toBe('pending');
    expect(suite.upstreams.stock.get('g6')).toBe(0);
  });

  test('a new checkout when the order was just paid, and the cart has not consumed the event: 404 no_cart, and the paid order stands', async () => {
    const cartId = suite.upstreams.fill('g7');
    const { orderId } = success(await checkOut(requestFor(cartId)));
    const known = suite.upstreams.payments.get(orderId);
    if (known) known.payment = { ...known.payment, status: 'authorized' };
    expect(await checkOut(requestFor(cartId))).toMatchObject({ status: 404, body: { code: 'no_cart' } });
    expect(suite.upstreams.orders.get(orderId)?.order.status).toBe('pending');
    expect(suite.upstreams.reservations.get(orderId)?.status).toBe('held');
  });

  test('a cart that was bought with a card cannot be bought again under another key', async () => {
    const cartId = suite.upstreams.fill('g9');
    success(await checkOut(requestFor(cartId, card)));
    expect(await checkOut(requestFor(cartId, card))).toMatchObject({ status: 404, body: { code: 'no_cart' } });
    expect(suite.upstreams.stock.get('g9')).toBe(8);
  });

  test('several concurrent checkouts of one cart, each with its own key: those that get 409 retry, and one order stays open', async () => {
    const cartId = suite.upstreams.fill('g8', 2, 101, 2);
    const patiently = async (key: string): Promise<string> => {
      const body = requestFor(cartId, { email: `${key}@example.com` });
      const answer = await until(
        async () => {
          const tried = await checkOut(body, key);
          return tried.status === 409 && tried.body.code === 'in_progress' ? undefined : tried;
        },
        { describe: 'its turn' },
      );
      return success(answer).orderId;
    };
    const orderIds = await Promise.all([newKey(), newKey(), newKey()].map(patiently));
    const statuses = orderIds.map(orderId => suite.upstreams.orders.get(orderId)?.order.status).sort();
    expect(statuses).toEqual(['cancelled', 'cancelled', 'pending']);
    expect(suite.upstreams.stock.get('g8')).toBe(0);
  });

  test('a service that does not answer: 202, and a retry finishes it', async () => {
    const { id, orderId, orderToken } = success(await checkOut(requestFor(suite.upstreams.fill('g4', 2, 101, 2))));
    suite.upstreams.down.add('releaseReservation');
    expect(await cancelUnpaid(id, orderToken)).toMatchObject({
      status: 202,
      body: { id, status: 'processing', payment: { status: 'pending' } },
    });
    suite.upstreams.down.clear();
    expect(await cancelUnpaid(id, orderToken)).toMatchObject({ status: 200 });
    expect(suite.upstreams.stock.get('g4')).toBe(2);
    expect(suite.upstreams.orders.get(orderId)?.order.status).toBe('cancelled');
  });

  test('only with the order token', async () => {
    const { id, orderId } = success(await checkOut(requestFor(suite.upstreams.fill('g5'))));
    expect(await cancelUnpaid(id, newId())).toMatchObject({ status: 404 });
    expect((await fetch(`${suite.url}/checkout/${id}/cancellation`, { method: 'POST' })).status).toBe(401);
    expect(suite.upstreams.orders.get(orderId)?.order.status).toBe('pending');
  });
});

describe('refusals', () => {
  test('a price that differs from the shown one: both prices, and nothing is reserved', async () => {
    const key = newKey();
    const body = requestFor(suite.upstreams.fill('c1', 1, 101), card);
    suite.upstreams.prices.set('c1', 111);
    const first = await checkOut(body, key);
    expect(first).toMatchObject({
      status: 409,
      body: {
        code: 'price_changed',
        changes: [
          { sku: 'c1', oldPrice: { amount: 101, currency: 'USD' }, newPrice: { amount: 111, currency: 'USD' } },
        ],
      },
    });
    suite.upstreams.prices.set('c1', 101);
    expect(await checkOut(body, key)).toMatchObject({ status: 409, body: first.body });
    expect(await checkOut(body)).toMatchObject({ status: 201 });
    expect(suite.upstreams.stock.get('c1')).toBe(9);
  });

  test('insufficient stock: the available units', async () => {
    const body = requestFor(suite.upstreams.fill('c2', 5, 101, 3), card);
    expect(await checkOut(body)).toMatchObject({
      status: 409,
      body: { code: 'not_enough_stock', shortages: [{ sku: 'c2', requested: 5, available: 3 }] },
    });
    expect(suite.upstreams.calls).not.toContain('placeOrder');
  });

  test('a sku that is no longer for sale', async () => {
    const body = requestFor(suite.upstreams.fill('c3', 5), card);
    suite.upstreams.prices.delete('c3');
    expect(await checkOut(body)).toMatchObject({
      status: 409,
      body: { code: 'not_for_sale', shortages: [{ sku: 'c3', requested: 5, available: 0 }] },
    });
  });

  test('no such cart', async () => {
    expect(await checkOut(requestFor(newId(), card))).toMatchObject({ status: 404, body: { code: 'no_cart' } });
  });

  test('errors that the shopper can correct are not stored: the same key may retry', async () => {
    const cartId = suite.upstreams.fill('c4');
    const lines = suite.upstreams.carts.get(cartId) ?? [];
    suite.upstreams.carts.set(cartId, []);
    const key = newKey();
    expect(await checkOut(requestFor(cartId, card), key)).toMatchObject({ status: 422, body: { code: 'empty_cart' } });
    expect(await checkOut(requestFor(cartId, { ...card, shippingMethod: 'teleport' }), key)).toMatchObject({
      status: 422,
    });
    suite.upstreams.carts.set(cartId, lines);
    expect(await checkOut(requestFor(cartId, { ...card, shippingMethod: 'teleport' }), key)).toMatchObject({
      status: 422,
      body: { code: 'unknown_shipping_method' },
    });
    expect(await checkOut(requestFor(cartId, card), key)).toMatchObject({ status: 201 });
  });

  test('the same key with another body', async () => {
    const key = newKey();
    const body = requestFor(suite.upstreams.fill('c5'), card);
    await checkOut(body, key);
    expect(await checkOut({ ...body, email: 'other@example.com' }, key)).toMatchObject({
      status: 422,
      body: { code: 'key_reused' },
    });
    const reordered = JSON.stringify({ ...card, ...Object.fromEntries(Object.entries(body).reverse()) });
    expect(await send(reordered, { 'idempotency-key': key })).toMatchObject({ status: 201 });
  });

  test('the same key of another shopper is another checkout, and exposes nothing of the first', async () => {
    const key = newKey();
    const mine = suite.upstreams.fill('k1');
    const theirs = suite.upstreams.fill('k2');
    const own = success(await checkOut(requestFor(mine, card), key));
    const other = success(await checkOut(requestFor(theirs, card), key));
    expect([other.orderId === own.orderId, other.orderToken === own.orderToken]).toEqual([false, false]);
    const third = suite.upstreams.fill('k3');
    const as = async (id: string) =>
      send(requestFor(third, card), {
        'idempotency-key': key,
        ...(await suite.identity.headers({ kind: 'shopper', id })),
      });
    const ada = await as('shopper-ada');
    expect(await as('shopper-ada')).toMatchObject({ status: 201, body: { orderId: ada.body.orderId } });
    expect(await as('shopper-eve')).toMatchObject({ status: 404, body: { code: 'no_cart' } });
    expect(success(await checkOut(requestFor(mine, card), key))).toEqual(own);
  });

  test('the same key while the first request runs: 409 with Retry-After, then the same answer', async () => {
    const key = newKey();
    const body = requestFor(suite.upstreams.fill('c6'), card);
    const { promise, resolve } = Promise.withResolvers<void>();
    suite.upstreams.waiting.set('requestPayment', () => promise);
    const first = checkOut(body, key);
    await until(() => suite.upstreams.calls.includes('requestPayment'), { describe: 'the payment is asked for' });
    const others = await Promise.all([1, 2, 3].map(() => send(body, { 'idempotency-key': key })));
    for (const other of others) {
      expect(other).toMatchObject({ status: 409, body: { code: 'in_progress', status: 409 } });
      expect(other.headers.get('retry-after')).toBe('1');
    }
    resolve();
    suite.upstreams.waiting.delete('requestPayment');
    const { orderId } = success(await first);
    expect(success(await checkOut(body, key)).orderId).toBe(orderId);
    expect(suite.upstreams.charges.filter(id => id === orderId)).toHaveLength(1);
  });

  test('many concurrent requests under one key: one checkout', async () => {
    const key = newKey();
    const body = requestFor(suite.upstreams.fill('c7'), card);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(body, { 'idempotency-key': key })));
    const { orderId } = success(await checkOut(body, key));
    for (const { status, body } of answers) {
      if (status === 201) expect(body.orderId).toBe(orderId);
      else expect([status, body.code]).toEqual([409, 'in_progress']);
    }
    expect(suite.upstreams.charges.filter(id => id === orderId)).toHaveLength(1);
    expect(suite.upstreams.stock.get('c7')).toBe(8);
  });

  test.each<[string, unknown, Record<string, string>, number]>([
    ['no key', requestFor(newId()), { 'idempotency-key': '' }, 400],
    ['a short key', requestFor(newId()), { 'idempotency-key': 'short' }, 400],
    ['malformed JSON', '{"cartId":', {}, 400],
    ['an unknown field', { ...requestFor(newId()), price: 1 }, {}, 400],
    ['no address', { cartId: newId(), email: 'ada@example.com', shippingMethod: 'standard' }, {}, 400],
    ['an operator in place of a value', { ...requestFor(newId()), cartId: { $ne: null } }, {}, 400],
    ['a return address that is no page', requestFor(newId(), { returnUrl: 'javascript:alert(1)' }), {}, 400],
    ['no JSON', 'cartId=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('%s', async (_name, body, headers, status) => {
    const answer = await send(body, headers);
    expect(answer).toMatchObject({ status, body: { status, title: expect.any(String) } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(suite.upstreams.calls).toEqual([]);
  });
});

test('a signed-in shopper owns the order; anonymous callers can buy too', async () => {
  const bought = async (headers: Record<string, string>) => {
    const answer = await send(requestFor(suite.upstreams.fill('d1', 1), card), headers);
    return suite.upstreams.orders.get(answer.body.orderId)?.requested.shopperId;
  };
  expect(await bought(await suite.identity.headers({ kind: 'shopper', id: 'shopper-7' }))).toBe('shopper-7');
  expect(await bought(await suite.identity.headers({ kind: 'staff', roles: ['support'] }))).toBeUndefined();
  expect(await bought({})).toBeUndefined();
});

describe('an unpaid order', () => {
  test('is reserved under hashes of personal data; a card that is charged at once is not counted', async () => {
    const address = { 'x-forwarded-for': '2001:db8:1:2:3::4' };
    await send(requestFor(suite.upstreams.fill('u1', 1, 101, 10), { email: 'Ada.Unpaid@example.com' }), address);
    await send(
      requestFor(suite.upstreams.fill('u1', 1, 101, 10), { ...card, email: 'ada.unpaid@example.com' }),
      address,
    );
    const [hosted, charged] = suite.upstreams.reserved.slice(-2);
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(hosted?.unpaid).toEqual({
      holders: [
        { id: hash('email:ada.unpaid@example.com'), maxReservations: 3 },
        { id: hash('address:2001:db8:1:2::/64'), maxReservations: 10 },
      ],
      maxPercent: 50,
    });
    expect(charged).not.toHaveProperty('unpaid');
  });

  test('is refused when there are too many unpaid orders; nothing is ordered, and the response is stored', async () => {
    const cartId = suite.upstreams.fill('u2', 1, 101, 10);
    suite.upstreams.waiting.set('reserveStock', async () => {
      throw new ProblemError({ status: 409, detail: 'Too many.', extra: { code: 'too_many_reservations' } });
    });
    const key = newKey();
    const body = requestFor(cartId);
    const refused = { status: 409, body: { code: 'too_many_unpaid_orders' } };
    expect(await checkOut(body, key)).toMatchObject(refused);
    suite.upstreams.waiting.clear();
    expect(suite.upstreams.calls).not.toContain('placeOrder');
    expect(await checkOut(body, key)).toMatchObject(refused);
    expect((await checkOut(body)).status).toBe(201);
  });

  test('more units than the limit: 422, nothing reserved', async () => {
    const cartId = suite.upstreams.fill('u3', 51, 101, 100);
    expect(await checkOut(requestFor(cartId))).toMatchObject({ status: 422, body: { code: 'too_many_units' } });
    expect(suite.upstreams.calls).not.toContain('reserveStock');
  });
});
