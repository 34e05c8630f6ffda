import { catalogTopics } from '../../generated/catalog/events.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { httpUrl, list, readConfig } from '../platform/config.ts';
import { mongoIdempotency } from '../platform/http/idempotency-mongo.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import { runService, type ServiceProgram } from '../platform/http/service.ts';
import { mongoService, mongoServiceConfig } from '../platform/mongo-service.ts';
import { buildApp } from './app.ts';
import { createJobs } from './imports/jobs.ts';
import { createMediaRecords } from './media/records.ts';
import { createStorage, storageConfig, storageOptions } from './media/storage.ts';
import { prepareDatabase } from './schema.ts';
import { createStore } from './store.ts';
import { oldIndexes, retentionConfig, retentionRules } from './store-retention.ts';
import { buildWorkers } from './workers.ts';

const variables = {
  ...mongoServiceConfig,
  ...storageConfig,
  INVENTORY_URL: httpUrl(),
  IMPORT_IMAGE_ORIGINS: list().optional(),
  ...retentionConfig,
};

export const catalog: ServiceProgram = environment => {
  const env = readConfig(variables, environment);
  const key = env.SERVICE_PRIVATE_KEY;
  const calling = outgoing({ caller: 'catalog', target: 'Inventory', key, timeoutMs: 20_000 });
  const inventory = createInventoryClient({ baseUrl: env.INVENTORY_URL, ...calling });
  const security = { identityUrl: env.IDENTITY_URL, publicKeys: env.SERVICE_PUBLIC_KEYS };

  return mongoService({
    name: 'catalog',
    env,
    async parts({ log, client, db, kafka, locks, checkResponses }) {
      await prepareDatabase(db);
      const storage = createStorage(storageOptions(env));
      const parts = {
        store: createStore(client, db),
        jobs: createJobs(db),
        media: createMediaRecords(db),
        storage,
        log,
      };
      const importer = { ...parts, imageOrigins: env.IMPORT_IMAGE_ORIGINS ?? [], inventory };
      return {
        app: buildApp({ ...parts, ...security, idempotency: mongoIdempotency(db), checkResponses }),
        publishes: catalogTopics,
        workers: buildWorkers(importer, { db, kafka, locks, log }),
        retains: [...retentionRules(parts, env), oldIndexes(db, process.uptime)],
        close: () => storage.close(),
      };
    },
  });
};

if (import.meta.main) await runService(catalog);
