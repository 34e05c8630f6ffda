import { expect, test } from '@jest/globals';
import { createCheckoutClient } from '../../generated/checkout/client.ts';
import { databasePool, prismaAdapter, sqlClient } from '../platform/data/database.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { startTestApp } from '../platform/testing/app.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { silentLog } from '../platform/testing/log.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { card, expireLease, newKey, requestFor, storefrontUrl, testLimits } from './testing/suite.ts';
import { startUpstreams } from './testing/upstreams.ts';

test('the database fails before and during a checkout: 503, not ready; afterwards the same key resumes and charges once', async () => {
  const own = await createTestDatabase('checkout');
  const [proxy, upstreams] = await Promise.all([testProxy(own.url), startUpstreams()]);
  const log = silentLog();
  const pool = databasePool({ url: proxy.url, log });
  const database = new PrismaClient({ adapter: prismaAdapter({ url: proxy.url, log }, pool) });
  const security = { session: sessionSecurity({ identityUrl: 'http://127.0.0.1:9' }) };
  const shop = { storefrontUrl, returnOrigins: [], ...testLimits };
  const options = { ...shop, log, database, sql: sqlClient(pool), security, fault: () => {}, checkResponses: true };
  const app = await startTestApp(buildApp({ ...options, upstreams: upstreams.clients }));
  const client = createCheckoutClient({ baseUrl: app.url });
  const ready = async () => (await fetch(`${app.url}/health/ready`)).status;
  const down = { status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } };
  try {
    const request = { headers: { 'idempotency-key': newKey() }, body: requestFor(upstreams.fill('db-1'), card) };
    await proxy.disconnect();
    await expect(client.createCheckout(request)).rejects.toMatchObject(down);
    expect(await ready()).toBe(503);
    await proxy.restore();
    upstreams.waiting.set('requestPayment', proxy.disconnect);
    await expect(client.createCheckout(request)).rejects.toMatchObject(down);
    upstreams.waiting.clear();
    await proxy.restore();
    await expireLease(database, request.headers['idempotency-key']);
    expect(await client.createCheckout(request)).toMatchObject({ status: 201, body: { status: 'authorized' } });
    expect(upstreams.charges).toHaveLength(1);
    expect(await ready()).toBe(200);
  } finally {
    await app.close();
    await database.$disconnect();
    await Promise.all([proxy.close(), upstreams.close()]);
    await own.drop();
  }
});
