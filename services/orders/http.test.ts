import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../generated/orders/parsers.ts';
import { linkToken } from '../platform/http/link-token.ts';
import { newId } from '../platform/ids.ts';
import { addressWithEveryField } from '../platform/testing/contract-fields.ts';
import { serviceHeaders, TEST_LINK_SECRET } from '../platform/testing/identity.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

/** A token and the id of the order that it opens. */
async function place(overrides: Parameters<typeof newOrder>[0] = {}) {
  const token = newId();
  const orderId = newId();
  const body = newOrder({ tokenHash: createHash('sha256').update(token).digest('hex'), ...overrides });
  const placed = await suite.checkout.placeOrder({ path: { orderId }, body });
  if (placed.status !== 200) throw new Error(`placing answered ${placed.status}`);
  return { orderId, token, body, order: placed.body };
}

const key = () => ({ 'idempotency-key': newId() });

/** The answer of a raw request as checkout would send it. */
async function send(
  method: string,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: unknown; type: string | null }> {
  const response = await fetch(`${suite.url}${path}`, {
    method,
    body,
    headers: { 'content-type': 'application/json', ...(await serviceHeaders('checkout')), ...headers },
  });
  return { status: response.status, json: await response.json(), type: response.headers.get('content-type') };
}

describe('placeOrder', () => {
  test('assigns a number to the order, and placing it again changes nothing', async () => {
    const { orderId, body, order } = await place({ cartId: newId(), phone: '+44 20 7946 0000' });
    expect(order).toMatchObject({
      id: orderId,
      status: 'pending',
      totals: body.totals,
      lines: body.lines,
      shippingAddress: body.shippingAddress,
      shipments: [],
    });
    expect(order.number).toMatch(/^C-1\d{4}$/);
    expect(order.timeline).toEqual([
      { type: 'placed', at: order.placedAt, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    expect(await suite.checkout.placeOrder({ path: { orderId }, body })).toMatchObject({ status: 200, body: order });
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced']);
  });

  test('keeps every field of an address that the contract has', async () => {
    const shippingAddress = parseAddress(addressWithEveryField());
    const { orderId, token } = await place({ shippingAddress });
    expect(await suite.nobody.getOrder({ path: { orderId } }, { headers: { 'x-order-token': token } })).toMatchObject({
      status: 200,
      body: { shippingAddress },
    });
  });

  test('places one order for concurrent requests', async () => {
    const orderId = newId();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => suite.checkout.placeOrder({ path: { orderId }, body: newOrder() })),
    );
    expect(new Set(answers.map(answer => (answer.status === 200 ? answer.body.number : answer.status))).size).toBe(1);
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced']);
  });

  test('refuses another order under the same id', async () => {
    const { orderId, body } = await place();
    expect(
      await suite.checkout.placeOrder({ path: { orderId }, body: { ...body, email: 'eve@example.com' } }),
    ).toMatchObject({
      status: 422,
    });
  });

  test('refuses sums that do not add up', async () => {
    const body = newOrder();
    body.totals.total.amount = 1;
    expect(await suite.checkout.placeOrder({ path: { orderId: newId() }, body })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/total/) },
    });
  });

  test('is for services only', async () => {
    const request = { path: { orderId: newId() }, body: newOrder() };
    expect(await suite.nobody.placeOrder(request)).toMatchObject({ status: 401 });
    expect(await suite.staff('admin').placeOrder(request)).toMatchObject({ status: 401 });
  });

  test.each([
    ['no JSON', '{"email"', 400],
    ['no lines', JSON.stringify({ ...newOrder(), lines: [] }), 400],
    ['an unknown field', JSON.stringify({ ...newOrder(), discount: 1 }), 400],
    ['a negative quantity', JSON.stringify({ ...newOrder(), lines: [{ ...newOrder().lines[0], quantity: -1 }] }), 400],
    ['half a cent', JSON.stringify(newOrder()).replace('101', '101.5'), 400],
    ['no e-mail address', JSON.stringify(newOrder({ email: 'ada' })), 400],
    ['an amount beyond counting', JSON.stringify(newOrder()).replace('101', '9007199254740993'), 400],
  ])('refuses %s', async (_name, body, status) => {
    const answer = await send('PUT', `/internal/orders/${newId()}`, body);
    expect(answer).toMatchObject({
      status,
      type: expect.stringMatching(/^application\/problem\+json/),
      json: { status, title: expect.any(String) },
    });
  });

  test('refuses another content type, and an invalid id', async () => {
    expect(
      await send('PUT', `/internal/orders/${newId()}`, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    ).toMatchObject({
      status: 415,
    });
    expect(await send('PUT', '/internal/orders/42', JSON.stringify(newOrder()))).toMatchObject({ status: 400 });
  });
});

