import { serviceSecurity, sessionSecurity } from '../platform/auth.ts';
import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/database.ts';
import { createKafka } from '../platform/kafka.ts';
import { postgresLocks } from '../platform/locks.ts';
import { createLog } from '../platform/log.ts';
import { runService } from '../platform/service.ts';
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
