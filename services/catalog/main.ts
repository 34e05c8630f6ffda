import { MongoClient } from 'mongodb';
import { catalogTopics } from '../../generated/catalog/events.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { httpUrl, list, readConfig, serviceConfig, url } from '../platform/config.ts';
import { leaderLocks } from '../platform/data/leader.ts';
import { mongoLocks } from '../platform/data/lease-mongo.ts';
import { mongoWakeUps } from '../platform/data/mongo-wake-ups.ts';
import { retention } from '../platform/data/retention.ts';
import { failedWorkRouter } from '../platform/failed-work/router.ts';
import { mongoIdempotency } from '../platform/http/idempotency-mongo.ts';
import { outgoing } from '../platform/http/outgoing.ts';
import { runService } from '../platform/http/service.ts';
import { connectKafka } from '../platform/messaging/kafka.ts';
import { mongoFailedWork, mongoOutbox } from '../platform/messaging/outbox-mongo.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { createLog } from '../platform/observability/log.ts';
import { periodicWorker } from '../platform/workers.ts';
import { buildApp } from './app.ts';
import { createJobs } from './imports/jobs.ts';
import { runImports } from './imports/worker.ts';
import { createMediaRecords } from './media/records.ts';
import { createStorage, storageConfig, storageOptions, storagePreparation } from './media/storage.ts';
import { propagateCategories } from './propagation.ts';
import { prepareDatabase } from './schema.ts';
import { createStore } from './store.ts';
import { retentionConfig, retentionRules } from './store-retention.ts';

const env = readConfig({
  ...serviceConfig,
  ...storageConfig,
  MONGODB_URL: url('mongodb', 'mongodb+srv'),
  INVENTORY_URL: httpUrl(),
  IMPORT_IMAGE_ORIGINS: list().optional(),
  ...retentionConfig,
});
const log = createLog('catalog');
const client = new MongoClient(env.MONGODB_URL, { serverSelectionTimeoutMS: 3_000 });
const db = client.db(new URL(env.MONGODB_URL).pathname.slice(1) || 'catalog');
const kafka = connectKafka(env, { clientId: 'catalog', log, signingKey: env.SERVICE_PRIVATE_KEY });
const storage = createStorage(storageOptions(env));
const calling = outgoing({
  caller: 'catalog',
  target: 'Inventory',
  key: env.SERVICE_PRIVATE_KEY,
  timeoutMs: 20_000,
});
const parts = { store: createStore(client, db), jobs: createJobs(db), media: createMediaRecords(db), storage, log };
const importer = {
  ...parts,
  imageOrigins: env.IMPORT_IMAGE_ORIGINS ?? [],
  inventory: createInventoryClient({ baseUrl: env.INVENTORY_URL, ...calling }),
};
const security = { identityUrl: env.IDENTITY_URL, publicKeys: env.SERVICE_PUBLIC_KEYS };
const checkResponses = env.NODE_ENV !== 'production';
const app = buildApp({ ...parts, ...security, idempotency: mongoIdempotency(db), checkResponses });
const failedWork = failedWorkRouter({
  store: mongoFailedWork({ db }),
  audience: 'catalog',
  publicKeys: env.SERVICE_PUBLIC_KEYS,
  checkResponses,
});

await prepareDatabase(db);
const relay = createRelay({ kafka, source: mongoOutbox({ db }), topics: catalogTopics, log });
const locks = leaderLocks(mongoLocks({ db, log }));
const imports = periodicWorker(30_000, 'imports', signal => runImports(importer, signal), {
  locks,
  log,
  wakeUps: mongoWakeUps(db.collection('imports'), log),
});
const categories = periodicWorker(30_000, 'categories', (signal, at) => propagateCategories(parts.store, signal, at), {
  locks,
  log,
  wakeUps: mongoWakeUps(db.collection('categories'), log),
});
const cleaning = retention({ rules: retentionRules(parts, env), locks, log });
const workers = [storagePreparation(storage, log), relay, imports, categories, cleaning];
const close = () =>
  locks
    .close()
    .then(() => client.close())
    .finally(() => storage.close());
await runService({ name: 'catalog', port: env.PORT, log, app, workers, failedWork, close });
