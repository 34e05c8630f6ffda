import { afterAll, beforeAll, test } from '@jest/globals';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { buildApp } from '../../services/gateway/app.ts';
import { createHttpApp } from '../../services/platform/http/http-app.ts';
import { startTestApp, type TestApp } from '../../services/platform/testing/app.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { createTestRedis } from '../../services/platform/testing/stores.ts';
import { verify } from '../provider.ts';
import { gatewayStates } from '../states/gateway.ts';

const { redis, drop } = createTestRedis();
const services: Record<string, string> = {};
let service: TestApp;
let app: TestApp;
beforeAll(async () => {
  const log = silentLog();
  service = await startTestApp(createHttpApp({ log, routers: [], checks: {} }));
  app = await startTestApp(
    buildApp({
      log,
      redis,
      services,
      upstreams: {},
      identity: createIdentityClient({ baseUrl: service.url }),
      limits: { reads: 1_000, changes: 100, signIns: 5, checkouts: 50, carts: 100 },
      origins: { storefront: new Set(), console: new Set() },
      trustedProxies: [],
      checkResponses: true,
    }),
  );
});
afterAll(async () => {
  await Promise.all([app.close(), service.close()]);
  await drop();
});

test('the gateway keeps every pact that others have with it', () =>
  verify('gateway', { url: app.url, states: gatewayStates(services, service.url) }));
