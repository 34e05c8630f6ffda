import { expect, test } from '@jest/globals';
import { createOrdersClient } from '../../generated/orders/client.ts';
import { databasePool, prismaAdapter, sqlClient } from '../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp } from '../platform/testing/app.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { serviceHeaders, TEST_LINK_SECRET, TEST_PUBLIC_KEYS } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { buildApp } from './app.ts';
import { createOrderCache } from './order-cache.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { newOrder } from './testing/orders.ts';

test('while the database is down: 503 with Retry-After, not ready; afterwards the order is placed', async () => {
  const own = await createTestDatabase('orders');
  const proxy = await testProxy(own.url);
  const log = silentLog();
  const pool = databasePool({ url: proxy.url, log });
  const database = new PrismaClient({ adapter: prismaAdapter({ url: proxy.url, log }, pool) });
  const stores = { database, sql: sqlClient(pool), orders: createOrderCache() };
  const security = {
    session: sessionSecurity({ identityUrl: 'http://127.0.0.1:9' }),
    service: serviceSecurity({ audience: 'orders', publicKeys: TEST_PUBLIC_KEYS }),
  };
  const app = await startTestApp(
    buildApp({ ...stores, log, security, linkSecret: TEST_LINK_SECRET, checkResponses: true }),
  );
  const client = createOrdersClient({ baseUrl: app.url, headers: () => serviceHeaders('checkout') });
  const ready = async () => (await fetch(`${app.url}/health/ready`)).status;
  try {
    const request = { path: { orderId: newId() }, body: newOrder() };
    expect(await client.placeOrder(request)).toMatchObject({ status: 200 });
    await proxy.disconnect();
    const later = { ...request, path: { orderId: newId() } };
    await expect(client.placeOrder(later)).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    });
    expect(await ready()).toBe(503);
    await proxy.restore();
    expect(await client.placeOrder(later)).toMatchObject({ status: 200, body: { status: 'pending' } });
    expect(await ready()).toBe(200);
  } finally {
    await app.close();
    await database.$disconnect();
    await proxy.close();
    await own.drop();
  }
});
