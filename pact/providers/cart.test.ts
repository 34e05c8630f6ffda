import { afterAll, beforeAll, test } from '@jest/globals';
import { buildApp } from '../../services/cart/app.ts';
import { createStore } from '../../services/cart/store.ts';
import { startTestUpstream, type TestUpstream } from '../../services/cart/testing/upstream.ts';
import { startTestApp, type TestApp } from '../../services/platform/testing/app.ts';
import { TEST_PUBLIC_KEYS, type TestIdentity, testIdentity } from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { createTestRedis } from '../../services/platform/testing/stores.ts';
import { adminHeaders, verify } from '../provider.ts';
import { cartStates } from '../states/cart.ts';

const { redis, drop } = createTestRedis();
let shop: TestUpstream;
let identity: TestIdentity;
let app: TestApp;
beforeAll(async () => {
  [shop, identity] = await Promise.all([startTestUpstream(), testIdentity()]);
  const { catalog, inventory } = shop;
  const security = { identityUrl: identity.url, publicKeys: TEST_PUBLIC_KEYS };
  app = await startTestApp(
    buildApp({
      redis,
      catalog,
      inventory,
      log: silentLog(),
      ...security,
      unitLimits: { line: 50, order: 300 },
      checkResponses: true,
    }),
  );
});
afterAll(async () => {
  await Promise.all([app.close(), shop.close(), identity.close()]);
  await drop();
});

test('cart keeps every pact that others have with it', () =>
  verify('cart', { url: app.url, states: cartStates(createStore(redis), shop), staff: adminHeaders(identity) }));
