import { afterAll, beforeAll, test } from '@jest/globals';
import { createRegistryClient } from '../../generated/registry/client.ts';
import { prismaAdapter } from '../../services/platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../services/platform/http/auth.ts';
import { startTestApp, type TestApp } from '../../services/platform/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../../services/platform/testing/database.ts';
import {
  serviceHeaders,
  TEST_PUBLIC_KEYS,
  type TestIdentity,
  testIdentity,
} from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { buildApp } from '../../services/registry/app.ts';
import { PrismaClient } from '../../services/registry/prisma/client/client.ts';
import { adminHeaders, verify } from '../provider.ts';
import { registryStates } from '../states/registry.ts';

let database: TestDatabase;
let prisma: PrismaClient;
let identity: TestIdentity;
let app: TestApp;
beforeAll(async () => {
  const log = silentLog();
  [database, identity] = await Promise.all([createTestDatabase('registry'), testIdentity()]);
  prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
  const security = {
    session: sessionSecurity({ identityUrl: identity.url }),
    service: serviceSecurity({ audience: 'registry', publicKeys: TEST_PUBLIC_KEYS }),
  };
  app = await startTestApp(buildApp({ log, prisma, security, checkResponses: true }));
});
afterAll(async () => {
  await Promise.all([app.close(), identity.close()]);
  await prisma.$disconnect();
  await database.drop();
});

test('the registry keeps every pact that others have with it', () => {
  const pipeline = createRegistryClient({ baseUrl: app.url, headers: () => serviceHeaders('pipeline') });
  return verify('registry', { url: app.url, states: registryStates(pipeline), staff: adminHeaders(identity) });
});
