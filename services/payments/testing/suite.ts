import { createServer } from 'node:http';
import type { EventConsumer, EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { listen, startSandbox, WEBHOOK_SECRET } from '../../../deploy/local/stripe/testing/sandbox.ts';
import { createPaymentsClient } from '../../../generated/payments/client.ts';
import type { PaymentRequest } from '../../../generated/payments/types.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { newId } from '../../platform/ids.ts';
import { inboxTransaction } from '../../platform/messaging/inbox.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { deliverTwice } from '../../platform/testing/deliver.ts';
import { serviceHeaders, TEST_SERVICE_SECRET, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { buildApp } from '../app.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { processWebhooks, reconcile, settleOpen } from '../settlement.ts';
import type { Tx } from '../store.ts';
import { createStripe } from '../stripe.ts';

/** Payments on a database of its own, with a sandbox of its own whose webhooks reach it. */
export async function paymentsSuite() {
  const log = silentLog();
  const server = createServer();
  const url = `http://127.0.0.1:${await listen(server)}`;
  const { url: databaseUrl, drop } = await createTestDatabase('payments');
  const sandbox = await startSandbox([`${url}/payments/webhooks/stripe`]);
  const identity = await testIdentity();
  const database = new PrismaClient({ adapter: prismaAdapter({ url: databaseUrl, log }) });
  const provider = createStripe({ secretKey: 'sk_test_covenant', webhookSecret: WEBHOOK_SECRET, apiBase: sandbox.url });
  const settlement = { database, provider };
  const security = {
    session: sessionSecurity({ identityUrl: identity.url }),
    service: serviceSecurity({ secret: TEST_SERVICE_SECRET }),
  };
  server.on('request', buildApp({ log, ...settlement, security, checkResponses: true }));
  const inTransaction = inboxTransaction<Tx, Tx>(database, tx => tx);
  const never = new AbortController().signal;
  const clerkId = newId(); // whose keys they are

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
    /** One turn of every worker, as main.ts runs them. */
    async work(): Promise<void> {
      await processWebhooks(settlement, log, never);
      await settleOpen(settlement, log, never);
    },
    reconcile: () => reconcile(settlement, log, never, 0),
    /** Delivers an event to the service, twice. */
    deliver: (consumer: EventConsumer<Tx>, record: EventRecord) =>
      deliverTwice({ consumers: [consumer], group: 'payments', inTransaction }, record),
    /** The types of the events of an order that wait to be published, in their order. */
    async eventTypes(orderId: string): Promise<string[]> {
      const rows = await outboxRecords(database, { aggregateid: orderId });
      return rows.map(row => row.type);
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await sandbox.stop();
      await identity.close();
      await database.$disconnect();
      await drop();
    },
  };
}

export type PaymentsSuite = Awaited<ReturnType<typeof paymentsSuite>>;

/** A request for 7.01 USD; with a card's token it is authorized at once. */
export function requestFor(
  paymentMethod?: string,
  more: Partial<PaymentRequest> = {},
): { path: { orderId: string }; body: PaymentRequest } {
  const body: PaymentRequest = {
    ...{
      amount: { amount: 701, currency: 'USD' },
      email: 'ada@example.com',
      returnUrl: 'http://127.0.0.1:3000/orders/1',
    },
    expiresAt: new Date(Date.now() + 31 * 60_000).toISOString(),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...more,
  };
  return { path: { orderId: newId() }, body };
}
