import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { paymentsTopics } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { httpUrl, postgresUrl, readConfig, secret, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { housekeeping } from '../platform/data/housekeeping.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { inboxTransaction } from '../platform/messaging/inbox.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { createLog } from '../platform/observability/log.ts';
import { periodicWorker } from '../platform/workers.ts';
import { buildApp } from './app.ts';
import { orderHandlers, shippingHandlers } from './events.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { processWebhooks, reconcile, settleOpen } from './settlement.ts';
import { createStripe } from './stripe.ts';

const stripeConfig = { STRIPE_SECRET_KEY: secret(), STRIPE_WEBHOOK_SECRET: secret(), STRIPE_API_BASE: httpUrl() };
const env = readConfig({ ...serviceConfig, ...stripeConfig, DATABASE_URL: postgresUrl() });
const log = createLog('payments');
const database = new PrismaClient({ adapter: prismaAdapter({ url: env.DATABASE_URL, log }) });
const kafka = createKafka({
  brokers: env.KAFKA_BROKERS,
  clientId: 'payments',
  topicPrefix: env.KAFKA_TOPIC_PREFIX,
  log,
});
const locks = postgresLocks({ url: env.DATABASE_URL, log });
const provider = createStripe({
  secretKey: env.STRIPE_SECRET_KEY,
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  apiBase: env.STRIPE_API_BASE,
});
const settlement = { database, provider };
const security = {
  session: sessionSecurity({ identityUrl: env.IDENTITY_URL }),
  service: serviceSecurity({ secret: env.SERVICE_TOKEN_SECRET }),
};
const consumers = [
  createOrdersConsumer({ handlers: orderHandlers(provider.name) }),
  createShippingConsumer({ handlers: shippingHandlers }),
];
const workers = [
  createRelay({ kafka, source: postgresOutbox({ url: env.DATABASE_URL }), topics: paymentsTopics, log }),
  createConsumers({ kafka, group: 'payments', consumers, inTransaction: inboxTransaction(database, tx => tx), log }),
  periodicWorker(250, 'webhooks', signal => processWebhooks(settlement, log, signal), { locks, log }),
  periodicWorker(1_000, 'settle-payments', signal => settleOpen(settlement, log, signal), { locks, log }),
  periodicWorker(60_000, 'reconcile-payments', signal => reconcile(settlement, log, signal), { locks, log }),
  housekeeping({ database, locks, log }),
];
const app = buildApp({ log, ...settlement, security, checkResponses: env.NODE_ENV !== 'production' });
const close = () => Promise.all([locks.close(), database.$disconnect()]).then(() => {});
await runService({ name: 'payments', port: env.PORT, log, app, workers, close });
