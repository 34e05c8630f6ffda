import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { housekeeping } from '../platform/data/housekeeping.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { inboxTransaction } from '../platform/messaging/inbox.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { consumers } from './events.ts';
import { PrismaClient } from './prisma/client/client.ts';

const env = readConfig({ ...serviceConfig, DATABASE_URL: postgresUrl() });
const log = createLog('audit');
const database = new PrismaClient({ adapter: prismaAdapter({ url: env.DATABASE_URL, log }) });
const kafka = createKafka({ brokers: env.KAFKA_BROKERS, clientId: 'audit', topicPrefix: env.KAFKA_TOPIC_PREFIX, log });
const locks = postgresLocks({ url: env.DATABASE_URL, log });
const security = { session: sessionSecurity({ identityUrl: env.IDENTITY_URL }) };
const events = createConsumers({
  kafka,
  group: 'audit',
  consumers,
  inTransaction: inboxTransaction(database, tx => tx),
  log,
});
const workers = [events, housekeeping({ database, locks, log })];
const app = buildApp({ log, database, security, checkResponses: env.NODE_ENV !== 'production' });
const close = () => Promise.all([locks.close(), database.$disconnect()]).then(() => {});
await runService({ name: 'audit', port: env.PORT, log, app, workers, close });
