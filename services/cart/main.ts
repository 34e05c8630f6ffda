import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { httpUrl, readConfig, serviceConfig, url } from '../platform/config.ts';
import { connectRedis } from '../platform/data/redis.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { connectKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { unitLimitConfig } from '../platform/unit-limits.ts';
import { buildApp, buildConsumer } from './app.ts';

const variables = {
  ...serviceConfig,
  ...unitLimitConfig,
  REDIS_URL: url('redis', 'rediss'),
  CATALOG_URL: httpUrl(),
  INVENTORY_URL: httpUrl(),
};

export const cart: ServiceProgram = environment => {
  const env = readConfig(variables, environment);
  const log = createLog('cart');
  const redis = connectRedis(env.REDIS_URL, log);
  const kafka = connectKafka(env, { clientId: 'cart', log });
  const calling = (target: string) =>
    outgoing({ caller: 'cart', target, key: env.SERVICE_PRIVATE_KEY, timeoutMs: 2_000 });

  return {
    name: 'cart',
    port: env.PORT,
    log,
    app: buildApp({
      redis,
      catalog: createCatalogClient({ baseUrl: env.CATALOG_URL, ...calling('Catalog') }),
      inventory: createInventoryClient({ baseUrl: env.INVENTORY_URL, ...calling('Inventory') }),
      log,
      identityUrl: env.IDENTITY_URL,
      publicKeys: env.SERVICE_PUBLIC_KEYS,
      unitLimits: { line: env.MAX_UNITS_PER_LINE, order: env.MAX_UNITS_PER_ORDER },
      checkResponses: env.NODE_ENV !== 'production',
    }),
    workers: [buildConsumer({ redis, kafka, log })],
    close: async () => redis.disconnect(),
  };
};

if (import.meta.main) await runService(cart);
