import { z } from 'zod';
import { postgresUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { localCarrier } from './carriers/local.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { createWorkers } from './workers.ts';

const seconds = () => z.string().regex(/^\d+$/, 'must be whole seconds').transform(Number);
const own = {
  DATABASE_URL: postgresUrl(),
  CARRIER_TRANSIT_SECONDS: seconds(),
  CARRIER_DELIVERY_SECONDS: seconds(),
  SHIP_FROM: z.string(),
};
const env = readConfig({ ...serviceConfig, ...own });
const log = createLog('shipping');
const database = new PrismaClient({ adapter: prismaAdapter({ url: env.DATABASE_URL, log }) });
const kafka = createKafka({
  brokers: env.KAFKA_BROKERS,
  clientId: 'shipping',
  topicPrefix: env.KAFKA_TOPIC_PREFIX,
  log,
});
const locks = postgresLocks({ url: env.DATABASE_URL, log });
const now = () => new Date();
const carrier = localCarrier({
  transitSeconds: env.CARRIER_TRANSIT_SECONDS,
  deliverySeconds: env.CARRIER_DELIVERY_SECONDS,
  now,
});
const security = { session: sessionSecurity({ identityUrl: env.IDENTITY_URL }) };

await runService({
  name: 'shipping',
  port: env.PORT,
  log,
  app: buildApp({ log, database, shipFrom: env.SHIP_FROM, security, checkResponses: env.NODE_ENV !== 'production' }),
  workers: createWorkers({ parcels: { database, carrier, now, log }, databaseUrl: env.DATABASE_URL, kafka, locks }),
  close: () => Promise.all([locks.close(), database.$disconnect()]).then(() => {}),
});
