import { paymentsTopics } from '../../generated/payments/events.ts';
import { httpUrl, readConfig, secret } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { ordersConsumer, shippingConsumer } from './events.ts';
import { orderReader } from './order-reader.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { settlementWorker } from './settlement-worker.ts';
import { requestInbox } from './store-requests.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';
import { createStripe } from './stripe.ts';

const stripeConfig = { STRIPE_SECRET_KEY: secret(), STRIPE_WEBHOOK_SECRET: secret(), STRIPE_API_BASE: httpUrl() };
const variables = { ...postgresServiceConfig, ...stripeConfig, ...retentionConfig, ORDERS_URL: httpUrl() };

export const payments: ServiceProgram = environment => {
  const env = readConfig(variables, environment);
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: apiBase } = env;
  const provider = createStripe({ secretKey, webhookSecret, apiBase });

  return postgresService({
    name: 'payments',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts({ log, database, sql, listener, security, checkResponses }) {
      const settlement = { database, sql, provider };
      const readOrder = orderReader({ url: env.ORDERS_URL, key: env.SERVICE_PRIVATE_KEY });
      return {
        app: buildApp({ log, ...settlement, readOrder, security, checkResponses }),
        publishes: paymentsTopics,
        consumes: {
          consumers: [ordersConsumer, shippingConsumer],
          inTransaction: requestInbox(settlement, provider.name),
        },
        workers: [settlementWorker(settlement, log, { listener })],
        retains: retentionRules(sql, env),
      };
    },
  });
};

if (import.meta.main) await runService(payments);
