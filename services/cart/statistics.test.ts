import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCartClient } from '../../generated/cart/client.ts';
import { dayOf } from '../platform/days.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { TEST_PUBLIC_KEYS, type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { createTestRedis } from '../platform/testing/stores.ts';
import { buildApp } from './app.ts';
import { startTestUpstream, type TestUpstream } from './testing/upstream.ts';

const corner = createTestRedis();
let shop: TestUpstream;
let app: TestApp;
let identity: TestIdentity;

beforeAll(async () => {
  shop = await startTestUpstream();
  identity = await testIdentity();
  const settings = {
    catalog: shop.catalog,
    inventory: shop.inventory,
    identityUrl: identity.url,
    publicKeys: TEST_PUBLIC_KEYS,
    unitLimits: { line: 50, order: 300 },
  };
  app = await startTestApp(buildApp({ ...settings, redis: corner.redis, log: silentLog(), checkResponses: true }));
});
afterAll(async () => {
  await app.close();
  await shop.close();
  await identity.close();
  await corner.drop();
});

const as = (...roles: string[]) =>
  createCartClient({ baseUrl: app.url, headers: () => identity.headers({ kind: 'staff', roles }) });

test('carts are counted on the day they are created, once each however often the request is repeated', async () => {
  shop.sell('A', 100, 50);
  const now = new Date();
  const range = {
    from: new Date(now.getTime() - 86_400_000).toISOString(),
    to: new Date(now.getTime() + 86_400_000).toISOString(),
  };
  const headers = { 'idempotency-key': newId() };
  const body = { lines: [{ sku: 'A', quantity: 1 }] };
  const shopper = createCartClient({ baseUrl: app.url });
  for (let time = 0; time < 2; time += 1)
    expect(await shopper.createCart({ body, headers })).toMatchObject({ status: 201 });
  expect(await shopper.createCart({ body })).toMatchObject({ status: 201 });
  expect(await shopper.createCart({ body: { lines: [{ sku: 'unheard-of', quantity: 1 }] } })).toMatchObject({
    status: 422,
  });
  for (const timeZone of ['UTC', 'Pacific/Auckland', 'America/St_Johns']) {
    const answer = await as('catalog').getCartStatistics({ query: { ...range, timeZone } });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    expect(answer.body.days.length).toBeGreaterThanOrEqual(3);
    const counted = answer.body.days.filter(day => day.carts > 0);
    expect(counted.reduce((sum, day) => sum + day.carts, 0)).toBe(2);
    expect(counted.map(day => day.date)).toContain(dayOf(now, timeZone));
  }
  const before = { from: '2001-01-01T00:00:00Z', to: '2001-01-02T00:00:00Z', timeZone: 'UTC' };
  expect(await as('admin').getCartStatistics({ query: before })).toMatchObject({
    body: { days: [{ date: '2001-01-01', carts: 0 }] },
  });
});

test('statistics are for staff, and of no more than 93 days', async () => {
  const query = { from: '2001-01-01T00:00:00Z', to: '2003-01-02T00:00:00Z' };
  expect(await as('admin').getCartStatistics({ query })).toMatchObject({ status: 422 });
  expect(await createCartClient({ baseUrl: app.url }).getCartStatistics({ query })).toMatchObject({ status: 401 });
});
