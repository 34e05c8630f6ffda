import { z } from 'zod';
import { httpUrl, postgresUrl, readConfig, serviceConfig, url } from '../platform/config.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { runService } from '../platform/http/service.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp } from './app.ts';
import { localSms } from './channels/local-sms.ts';
import { smtpProvider } from './channels/smtp.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { recordSms } from './store.ts';
import { createWorkers } from './workers.ts';

const own = {
  DATABASE_URL: postgresUrl(),
  SMTP_URL: url('smtp', 'smtps'),
  MAIL_FROM: z.email(),
  SHOP_NAME: z.string(),
  STOREFRONT_URL: httpUrl(),
};
const env = readConfig({ ...serviceConfig, ...own });
const log = createLog('notifications');
const database = new PrismaClient({ adapter: prismaAdapter({ url: env.DATABASE_URL, log }) });
const kafka = createKafka({
  brokers: env.KAFKA_BROKERS,
  clientId: 'notifications',
  topicPrefix: env.KAFKA_TOPIC_PREFIX,
  log,
});
const locks = postgresLocks({ url: env.DATABASE_URL, log });
const shop = { shopName: env.SHOP_NAME, storefrontUrl: env.STOREFRONT_URL, linkSecret: env.SERVICE_TOKEN_SECRET };
const email = smtpProvider({ url: env.SMTP_URL, from: env.MAIL_FROM, shopName: env.SHOP_NAME });
const sender = { ...shop, database, email, sms: localSms(sms => recordSms(database, sms)), now: () => new Date(), log };
const security = { session: sessionSecurity({ identityUrl: env.IDENTITY_URL }) };

await runService({
  name: 'notifications',
  port: env.PORT,
  log,
  app: buildApp({ log, database, shop, security, checkResponses: env.NODE_ENV !== 'production' }),
  workers: createWorkers({ sender, databaseUrl: env.DATABASE_URL, kafka, locks }),
  close: () => Promise.all([locks.close(), database.$disconnect()]).then(() => {}),
});