describe('getOrder', () => {
  test('opens for its token, its owner and staff', async () => {
    const shopperId = newId();
    const { orderId, token, order } = await place({ shopperId });
    const path = { orderId };
    const withToken = { headers: { 'x-order-token': token } };
    for (const answer of [
      await suite.nobody.getOrder({ path }, withToken),
      await suite.shopper(shopperId).getOrder({ path }),
      await suite.shopper(newId()).getOrder({ path }, withToken),
      ...(await Promise.all(['support', 'orders', 'admin'].map(role => suite.staff(role).getOrder({ path })))),
    ]) {
      expect(answer).toMatchObject({ status: 200, body: order });
    }
  });

  test('opens for the link in its messages, which opens no other order', async () => {
    const one = await place();
    const other = await place();
    const linked = { headers: { 'x-order-token': linkToken(`orders/${one.orderId}`, TEST_LINK_SECRET) } };
    expect(await suite.nobody.getOrder({ path: { orderId: one.orderId } }, linked)).toMatchObject({
      status: 200,
      body: one.order,
    });
    expect(await suite.nobody.getOrder({ path: { orderId: other.orderId } }, linked)).toMatchObject({ status: 404 });
  });

  test('does not reveal to other callers whether the order exists', async () => {
    const { orderId } = await place({ shopperId: newId() });
    const path = { orderId };
    expect(await suite.nobody.getOrder({ path })).toMatchObject({ status: 401 });
    expect(await suite.nobody.getOrder({ path }, { headers: { 'x-order-token': newId() } })).toMatchObject({
      status: 404,
    });
    expect(await suite.shopper(newId()).getOrder({ path })).toMatchObject({ status: 404 });
    expect(
      await suite.nobody.getOrder({ path: { orderId: newId() } }, { headers: { 'x-order-token': newId() } }),
    ).toMatchObject({
      status: 404,
    });
    expect(await suite.staff('catalog').getOrder({ path })).toMatchObject({ status: 403 });
  });

  test('for services shows the same order', async () => {
    const { orderId, order } = await place();
    expect(await suite.checkout.getOrderForService({ path: { orderId } })).toMatchObject({ status: 200, body: order });
    expect(await suite.checkout.getOrderForService({ path: { orderId: newId() } })).toMatchObject({ status: 404 });
    expect(await suite.nobody.getOrderForService({ path: { orderId } })).toMatchObject({ status: 401 });
  });
});

describe('lists', () => {
  test('show shoppers their own orders, newest first, page by page', async () => {
    const shopperId = newId();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await place({ shopperId })).orderId);
    await place({ shopperId: newId() });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await suite
        .shopper(shopperId)
        .listMyOrders({ query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) } });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      found.push(...answer.body.items.map(order => order.id));
      cursor = answer.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(ids);
    expect(await suite.nobody.listMyOrders()).toMatchObject({ status: 401 });
    expect(await suite.staff('orders').listMyOrders()).toMatchObject({ status: 403 });
  });

  test('find by number, by the beginning of an address, and by status', async () => {
    const mail = `Grace.${newId()}@example.com`;
    const { orderId, order } = await place({ email: mail });
    const staff = suite.staff('support');
    const ids = async (query: NonNullable<Parameters<typeof staff.listOrders>[0]>['query']) => {
      const answer = await staff.listOrders({ query });
      return answer.status === 200 ? answer.body.items.map(item => item.id) : answer.status;
    };
    expect(await ids({ q: order.number })).toEqual([orderId]);
    expect(await ids({ q: order.number.slice(2) })).toEqual([orderId]);
    expect(await ids({ q: mail.toLowerCase().slice(0, -4) })).toEqual([orderId]);
    expect(await ids({ q: mail, status: 'pending' })).toEqual([orderId]);
    expect(await ids({ q: mail, status: 'paid' })).toEqual([]);
    expect(await ids({ q: `${mail.slice(0, 10)}%@` })).toEqual([]);
    expect(await suite.nobody.listOrders()).toMatchObject({ status: 401 });
    expect(await suite.staff('catalog').listOrders()).toMatchObject({ status: 403 });
  });

  test('refuse a foreign cursor, and unknown parameters', async () => {
    const staff = suite.staff('orders');
    await expect(staff.listOrders({ query: { cursor: 'bm9uc2Vuc2U' } })).resolves.toMatchObject({ status: 400 });
    await expect(staff.listOrders({ query: { limit: 1000 } })).resolves.toMatchObject({ status: 400 });
  });
});

