import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { paymentsTopics } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { httpUrl, readConfig, secret } from '../platform/config.ts';
import { postgresServiceConfig, runPostgresService } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { orderHandlers, shippingHandlers } from './events.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { settlementWorker } from './settlement-worker.ts';
import { createStripe } from './stripe.ts';

const stripeConfig = { STRIPE_SECRET_KEY: secret(), STRIPE_WEBHOOK_SECRET: secret(), STRIPE_API_BASE: httpUrl() };
const env = readConfig({ ...postgresServiceConfig, ...stripeConfig });
const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: apiBase } = env;
const provider = createStripe({ secretKey, webhookSecret, apiBase });

await runPostgresService({
  name: 'payments',
  env,
  connect: adapter => new PrismaClient({ adapter }),
  parts({ log, database, sql, security, checkResponses }) {
    const settlement = { database, sql, provider };
    return {
      app: buildApp({ log, ...settlement, security, checkResponses }),
      publishes: paymentsTopics,
      consumes: [
        createOrdersConsumer({ handlers: orderHandlers(provider.name) }),
        createShippingConsumer({ handlers: shippingHandlers }),
      ],
      workers: [settlementWorker(settlement, log)],
    };
  },
});
