import type { Express } from 'express';
import type { Redis } from 'ioredis';
import { createCartRouter } from '../../generated/cart/server.ts';
import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { redisIdempotency } from '../platform/http/idempotency-redis.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { withoutInbox } from '../platform/messaging/inbox.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import type { PublicKeys } from '../platform/service-keys.ts';
import type { UnitLimits } from '../platform/unit-limits.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { catalogEvents, inventoryEvents, ordersEvents } from './events.ts';
import { createHandlers } from './http.ts';
import { createStore } from './store.ts';
import { type Catalog, createUpstream, type Inventory } from './upstream.ts';

export interface Dependencies {
  redis: Redis;
  catalog: Catalog;
  inventory: Inventory;
  log: Log;
  identityUrl: string;
  publicKeys: PublicKeys;
  unitLimits: UnitLimits;
  checkResponses: boolean;
}

export function buildApp(dependencies: Dependencies): Express {
  const { redis, catalog, inventory, unitLimits, log } = dependencies;
  const store = createStore(redis);
  const router = createCartRouter({
    handlers: createHandlers({ store, upstream: createUpstream({ store, catalog, inventory }), unitLimits }),
    security: {
      session: sessionSecurity({ identityUrl: dependencies.identityUrl }),
      service: serviceSecurity({ audience: 'cart', publicKeys: dependencies.publicKeys }),
    },
    context: requestContext,
    around: aroundOperations({ idempotency: redisIdempotency(redis, 'cart-answer:') }),
    checkResponses: dependencies.checkResponses,
  });
  return createHttpApp({ log, routers: [router], checks: { store: () => store.ping() } });
}

/** Updates the cache from events, and ends carts whose order is paid. */
export function buildConsumer({ redis, kafka, log }: { redis: Redis; kafka: KafkaConnection; log: Log }): Worker {
  return createConsumers({
    kafka,
    group: 'cart',
    consumers: [
      createCatalogConsumer({ handlers: catalogEvents }),
      createInventoryConsumer({ handlers: inventoryEvents }),
      createOrdersConsumer({ handlers: ordersEvents }),
    ],
    inTransaction: withoutInbox(createStore(redis)),
    log,
  });
}
