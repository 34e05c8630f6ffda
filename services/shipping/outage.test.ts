import { expect, test } from '@jest/globals';
import { createShippingClient } from '../../generated/shipping/client.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { startTestApp } from '../platform/testing/app.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';

test('while the database is down: 503 with Retry-After, not ready; afterwards as before', async () => {
  const own = await createTestDatabase('shipping');
  const proxy = await testProxy(own.url);
  const identity = await testIdentity();
  const log = silentLog();
  const database = new PrismaClient({ adapter: prismaAdapter({ url: proxy.url, log }) });
  const security = { session: sessionSecurity({ identityUrl: identity.url }) };
  const app = await startTestApp(
    buildApp({
      log,
      database,
      shipFrom: 'Covenant Market',
      checkPayment: async () => ({ isPaid: true, disputes: [] }),
      security,
      checkResponses: true,
    }),
  );
  const client = createShippingClient({
    baseUrl: app.url,
    headers: () => identity.headers({ kind: 'staff', roles: ['orders'] }),
  });
  const ready = async () => (await fetch(`${app.url}/health/ready`)).status;
  try {
    expect(await client.listShipments()).toMatchObject({ status: 200 });
    await proxy.disconnect();
    await expect(client.listShipments()).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    });
    expect(await ready()).toBe(503);
    await proxy.restore();
    expect(await client.listShipments()).toMatchObject({ status: 200, body: { items: [] } });
    expect(await ready()).toBe(200);
  } finally {
    await app.close();
    await identity.close();
    await database.$disconnect();
    await proxy.close();
    await own.drop();
  }
});
