import { createRegistryClient } from '../../../generated/registry/client.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { buildApp } from '../app.ts';
import { PrismaClient } from '../prisma/client/client.ts';

/** The registry on a database of its own, for a suite of tests. */
export async function startRegistry() {
  const [database, identity] = await Promise.all([createTestDatabase('registry'), testIdentity()]);
  const log = silentLog();
  const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
  const security = {
    session: sessionSecurity({ identityUrl: identity.url }),
    service: serviceSecurity({ audience: 'registry', publicKeys: TEST_PUBLIC_KEYS }),
  };
  const app = await startTestApp(buildApp({ log, prisma, security, checkResponses: true }));
  return {
    url: app.url,
    prisma,
    identity,
    /** As the pipeline calls it. */
    pipeline: createRegistryClient({ baseUrl: app.url, headers: () => serviceHeaders('pipeline') }),
    async close() {
      await app.close();
      await identity.close();
      await prisma.$disconnect();
      await database.drop();
    },
  };
}

export type Registry = Awaited<ReturnType<typeof startRegistry>>;
