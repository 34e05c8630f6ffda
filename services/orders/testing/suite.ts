import type { EventConsumer, EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { createOrdersClient, type OrdersClient } from '../../../generated/orders/client.ts';
import { databasePool, prismaAdapter, sqlClient } from '../../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { deliverTwice } from '../../platform/testing/deliver.ts';
import { serviceHeaders, TEST_LINK_SECRET, TEST_PUBLIC_KEYS, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { buildApp } from '../app.ts';
import { createOrderCache } from '../order-cache.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { type FactRecorder, factInbox } from '../store-facts.ts';

/** Orders on a database of its own, as several callers see it. */
export async function ordersSuite() {
  const { url: databaseUrl, drop } = await createTestDatabase('orders');
  const log = silentLog();
  const pool = databasePool({ url: databaseUrl, log });
  const database = new PrismaClient({ adapter: prismaAdapter({ url: databaseUrl, log }, pool) });
  const stores = { database, sql: sqlClient(pool), orders: createOrderCache() };
  const identity = await testIdentity();
  const security = {
    session: sessionSecurity({ identityUrl: identity.url }),
    service: serviceSecurity({ audience: 'orders', publicKeys: TEST_PUBLIC_KEYS }),
  };
  const app = await startTestApp(
    buildApp({ ...stores, log, security, linkSecret: TEST_LINK_SECRET, checkResponses: true }),
  );
  const as = (headers?: () => Promise<Record<string, string>>): OrdersClient =>
    createOrdersClient({ baseUrl: app.url, ...(headers && { headers }) });
  const inTransaction = factInbox(stores);

  return {
    url: app.url,
    databaseUrl,
    identity,
    ...stores,
    checkout: as(() => serviceHeaders('checkout')),
    nobody: as(),
    staff: (...roles: string[]) => as(() => identity.headers({ kind: 'staff', roles })),
    staffNamed: (id: string, ...roles: string[]) => as(() => identity.headers({ kind: 'staff', id, roles })),
    shopper: (id: string, address: { email?: string; verifiedEmail?: string } = {}) =>
      as(() => identity.headers({ kind: 'shopper', id, ...address })),
    /** Delivers an event to the service, twice. */
    deliver: (consumer: EventConsumer<FactRecorder>, record: EventRecord) =>
      deliverTwice({ consumers: [consumer], group: 'orders', inTransaction }, record),
    /** The types of the events of an order that wait to be published, in their order. */
    async outboxTypes(orderId: string): Promise<string[]> {
      const rows = await outboxRecords(database, { aggregateid: orderId });
      return rows.map(row => row.type);
    },
    async close(): Promise<void> {
      await app.close();
      await identity.close();
      await database.$disconnect();
      await drop();
    },
  };
}

export type OrdersSuite = Awaited<ReturnType<typeof ordersSuite>>;
