import { afterAll, beforeAll, test } from '@jest/globals';
import { postgresFailedWork } from '../../services/platform/failed-work/postgres-failed-work.ts';
import { failedWorkRouter } from '../../services/platform/failed-work/router.ts';
import { createHttpApp } from '../../services/platform/http/http-app.ts';
import { startTestApp, type TestApp } from '../../services/platform/testing/app.ts';
import { type Counters, openCounters } from '../../services/platform/testing/counters.ts';
import { TEST_PUBLIC_KEYS } from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { verify } from '../provider.ts';
import { platformStates } from '../states/platform.ts';

let counters: Counters;
let app: TestApp;
beforeAll(async () => {
  counters = await openCounters();
  const store = postgresFailedWork(counters.prisma);
  app = await startTestApp(
    createHttpApp({ log: silentLog(), routers: [], checks: {} }),
    [],
    failedWorkRouter({ store, audience: 'platform', publicKeys: TEST_PUBLIC_KEYS, checkResponses: true }),
  );
});
afterAll(async () => {
  await app.close();
  await counters.drop();
});

test('the platform keeps every pact that services have with it', () =>
  verify('platform', { url: app.url, states: platformStates(counters) }));
