import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { readConfig } from '../platform/config.ts';
import { postgresServiceConfig, runPostgresService } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { inventoryHandlers, paymentHandlers, shippingHandlers } from './events.ts';
import { PrismaClient } from './prisma/client/client.ts';

const env = readConfig(postgresServiceConfig);

await runPostgresService({
  name: 'orders',
  env,
  connect: adapter => new PrismaClient({ adapter }),
  parts: ({ log, database, security, checkResponses }) => ({
    app: buildApp({ log, database, security, linkSecret: env.SERVICE_TOKEN_SECRET, checkResponses }),
    publishes: ordersTopics,
    consumes: [
      createPaymentsConsumer({ handlers: paymentHandlers }),
      createShippingConsumer({ handlers: shippingHandlers }),
      createInventoryConsumer({ handlers: inventoryHandlers }),
    ],
  }),
});
