import { createServer } from 'node:http';
import type { EventConsumer, EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { listen, startSandbox, WEBHOOK_SECRET } from '../../../deploy/local/stripe/testing/sandbox.ts';
import { createPaymentsClient } from '../../../generated/payments/client.ts';
import type { PaymentRequest } from '../../../generated/payments/types.ts';
import { databasePool, prismaAdapter, sqlClient } from '../../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { newId } from '../../platform/ids.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { deliverTwice } from '../../platform/testing/deliver.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { until } from '../../platform/testing/until.ts';
import { buildApp } from '../app.ts';
import type { ReadOrder } from '../order-reader.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { settlementWorker } from '../settlement-worker.ts';
import { type PaymentRequests, requestInbox } from '../store-requests.ts';
import { createStripe } from '../stripe.ts';

/** Payments on a separate database, with a separate sandbox whose webhooks reach it. */
export async function paymentsSuite() {
  const log = silentLog();
  const server = createServer();
  const url = `http://127.0.0.1:${await listen(server)}`;
  const { url: databaseUrl, drop } = await createTestDatabase('payments');
  const sandbox = await startSandbox([`${url}/payments/webhooks/stripe`]);
  const identity = await testIdentity();
  const pool = databasePool({ url: databaseUrl, log });
  const database = new PrismaClient({ adapter: prismaAdapter({ url: databaseUrl, log }, pool) });
  const provider = createStripe({ secretKey: 'sk_test_covenant', webhookSecret: WEBHOOK_SECRET, apiBase: sandbox.url });
  const settlement = { database, sql: sqlClient(pool), provider };
  const security = {
    session: sessionSecurity({ identityUrl: identity.url }),
    service: serviceSecurity({ audience: 'payments', publicKeys: TEST_PUBLIC_KEYS }),
  };
  server.on('request', buildApp({ log, ...settlement, readOrder, security, checkResponses: true }));
  const inTransaction = requestInbox(settlement, provider.name);
  const worker = settlementWorker(settlement, log, { pollMs: 20, firstPauseMs: 20, maxPauseMs: 200 });
  await database.payment.count(); // loads the client's engine, which Jest allows only while a test or hook runs
  await worker.start();
  const clerkId = newId(); // the owner of the idempotency keys

  return {
    url,
    identity,
    database,
    sandbox,
    checkout: createPaymentsClient({ baseUrl: url, headers: () => serviceHeaders('checkout') }),
    clerk: createPaymentsClient({
      baseUrl: url,
      headers: () => identity.headers({ kind: 'staff', id: clerkId, roles: ['orders'] }),
    }),
    nobody: createPaymentsClient({ baseUrl: url }),
    /** Runs every due job, as the worker of main.ts does. */
    async work(): Promise<void> {
      await until(
        async () => {
          const [row] = await database.$queryRaw<[{ count: bigint }]>`
            SELECT count(*) FROM jobs WHERE gave_up_at IS NULL AND (next_at <= now() OR leased_until > now())`;
          return row.count === 0n;
        },
        { describe: 'nothing is due' },
      );
    },
    /** Advances to the time at which payments are retrieved without a webhook. */
    async reconcile(): Promise<void> {
      await database.$executeRaw`UPDATE jobs SET next_at = now() WHERE gave_up_at IS NULL`;
      await this.work();
    },
    /** Delivers an event to the service, twice. */
    deliver: (consumer: EventConsumer<PaymentRequests>, record: EventRecord) =>
      deliverTwice({ consumers: [consumer], group: 'payments', inTransaction }, record),
    /** The types of an order's events in the outbox, in order. */
    async eventTypes(orderId: string): Promise<string[]> {
      const rows = await outboxRecords(database, { aggregateid: orderId });
      return rows.map(row => row.type);
    },
    async close(): Promise<void> {
      await worker.stop();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await sandbox.stop();
      await identity.close();
      await database.$disconnect();
      await drop();
    },
  };
}

const usd = (amount: number) => ({ amount, currency: 'USD' });

/** Every order is of two bananas and their shipping, 7.01 USD. */
const readOrder: ReadOrder = async () => ({
  lines: [{ sku: '1082185', title: 'Bananas', quantity: 2, unitPrice: usd(101), lineTotal: usd(202) }],
  totals: { subtotal: usd(202), shipping: usd(499), total: usd(701) },
});

export type PaymentsSuite = Awaited<ReturnType<typeof paymentsSuite>>;

/** A request for 7.01 USD; with a card's token it is authorized at once. */
export function requestFor(
  paymentMethod?: string,
  more: Partial<PaymentRequest> = {},
): { path: { orderId: string }; body: PaymentRequest } {
  const body: PaymentRequest = {
    amount: { amount: 701, currency: 'USD' },
    email: 'ada@example.com',
    returnUrl: 'http://127.0.0.1:3000/orders/1',
    expiresAt: new Date(Date.now() + 31 * 60_000).toISOString(),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...more,
  };
  return { path: { orderId: newId() }, body };
}
