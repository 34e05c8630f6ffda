import { expect, test } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp } from '../platform/testing/app.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';

test('while the database is down: 503 with Retry-After, not ready; afterwards the same request reserves stock once', async () => {
  const own = await createTestDatabase('inventory');
  const proxy = await testProxy(own.url);
  const log = silentLog();
  const database = new PrismaClient({ adapter: prismaAdapter({ url: proxy.url, log }) });
  const service = serviceSecurity({ audience: 'inventory', publicKeys: TEST_PUBLIC_KEYS });
  const security = { session: sessionSecurity({ identityUrl: 'http://127.0.0.1:9' }), service };
  const app = await startTestApp(buildApp({ log, database, security, checkResponses: true }));
  const as = (caller: string) => createInventoryClient({ baseUrl: app.url, headers: () => serviceHeaders(caller) });
  const client = as('checkout');
  const ready = async () => (await fetch(`${app.url}/health/ready`)).status;
  try {
    await as('catalog').setLevels({ body: { levels: [{ sku: 'A', location: 'east', onHand: 3 }], reason: 'test' } });
    const request = {
      path: { reservationId: newId() },
      body: { lines: [{ sku: 'A', quantity: 2 }], expiresInSeconds: 600 },
    };
    await proxy.disconnect();
    await expect(client.reserveStock(request)).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    });
    expect(await ready()).toBe(503);
    await proxy.restore();
    for (const _ of [1, 2])
      expect(await client.reserveStock(request)).toMatchObject({ status: 200, body: { status: 'held' } });
    expect(await as('cart').lookUpAvailability({ body: { skus: ['A'] } })).toMatchObject({
      body: { items: [{ sku: 'A', available: 1 }] },
    });
    expect(await ready()).toBe(200);
  } finally {
    await app.close();
    await database.$disconnect();
    await proxy.close();
    await own.drop();
  }
});
