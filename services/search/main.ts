import { z } from 'zod';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { httpUrl, readConfig, serviceConfig } from '../platform/config.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { connectKafka } from '../platform/messaging/kafka.ts';
import { createLog } from '../platform/observability/log.ts';
import { buildApp, buildWorkers } from './app.ts';
import { connectElasticsearch } from './indices.ts';

const variables = {
  ...serviceConfig,
  ELASTICSEARCH_URL: httpUrl(),
  ELASTICSEARCH_INDEX_PREFIX: z.string().optional(),
  CATALOG_URL: httpUrl(),
  INVENTORY_URL: httpUrl(),
};

export const search: ServiceProgram = environment => {
  const env = readConfig(variables, environment);
  const log = createLog('search');
  const elasticsearch = connectElasticsearch(env.ELASTICSEARCH_URL);
  const index = { elasticsearch, indexPrefix: env.ELASTICSEARCH_INDEX_PREFIX, log };
  const kafka = connectKafka(env, { clientId: 'search', log });
  const calling = (target: string) =>
    outgoing({ caller: 'search', target, key: env.SERVICE_PRIVATE_KEY, timeoutMs: 10_000 });

  return {
    name: 'search',
    port: env.PORT,
    log,
    app: buildApp({ ...index, identityUrl: env.IDENTITY_URL, checkResponses: env.NODE_ENV !== 'production' }),
    workers: buildWorkers({
      ...index,
      kafka,
      catalog: createCatalogClient({ baseUrl: env.CATALOG_URL, ...calling('Catalog') }),
      inventory: createInventoryClient({ baseUrl: env.INVENTORY_URL, ...calling('Inventory') }),
    }),
    close: () => elasticsearch.close(),
  };
};

if (import.meta.main) await runService(search);
