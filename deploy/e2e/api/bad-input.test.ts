import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { call, checkoutRequest, createCart, gateway, newKey, read, shapes } from '../api-client.ts';

let sku: string;

beforeAll(async () => {
  const { items } = read(await call('GET', '/products?limit=1'), 200, shapes.products);
  sku = items[0]?.variants[0]?.sku ?? '';
});

const line = (quantity: unknown, more: object = {}) => ({ lines: [{ sku, quantity, ...more }] });
const json = { 'content-type': 'application/json' };

/** The request and its status; a function each, as the SKU is known only inside tests. */
const cases: [string, number, () => Promise<Response>][] = [
  ['malformed JSON', 400, () => fetch(`${gateway}/cart`, { method: 'POST', headers: json, body: '{"lines":[' })],
  ['a wrong type', 400, () => send('POST', '/cart', line('two'))],
  ['an unknown field', 400, () => send('POST', '/cart', line(1, { price: 1 }))],
  ['a negative quantity', 400, () => send('POST', '/cart', line(-1))],
  ['a huge quantity', 400, () => send('POST', '/cart', line(1e15))],
  ['a fraction', 400, () => send('POST', '/cart', line(1.5))],
  ['an empty cart', 400, () => send('POST', '/cart', { lines: [] })],
  [
    'an operator in place of a value',
    400,
    () => send('POST', '/cart', { lines: [{ sku: { $ne: null }, quantity: 1 }] }),
  ],
  ['an unknown sku', 422, () => send('POST', '/cart', { lines: [{ sku: 'no-such-sku', quantity: 1 }] })],
  ['an unknown cart', 404, () => fetch(`${gateway}/cart/${randomUUID()}`)],
  ['a cart id that is none', 400, () => fetch(`${gateway}/cart/1`)],
  ['an unknown product', 404, () => fetch(`${gateway}/products/no-such-product`)],
  ['an unknown path', 404, () => fetch(`${gateway}/no/such/path`)],
  ['a wrong method', 405, () => fetch(`${gateway}/products`, { method: 'DELETE' })],
  ['a huge limit', 400, () => fetch(`${gateway}/products?limit=1000000`)],
  ['a broken cursor', 400, () => fetch(`${gateway}/products?cursor=%00%ff`)],
  ['an unknown query parameter', 400, () => fetch(`${gateway}/products?offset=10`)],
  [
    'a wrong content type',
    415,
    () => fetch(`${gateway}/cart`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }),
  ],
  ['an oversize body', 413, () => send('POST', '/cart', { lines: [{ sku: 'x'.repeat(2_000_000), quantity: 1 }] })],
  ['an unknown order', 404, () => fetch(`${gateway}/orders/${randomUUID()}`, { headers: { 'x-order-token': 'x' } })],
  [
    'a webhook with a bad signature',
    400,
    () => send('POST', '/payments/webhooks/stripe', { id: 'evt_1' }, { 'stripe-signature': 't=1,v1=00' }),
  ],
  [
    'a checkout of an unknown cart',
    404,
    () => send('POST', '/checkout', checkoutRequest(randomUUID(), { paymentMethod: 'pm_card_visa' }), newKey()),
  ],
  ['an admin page without a session', 401, () => fetch(`${gateway}/admin/orders`)],
];

function send(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(gateway + path, { method, headers: { ...json, ...headers }, body: JSON.stringify(body) });
}

test.each(cases)('%s is answered with a problem: %i', async (_name, status, send) => {
  const response = await send();
  const body: unknown = await response.json();
  expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([
    status,
    'application/problem+json',
  ]);
  expect(shapes.problem.parse(body).status).toBe(status);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|127\.0\.0\.1/);
});

test('an unknown card token is declined with 402, and the key rejects another body', async () => {
  const cart = await createCart({ sku, quantity: 1 });
  const request = checkoutRequest(cart.id, { paymentMethod: 'pm_no_such_card' });
  const key = newKey();
  const declined = await call('POST', '/checkout', request, key);
  expect(read(declined, 402, shapes.problem)).toMatchObject({ declineCode: 'unknown_payment_method' });
  expect((await call('POST', '/checkout', { ...request, paymentMethod: 'pm_card_visa' }, key)).status).toBe(422);
});

test('an unknown shipping method, and a return URL of another site, are rejected', async () => {
  const cart = await createCart({ sku, quantity: 1 });
  const base = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' });
  expect((await call('POST', '/checkout', { ...base, shippingMethod: 'by-owl' }, newKey())).status).toBe(422);
  expect((await call('POST', '/checkout', { ...base, returnUrl: 'https://evil.example/' }, newKey())).status).toBe(422);
});
