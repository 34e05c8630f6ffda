import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createCartClient } from '../../generated/cart/client.ts';
import { connectRedis } from '../platform/data/redis.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { testEnvironment } from '../platform/testing/environment.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { createTestRedis } from '../platform/testing/stores.ts';
import { until } from '../platform/testing/until.ts';
import { buildApp } from './app.ts';
import { createStore } from './store.ts';
import { startTestUpstream, type TestUpstream } from './testing/upstream.ts';

const corner = createTestRedis();
const store = createStore(corner.redis);
let shop: TestUpstream;
let app: TestApp;
let client: ReturnType<typeof createCartClient>;

const settings = () => ({
  catalog: shop.catalog,
  inventory: shop.inventory,
  log: silentLog(),
  identityUrl: 'http://127.0.0.1:1',
  publicKeys: TEST_PUBLIC_KEYS,
  unitLimits: { line: 50, order: 300 },
  checkResponses: true,
});

beforeAll(async () => {
  shop = await startTestUpstream();
  app = await startTestApp(buildApp({ ...settings(), redis: corner.redis }));
  client = createCartClient({ baseUrl: app.url, headers: () => serviceHeaders('checkout') });
});
afterAll(async () => {
  await app.close();
  await shop.close();
  await corner.drop();
});

/** New skus for every test, so that the cached values of one do not affect another. */
let a: string;
let b: string;
beforeEach(() => {
  [a, b] = [newId(), newId()];
  shop.sell(a, 101, 40);
  shop.sell(b, 250, 3);
  shop.unavailable.clear();
});