describe('cancelOrder', () => {
  const body = { reason: 'Customer changed their mind' };

  test('cancels once; the same key replays the response, another key finds it cancelled', async () => {
    const { orderId } = await place();
    const orders = suite.staff('orders');
    const request = { path: { orderId }, headers: key(), body };
    const first = await orders.cancelOrder(request);
    expect(first).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: body.reason } });
    const staff = await suite
      .staff('orders')
      .cancelOrder({ ...request, headers: key(), body: { reason: 'Another reason' } });
    expect(staff).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: body.reason } });
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced', 'OrderCancelled', 'ChangeMade']);
  });

  test('replays the response to the same member of staff, refuses another body', async () => {
    const { orderId } = await place();
    const one = suite.staffNamed('grace', 'orders');
    const request = { path: { orderId }, headers: key(), body };
    const first = await one.cancelOrder(request);
    const second = await one.cancelOrder(request);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(second.headers?.['idempotent-replayed']).toBe('true');
    expect(await one.cancelOrder({ ...request, body: { reason: 'Something else' } })).toMatchObject({ status: 422 });
  });

  test('needs a key, a reason, a role and an order', async () => {
    const { orderId } = await place();
    const path = { orderId };
    expect(await suite.staff('support').cancelOrder({ path, headers: key(), body })).toMatchObject({ status: 403 });
    expect(await suite.nobody.cancelOrder({ path, headers: key(), body })).toMatchObject({ status: 401 });
    expect(await suite.staff('orders').cancelOrder({ path, headers: key(), body: { reason: '' } })).toMatchObject({
      status: 400,
    });
    expect(await suite.staff('orders').cancelOrder({ path, headers: { 'idempotency-key': '' }, body })).toMatchObject({
      status: 400,
    });
    expect(await suite.staff('orders').cancelOrder({ path: { orderId: newId() }, headers: key(), body })).toMatchObject(
      { status: 404 },
    );
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced']);
  });
});

describe('abandonOrder', () => {
  test('cancels a pending order, and is idempotent', async () => {
    const { orderId } = await place();
    const request = { path: { orderId }, body: { reason: 'payment_declined' } };
    expect(await suite.checkout.abandonOrder(request)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await suite.checkout.abandonOrder(request)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', cancelReason: 'payment_declined' },
    });
    expect(await suite.outboxTypes(orderId)).toEqual(['OrderPlaced', 'OrderCancelled']);
    expect(await suite.checkout.abandonOrder({ ...request, path: { orderId: newId() } })).toMatchObject({
      status: 404,
    });
    expect(await suite.nobody.abandonOrder(request)).toMatchObject({ status: 401 });
  });
});

describe('lookUpOrder', () => {
  const lookUp = async (number: string, email: string) => {
    const response = await fetch(`${suite.url}/order-lookups`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ number, email }),
    });
    return { status: response.status, json: await response.json() };
  };

  test('returns the token of an order for its number, in any spelling, and its e-mail address', async () => {
    const { orderId, order, body } = await place();
    const digits = order.number.slice(2);
    for (const number of [order.number, `c${digits}`, `C ${digits}`, `#${digits}`, ` ${digits} `]) {
      const found = await lookUp(number, ` ${body.email.toUpperCase()} `);
      expect(found).toMatchObject({ status: 200, json: { orderId } });
      const opened = await fetch(`${suite.url}/orders/${orderId}`, { headers: { 'x-order-token': found.json.token } });
      expect(opened.status).toBe(200);
    }
  });

  test('gives the same response for a wrong number and a wrong address', async () => {
    const { order, body } = await place();
    const answers = [await lookUp(order.number, 'other@example.com'), await lookUp('C-999999999', body.email)];
    answers.push(await lookUp('somewhere', body.email), await lookUp(order.number, `${body.email}%`));
    for (const { status, json } of answers) expect([status, json.detail]).toEqual([404, answers[0]?.json.detail]);
  });
});
