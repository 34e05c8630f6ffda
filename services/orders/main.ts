import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
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
import { buildApp } from './app.ts';
import { inventoryHandlers, paymentHandlers, shippingHandlers } from './events.ts';
import { PrismaClient } from './prisma/client/client.ts';

const env = readConfig({ ...serviceConfig, DATABASE_URL: postgresUrl() });
const log = createLog('orders');
const database = new PrismaClient({ adapter: prismaAdapter({ url: env.DATABASE_URL, log }) });
const kafka = createKafka({ brokers: env.KAFKA_BROKERS, clientId: 'orders', topicPrefix: env.KAFKA_TOPIC_PREFIX, log });
const locks = postgresLocks({ url: env.DATABASE_URL, log });
const security = {
  session: sessionSecurity({ identityUrl: env.IDENTITY_URL }),
  service: serviceSecurity({ secret: env.SERVICE_TOKEN_SECRET }),
};
const consumers = [
  createPaymentsConsumer({ handlers: paymentHandlers }),
  createShippingConsumer({ handlers: shippingHandlers }),
  createInventoryConsumer({ handlers: inventoryHandlers }),
];
const relay = createRelay({ kafka, source: postgresOutbox({ url: env.DATABASE_URL }), topics: ordersTopics, log });
const events = createConsumers({
  kafka,
  group: 'orders',
  consumers,
  inTransaction: inboxTransaction(database, tx => tx),
  log,
});
const workers = [relay, events, housekeeping({ database, locks, log })];
const app = buildApp({
  log,
  database,
  security,
  linkSecret: env.SERVICE_TOKEN_SECRET,
  checkResponses: env.NODE_ENV !== 'production',
});
const close = () => Promise.all([locks.close(), database.$disconnect()]).then(() => {});
await runService({ name: 'orders', port: env.PORT, log, app, workers, close });