async function created(lines: { sku: string; quantity: number }[], headers: { 'idempotency-key'?: string } = {}) {
  const answer = await client.createCart({ headers, body: { lines } });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

async function seen(cartId: string) {
  const answer = await client.getCart({ path: { cartId } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

const raw = (
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => fetch(app.url + path, { method, headers, ...(body !== undefined && { body }) });

describe('POST /cart', () => {
  test('prices the lines, merged by sku', async () => {
    const cart = await created([
      { sku: a, quantity: 2 },
      { sku: b, quantity: 1 },
      { sku: a, quantity: 1 },
    ]);
    expect(
      cart.lines.map(({ sku, quantity, lineTotal, available }) => [sku, quantity, lineTotal.amount, available]),
    ).toEqual([
      [a, 3, 303, 40],
      [b, 1, 250, 3],
    ]);
    expect(cart.subtotal).toEqual({ amount: 553, currency: 'USD' });
  });

  test('is kept for an hour, and for thirty days once it is used again', async () => {
    const hours = async ({ id, expiresAt }: { id: string; expiresAt: string }) => {
      const ttl = await corner.redis.pttl(`cart:${id}`);
      expect(Math.abs(Date.now() + ttl - Date.parse(expiresAt))).toBeLessThan(60_000);
      return Math.round(ttl / 3_600_000);
    };
    const cart = await created([{ sku: a, quantity: 1 }]);
    expect(await hours(cart)).toBe(1);
    expect(await hours(await seen(cart.id))).toBe(30 * 24);
  });

  test('with 200 different skus is smaller than 16 kB', async () => {
    const skus = Array.from({ length: 200 }, () => newId());
    for (const sku of skus) shop.sell(sku, 101, 40);
    const { id } = await created(skus.map(sku => ({ sku, quantity: 1 })));
    expect((await corner.redis.hget(`cart:${id}`, 'lines'))?.length).toBeLessThan(16_000);
    expect((await seen(id)).lines.map(line => line.sku)).toEqual(skus);
  });

  test('more units than the limit: 422 with the limit; a smaller quantity is never refused', async () => {
    const plenty = [newId(), newId(), newId(), newId(), newId(), newId(), newId()];
    for (const sku of plenty) shop.sell(sku, 101, 1_000);
    const [first = '', ...others] = plenty;
    const one = await client.createCart({ headers: {}, body: { lines: [{ sku: first, quantity: 51 }] } });
    expect(one).toMatchObject({
      status: 422,
      body: { code: 'too_many_units', detail: 'At most 50 of one thing, and 300 things in one order.' },
    });
    const { id } = await created(others.map(sku => ({ sku, quantity: 50 })));
    const change = (sku: string, quantity: number) =>
      client.updateCart({ path: { cartId: id }, body: { lines: [{ sku, quantity }] } });
    expect(await change(first, 1)).toMatchObject({ status: 422, body: { code: 'too_many_units' } });
    expect((await change(others[0] ?? '', 0)).status).toBe(200);
    expect((await change(first, 50)).status).toBe(200);
  });

  test('twice makes two carts; with the same Idempotency-Key one, which is replayed', async () => {
    const lines = [{ sku: a, quantity: 2 }];
    expect((await created(lines)).id).not.toBe((await created(lines)).id);
    const key = newId();
    const first = await created(lines, { 'idempotency-key': key });
    const again = await client.createCart({ headers: { 'idempotency-key': key }, body: { lines } });
    expect(again.body).toEqual(first);
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    const other = await client.createCart({
      headers: { 'idempotency-key': key },
      body: { lines: [{ sku: b, quantity: 1 }] },
    });
    expect(other.status).toBe(422);
  });

  test('more than the stock: 409 with the sku and the available units', async () => {
    const answer = await client.createCart({
      headers: {},
      body: {
        lines: [
          { sku: a, quantity: 2 },
          { sku: b, quantity: 4 },
        ],
      },
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'not_enough_stock', shortages: [{ sku: b, requested: 4, available: 3 }] },
    });
    expect(JSON.stringify(answer.body)).toContain(`Only 3 of ${b}`);
  });

  test('a huge quantity: 409, also when it is split over lines', async () => {
    for (const lines of [
      [{ sku: a, quantity: 1_000_000 }],
      Array.from({ length: 200 }, () => ({ sku: a, quantity: 1_000_000 })),
    ]) {
      expect((await client.createCart({ headers: {}, body: { lines } })).status).toBe(409);
    }
  });

  test('an unknown sku: 422 that names it', async () => {
    const answer = await client.createCart({ headers: {}, body: { lines: [{ sku: 'no-such-sku', quantity: 1 }] } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'unknown_sku', detail: 'Not for sale: no-such-sku.' } });
  });

  test('two currencies: 422', async () => {
    const euro = newId();
    shop.sell(euro, 100, 5, { currency: 'EUR' });
    const answer = await client.createCart({
      headers: {},
      body: {
        lines: [
          { sku: a, quantity: 1 },
          { sku: euro, quantity: 1 },
        ],
      },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'currency_mix' } });
  });

  test.each([
    ['malformed JSON', '{"lines":['],
    ['no lines', '{"lines":[]}'],
    ['an unknown field', '{"lines":[{"sku":"a","quantity":1,"price":1}]}'],
    ['a negative quantity', '{"lines":[{"sku":"a","quantity":-1}]}'],
    ['nothing of something', '{"lines":[{"sku":"a","quantity":0}]}'],
    ['an operator in place of a value', '{"lines":[{"sku":{"$ne":null},"quantity":1}]}'],
    ['a quantity beyond all measure', '{"lines":[{"sku":"a","quantity":1e300}]}'],
  ])('%s: 400', async (_, body) => {
    const response = await raw('POST', '/cart', body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('another content type: 415; too much: 413', async () => {
    expect((await raw('POST', '/cart', 'lines=1', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await raw('POST', '/cart', JSON.stringify({ lines: ['x'.repeat(2_000_000)] }))).status).toBe(413);
  });

  test('sends one request each to catalog and inventory, for two hundred lines as for one', async () => {
    const many = Array.from({ length: 200 }, () => newId());
    for (const sku of many) shop.sell(sku, 100, 5);
    const before = { ...shop.requests };
    const cart = await created(many.map(sku => ({ sku, quantity: 1 })));
    expect(cart.subtotal.amount).toBe(20_000);
    expect(shop.requests).toEqual({ catalog: before.catalog + 1, inventory: before.inventory + 1 });
    await created([{ sku: many[0] ?? '', quantity: 1 }]);
    expect(shop.requests).toEqual({ catalog: before.catalog + 1, inventory: before.inventory + 2 });
  });

  test.each(['catalog', 'inventory'] as const)(
    'while %s is down: 503 with Retry-After, and well again when it is back',
    async name => {
      shop.unavailable.add(name);
      const response = await raw('POST', '/cart', JSON.stringify({ lines: [{ sku: a, quantity: 1 }] }));
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
      shop.unavailable.clear();
      expect((await created([{ sku: a, quantity: 1 }])).lines).toHaveLength(1);
    },
  );
});

describe('GET /cart/{cartId}', () => {
  test('sends no request while prices and stock are cached', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    const before = { ...shop.requests };
    expect(await seen(cart.id)).toEqual({ ...cart, expiresAt: expect.any(String) });
    expect(shop.requests).toEqual(before);
  });

  test('shows a changed price beside the old one, once', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    shop.sell(a, 120, 40, { version: 2 });
    await store.cacheOffers([{ sku: a, version: 2, value: 'evicted' }]);
    expect(await seen(cart.id)).toMatchObject({
      lines: [{ unitPrice: { amount: 120 }, previousUnitPrice: { amount: 101 }, lineTotal: { amount: 240 } }],
      subtotal: { amount: 240 },
    });
    expect((await seen(cart.id)).lines[0]).not.toHaveProperty('previousUnitPrice');
  });

  test('a withdrawn sku stays, and cannot be bought', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    shop.withdraw(a);
    await store.cacheOffers([{ sku: a, version: 2, value: 'evicted' }]);
    expect((await seen(cart.id)).lines[0]).toMatchObject({
      purchasable: false,
      available: 0,
      unitPrice: { amount: 101 },
    });
  });

  test('serves the cart as last shown while catalog and inventory are down', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    await corner.redis.del(`cart-offer:${a}`, `cart-stock:${a}`);
    shop.unavailable.add('catalog').add('inventory');
    expect(await seen(cart.id)).toEqual({ ...cart, expiresAt: expect.any(String) });
  });

  test('unknown, expired or not an id: 404, 404, 400', async () => {
    expect((await client.getCart({ path: { cartId: newId() } })).status).toBe(404);
    const cart = await created([{ sku: a, quantity: 1 }]);
    await corner.redis.pexpire(`cart:${cart.id}`, 1);
    // A read before a cart expires extends its time to live.
    await until(async () => (await corner.redis.exists(`cart:${cart.id}`)) === 0, { describe: 'Redis forgot it' });
    await until(async () => (await client.getCart({ path: { cartId: cart.id } })).status === 404, {
      describe: 'the cart expired',
    });
    expect((await raw('GET', '/cart/1')).status).toBe(400);
  });

  test('is not cacheable', async () => {
    const cart = await created([{ sku: a, quantity: 1 }]);
    expect((await raw('GET', `/cart/${cart.id}`)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('PATCH /cart/{cartId}', () => {
  test('sets, adds and removes; sent twice it has the same result', async () => {
    const { id } = await created([{ sku: a, quantity: 2 }]);
    const set = await client.updateCart({
      path: { cartId: id },
      body: {
        lines: [
          { sku: a, quantity: 5 },
          { sku: b, quantity: 1 },
        ],
      },
    });
    const again = await client.updateCart({
      path: { cartId: id },
      body: {
        lines: [
          { sku: a, quantity: 5 },
          { sku: b, quantity: 1 },
        ],
      },
    });
    expect(set).toMatchObject({
      status: 200,
      body: { lines: [{ quantity: 5 }, { quantity: 1 }], subtotal: { amount: 755 } },
    });
    expect(again).toMatchObject({
      status: 200,
      body: { lines: [{ quantity: 5 }, { quantity: 1 }], subtotal: { amount: 755 } },
    });
    const out = await client.updateCart({ path: { cartId: id }, body: { lines: [{ sku: a, quantity: 0 }] } });
    const outAgain = await client.updateCart({ path: { cartId: id }, body: { lines: [{ sku: a, quantity: 0 }] } });
    for (const answer of [out, outAgain])
      expect(answer).toMatchObject({ status: 200, body: { lines: [{ sku: b }], subtotal: { amount: 250 } } });
  });

  test('keeps the cart for thirty days more', async () => {
    const { id } = await created([{ sku: a, quantity: 2 }]);
    await corner.redis.pexpire(`cart:${id}`, 60_000);
    await client.updateCart({ path: { cartId: id }, body: { lines: [{ sku: a, quantity: 3 }] } });
    expect(await corner.redis.pttl(`cart:${id}`)).toBeGreaterThan(29 * 86_400_000);
  });

  test('concurrent changes are all applied', async () => {
    const { id } = await created([{ sku: a, quantity: 1 }]);
    const others = Array.from({ length: 12 }, () => newId());
    for (const sku of others) shop.sell(sku, 10, 5);
    const answers = await Promise.all(
      others.map(sku => client.updateCart({ path: { cartId: id }, body: { lines: [{ sku, quantity: 2 }] } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(others.map(() => 200));
    expect((await seen(id)).lines.map(({ sku }) => sku).sort()).toEqual([a, ...others].sort());
  });

  test('refuses a shortage and an unknown sku and changes nothing', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    const short = await client.updateCart({
      path: { cartId: cart.id },
      body: {
        lines: [
          { sku: a, quantity: 3 },
          { sku: b, quantity: 4 },
        ],
      },
    });
    expect(short).toMatchObject({ status: 409, body: { shortages: [{ sku: b, available: 3 }] } });
    const unknown = await client.updateCart({
      path: { cartId: cart.id },
      body: { lines: [{ sku: 'no-such-sku', quantity: 1 }] },
    });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'unknown_sku' } });
    expect(await seen(cart.id)).toEqual({ ...cart, expiresAt: expect.any(String) });
  });

  test('always requests stock from inventory, even if it is cached', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    shop.sell(a, 101, 2);
    const answer = await client.updateCart({ path: { cartId: cart.id }, body: { lines: [{ sku: a, quantity: 3 }] } });
    expect(answer).toMatchObject({ status: 409, body: { shortages: [{ sku: a, requested: 3, available: 2 }] } });
  });

  test('503 for new quantities while inventory is down, but lines can be removed', async () => {
    const { id } = await created([
      { sku: a, quantity: 2 },
      { sku: b, quantity: 1 },
    ]);
    shop.unavailable.add('inventory');
    const response = await raw('PATCH', `/cart/${id}`, JSON.stringify({ lines: [{ sku: a, quantity: 3 }] }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    const out = await client.updateCart({ path: { cartId: id }, body: { lines: [{ sku: a, quantity: 0 }] } });
    expect(out).toMatchObject({ status: 200, body: { lines: [{ sku: b }] } });
  });

  test('of an unknown cart: 404', async () => {
    expect(
      (await client.updateCart({ path: { cartId: newId() }, body: { lines: [{ sku: a, quantity: 1 }] } })).status,
    ).toBe(404);
  });
});

describe('GET /internal/carts/{cartId}', () => {
  test('is exactly the cart as last shown, whatever changed since', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    shop.sell(a, 999, 1, { version: 2 });
    await store.cacheOffers([{ sku: a, version: 2, value: 'evicted' }]);
    expect(await client.getShownCart({ path: { cartId: cart.id } })).toMatchObject({ status: 200, body: cart });
    const shown = await seen(cart.id);
    expect(await client.getShownCart({ path: { cartId: cart.id } })).toMatchObject({ status: 200, body: shown });
  });

  test('is for services only; 404 for an unknown cart', async () => {
    const cart = await created([{ sku: a, quantity: 2 }]);
    expect((await raw('GET', `/internal/carts/${cart.id}`)).status).toBe(401);
    expect((await client.getShownCart({ path: { cartId: newId() } })).status).toBe(404);
  });
});

test('while Redis is down: 503 with Retry-After; it recovers when Redis is back', async () => {
  const proxy = await testProxy(testEnvironment('REDIS_URL'));
  const redis = connectRedis(proxy.url, silentLog());
  const shaky = await startTestApp(buildApp({ ...settings(), redis }));
  try {
    const body = JSON.stringify({ lines: [{ sku: a, quantity: 1 }] });
    const post = () =>
      fetch(`${shaky.url}/cart`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await post()).status).toBe(201);
    await proxy.disconnect();
    const response = await post();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    await proxy.restore();
    await until(async () => (await post()).status === 201, { describe: 'the store is back' });
  } finally {
    await shaky.close();
    redis.disconnect();
    await proxy.close();
  }
});
