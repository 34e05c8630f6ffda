import { inventoryTopics } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { readConfig } from '../platform/config.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { orderHandlers, paymentHandlers, shippingHandlers } from './events.ts';
import { orderInbox } from './order-inbox.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { searchTermsConsumer } from './search-terms-consumer.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';
import { sweeper } from './sweeper.ts';

export const inventory: ServiceProgram = environment => {
  const env = readConfig({ ...postgresServiceConfig, ...retentionConfig }, environment);

  return postgresService({
    name: 'inventory',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts: ({ log, database, kafka, locks, security, checkResponses }) => ({
      app: buildApp({ log, database, security, checkResponses }),
      publishes: inventoryTopics,
      consumes: {
        consumers: [
          createOrdersConsumer({ handlers: orderHandlers }),
          createPaymentsConsumer({ handlers: paymentHandlers }),
          createShippingConsumer({ handlers: shippingHandlers }),
        ],
        inTransaction: orderInbox(database),
      },
      workers: [searchTermsConsumer({ kafka, database, log }), sweeper({ database, locks, log })],
      retains: retentionRules(database, env),
    }),
  });
};

if (import.meta.main) await runService(inventory);
