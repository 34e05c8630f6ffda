import { MongoClient } from 'mongodb';
import { z } from 'zod';
import { catalogTopics } from '../../generated/catalog/events.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { httpUrl, readConfig, secret, serviceConfig, url } from '../platform/config.ts';
import { mongoIdempotency } from '../platform/idempotency-mongo.ts';
import { createKafka } from '../platform/kafka.ts';
import { mongoLocks } from '../platform/lease-mongo.ts';
import { createLog } from '../platform/log.ts';
import { mongoOutbox } from '../platform/outbox-mongo.ts';
import { outgoingFetch } from '../platform/outgoing.ts';
import { createRelay } from '../platform/relay.ts';
import { runService } from '../platform/service.ts';
import { every } from '../platform/workers.ts';
import { buildApp } from './app.ts';
import { createJobs } from './imports/jobs.ts';
import { runImports } from './imports/worker.ts';
import { createMediaRecords } from './media/records.ts';
import { createStorage, storagePreparation } from './media/storage.ts';
import { prepareDatabase } from './schema.ts';
import { createStore } from './store.ts';

const storageConfig = {
  S3_ENDPOINT: httpUrl(),
  S3_PUBLIC_ENDPOINT: httpUrl().optional(),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: secret(1),
  S3_BUCKET: z.string(),
};
const env = readConfig({ ...serviceConfig, ...storageConfig, MONGODB_URL: url('mongodb', 'mongodb+srv'), INVENTORY_URL: httpUrl() });
const log = createLog('catalog');
const client = new MongoClient(env.MONGODB_URL, { serverSelectionTimeoutMS: 3_000, ignoreUndefined: false });
const db = client.db(new URL(env.MONGODB_URL).pathname.slice(1) || 'catalog');
const kafka = createKafka({ brokers: env.KAFKA_BROKERS, clientId: 'catalog', topicPrefix: env.KAFKA_TOPIC_PREFIX, log });
const storage = createStorage({
  endpoint: env.S3_ENDPOINT,
  publicEndpoint: env.S3_PUBLIC_ENDPOINT,
  accessKeyId: env.S3_ACCESS_KEY_ID,
  secretAccessKey: env.S3_SECRET_ACCESS_KEY,
  bucket: env.S3_BUCKET,
});
const fetch = outgoingFetch({ caller: 'catalog', target: 'Inventory', secret: env.SERVICE_TOKEN_SECRET, timeoutMs: 20_000 });
const parts = { store: createStore(client, db), jobs: createJobs(db), media: createMediaRecords(db), storage, log };
const importer = { ...parts, inventory: createInventoryClient({ baseUrl: env.INVENTORY_URL, fetch }) };
const auth = { identityUrl: env.IDENTITY_URL, serviceSecret: env.SERVICE_TOKEN_SECRET };
const app = buildApp({ ...parts, ...auth, idempotency: mongoIdempotency(db), checkResponses: env.NODE_ENV !== 'production' });

await prepareDatabase(db);
const imports = every(1_000, 'imports', signal => runImports(importer, signal), { locks: mongoLocks({ db, log }), log });
const relay = createRelay({ kafka, source: mongoOutbox({ db }), topics: catalogTopics, log });
await runService({
  name: 'catalog',
  port: env.PORT,
  log,
  app,
  workers: [storagePreparation(storage, log), relay, imports],
  close: async () => {
    storage.close();
    await client.close();
  },
});
