import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { serviceSecurity, sessionSecurity } from '../platform/auth.ts';
import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { createConsumers } from '../platform/consumer.ts';
import { prismaAdapter } from '../platform/database.ts';
import { housekeeping } from '../platform/housekeeping.ts';
import { inboxTransaction } from '../platform/inbox.ts';
import { createKafka } from '../platform/kafka.ts';
import { postgresLocks } from '../platform/locks.ts';
import { createLog } from '../platform/log.ts';
import { postgresOutbox } from '../platform/outbox-postgres.ts';
import { createRelay } from '../platform/relay.ts';
import { runService } from '../platform/service.ts';
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
