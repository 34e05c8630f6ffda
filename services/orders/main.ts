import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { readConfig } from '../platform/config.ts';
import { linkConfig } from '../platform/http/link-token.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { postgresService, postgresServiceConfig } from '../platform/postgres-service.ts';
import { buildApp } from './app.ts';
import { inventoryHandlers, paymentHandlers, shippingHandlers } from './events.ts';
import { createOrderCache } from './order-cache.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { factInbox } from './store-facts.ts';

export const orders: ServiceProgram = environment => {
  const env = readConfig({ ...postgresServiceConfig, ...linkConfig }, environment);

  return postgresService({
    name: 'orders',
    env,
    connect: adapter => new PrismaClient({ adapter }),
    parts({ log, database, sql, security, checkResponses }) {
      const stores = { database, sql, orders: createOrderCache() };
      return {
        app: buildApp({ ...stores, log, security, linkSecret: env.LINK_SECRET, checkResponses }),
        publishes: ordersTopics,
        consumes: {
          consumers: [
            createPaymentsConsumer({ handlers: paymentHandlers }),
            createShippingConsumer({ handlers: shippingHandlers }),
            createInventoryConsumer({ handlers: inventoryHandlers }),
          ],
          inTransaction: factInbox(stores),
        },
      };
    },
  });
};

if (import.meta.main) await runService(orders);
