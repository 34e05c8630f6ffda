import { z } from 'zod';
import { identityTopics } from '../../generated/identity/events.ts';
import { httpUrl, postgresUrl, readConfig, secret, serviceConfig } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { createAuth } from './auth.ts';
import { ensureFirstAdmin } from './first-admin.ts';
import { loadKeys } from './keys.ts';
import { PrismaClient } from './prisma/client/client.ts';

const config = readConfig({
  ...serviceConfig,
  DATABASE_URL: postgresUrl(),
  AUTH_SECRET: secret(32),
  PUBLIC_URL: httpUrl(),
  FIRST_ADMIN_EMAIL: z.email(),
  FIRST_ADMIN_PASSWORD_FILE: z.string(),
});
const log = createLog('identity');
const prisma = new PrismaClient({ adapter: prismaAdapter({ url: config.DATABASE_URL, log }) });
const auth = createAuth({ prisma, secret: config.AUTH_SECRET, publicUrl: config.PUBLIC_URL });
await ensureFirstAdmin({
  prisma,
  auth,
  email: config.FIRST_ADMIN_EMAIL,
  passwordFile: config.FIRST_ADMIN_PASSWORD_FILE,
  log,
});
const keys = await loadKeys(prisma, config.AUTH_SECRET);
const security = {
  session: sessionSecurity({ identityUrl: config.IDENTITY_URL }),
  service: serviceSecurity({ secret: config.SERVICE_TOKEN_SECRET }),
};
const kafka = createKafka({
  brokers: config.KAFKA_BROKERS,
  clientId: 'identity',
  topicPrefix: config.KAFKA_TOPIC_PREFIX,
  log,
});
const relay = createRelay({ kafka, source: postgresOutbox({ url: config.DATABASE_URL }), topics: identityTopics, log });
const app = buildApp({ log, prisma, auth, keys, security, checkResponses: config.NODE_ENV !== 'production' });

await runService({
  name: 'identity',
  port: config.PORT,
  log,
  app,
  workers: [relay],
  close: () => prisma.$disconnect(),
});
