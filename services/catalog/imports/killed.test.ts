import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePorts } from '../../../deploy/local/ports.ts';
import { createCatalogClient } from '../../../generated/catalog/client.ts';
import { catalogTopics } from '../../../generated/catalog/events.ts';
import { testEnvironment } from '../../platform/testing/environment.ts';
import { type TestIdentity, testIdentity, testKeyEnvironment } from '../../platform/testing/identity.ts';
import { createTestMongo, type TestMongo } from '../../platform/testing/stores.ts';
import { consumeAll, type TestTopics, testTopics } from '../../platform/testing/topics.ts';
import { until } from '../../platform/testing/until.ts';
import { startInventoryStub } from '../testing/suite.ts';

const PRODUCTS = 2_600;

let identity: TestIdentity;
let mongo: TestMongo;
let topics: TestTopics;
let inventory: Awaited<ReturnType<typeof startInventoryStub>>;
let port: number;
let running: ChildProcess | undefined;

beforeAll(async () => {
  [identity, mongo, topics] = await Promise.all([testIdentity(), createTestMongo(), testTopics(catalogTopics)]);
  inventory = await startInventoryStub(identity.url);
  [port = 0] = await freePorts(1);
});
afterAll(async () => {
  running?.kill('SIGKILL');
  await Promise.all([identity.close(), inventory.close(), mongo.drop(), topics.drop()]);
});

function start(): ChildProcess {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    PORT: String(port),
    MONGODB_URL: mongo.url,
    KAFKA_BROKERS: testEnvironment('KAFKA_BROKERS').join(','),
    KAFKA_TOPIC_PREFIX: topics.prefix,
    IDENTITY_URL: identity.url,
    INVENTORY_URL: inventory.url,
    LOG_LEVEL: 'error',
    ...testKeyEnvironment,
  };
  return spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

test('killed in the middle of an import, the service goes on where it was: every product once, every event published', async () => {
  const headers = () => identity.headers({ kind: 'staff', id: 'a-merchant', roles: ['catalog'] });
  const catalog = createCatalogClient({ baseUrl: `http://127.0.0.1:${port}`, headers });
  const rows = Array.from(
    { length: PRODUCTS },
    (_, index) => `thing-${index},Thing ${index},Things,t-${index},1.50,USD,1`,
  );
  running = start();
  await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok, {
    describe: 'the service is ready',
    timeoutMs: 40_000,
  });
  // The import ends with its stock, and cannot end before the service is killed.
  inventory.state.isDown = true;
  const started = await catalog.createImport({
    body: `handle,title,category,sku,price,currency,stock:east\n${rows.join('\n')}\n`,
  });
  if (started.status !== 202) throw new Error(JSON.stringify(started));
  const job = async () => {
    const answer = await catalog.getImport({ path: { importId: started.body.id } });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    return answer.body;
  };
  const before = await until(
    async () => {
      const found = await job();
      return found.rows.done > 0 && found;
    },
    { describe: 'the import is under way' },
  );
  running.kill('SIGKILL');
  expect(before.status).toBe('running');
  inventory.state.isDown = false;

  running = start();
  const done = await until(
    async () => {
      const found = await job();
      return found.status === 'done' && found;
    },
    { describe: 'the import is done', timeoutMs: 180_000, everyMs: 100 },
  );
  expect(done).toMatchObject({ created: PRODUCTS, unchanged: 0, failed: 0, rows: { done: PRODUCTS } });
  expect(await mongo.db.collection('products').countDocuments()).toBe(PRODUCTS);
  await until(async () => (await mongo.db.collection('outbox').countDocuments()) === 0, {
    describe: 'the outbox is empty',
    timeoutMs: 60_000,
  });
  const published = await consumeAll(topics.connection, 'catalog.product.v1');
  expect(new Set(published.map(event => event.key)).size).toBe(PRODUCTS);
  expect(inventory.levels.size).toBe(PRODUCTS);
}, 360_000);
