import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { buildWorkers } from './workers.ts';

const env = readConfig({ ...serviceConfig, DATABASE_URL: postgresUrl() });
const log = createLog('inventory');
const databaseUrl = env.DATABASE_URL;
const database = new PrismaClient({ adapter: prismaAdapter({ url: databaseUrl, log }) });
const kafka = createKafka({
  brokers: env.KAFKA_BROKERS,
  clientId: 'inventory',
  topicPrefix: env.KAFKA_TOPIC_PREFIX,
  log,
});
const locks = postgresLocks({ url: databaseUrl, log });
const security = {
  session: sessionSecurity({ identityUrl: env.IDENTITY_URL }),
  service: serviceSecurity({ secret: env.SERVICE_TOKEN_SECRET }),
};
const workers = buildWorkers({ kafka, database, databaseUrl, locks, log });
const app = buildApp({ log, database, security, checkResponses: env.NODE_ENV !== 'production' });
const close = () => Promise.all([locks.close(), database.$disconnect()]).then(() => {});

await runService({ name: 'inventory', port: env.PORT, log, app, workers, close });
