import { z } from 'zod';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { notificationsTopics } from '../../generated/notifications/events.ts';
import { httpUrl, readConfig, url } from '../platform/config.ts';
import { linkConfig } from '../platform/http/link-token.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { periodicWorker } from '../platform/workers/periodic-worker.ts';
import { buildApp } from './app.ts';
import { localSms } from './channels/local-sms.ts';
import { smtpProvider } from './channels/smtp.ts';
import { consumers } from './events.ts';
import { identityLinkTokens } from './link-tokens.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { sendDue } from './sender.ts';
import { stockAlertWorker } from './stock-alerts.ts';
import { recordSms } from './store.ts';
import { messageInbox } from './store-queue.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';

const variables = {
  ...postgresServiceConfig,
  ...linkConfig,
  ...retentionConfig,
  SMTP_URL: url('smtp', 'smtps'),
  MAIL_FROM: z.email(),
  SHOP_NAME: z.string(),
  STOREFRONT_URL: httpUrl(),
  CONSOLE_URL: httpUrl(),
  CATALOG_URL: httpUrl(),
  INVENTORY_URL: httpUrl(),
};

export const notifications: ServiceProgram = environment => {
  const env = readConfig(variables, environment);
  const shop = {
    shopName: env.SHOP_NAME,
    storefrontUrl: env.STOREFRONT_URL,
    consoleUrl: env.CONSOLE_URL,
    linkSecret: env.LINK_SECRET,
  };
  const linkTokens = identityLinkTokens({ url: env.IDENTITY_URL, key: env.SERVICE_PRIVATE_KEY });
  const calling = (target: string) =>
    outgoing({ caller: 'notifications', target, key: env.SERVICE_PRIVATE_KEY, timeoutMs: 5_000 });
  const catalog = createCatalogClient({ baseUrl: env.CATALOG_URL, ...calling('Catalog') });
  const inventory = createInventoryClient({ baseUrl: env.INVENTORY_URL, ...calling('Inventory') });
  const email = smtpProvider({ url: env.SMTP_URL, from: env.MAIL_FROM, shopName: env.SHOP_NAME });

  return postgresService({
    name: 'notifications',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts({ log, database, sql, locks, listener, security, checkResponses }) {
      const sms = localSms(message => recordSms(database, message));
      const sender = { ...shop, database: sql, email, sms, linkTokens, now: () => new Date(), log };
      return {
        app: buildApp({ log, database, shop, email, catalog, security, checkResponses }),
        publishes: notificationsTopics,
        consumes: { consumers, inTransaction: messageInbox(sql) },
        retains: retentionRules(database, env),
        close: async () => email.close?.(),
        workers: [
          periodicWorker(30_000, 'sender', async (signal, at) => void (await sendDue(sender, signal, at)), {
            locks,
            log,
            wakeUps: listener.channel('messages'),
            minIntervalMs: 50,
          }),
          stockAlertWorker({ database, catalog, inventory, locks, log, wakeUps: listener.channel('stock_alerts') }),
        ],
      };
    },
  });
};

if (import.meta.main) await runService(notifications);
