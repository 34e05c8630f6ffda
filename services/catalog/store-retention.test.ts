import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mongoLocks } from '../platform/data/lease-mongo.ts';
import { retention } from '../platform/data/retention.ts';
import { silentLog } from '../platform/testing/log.ts';
import { until } from '../platform/testing/until.ts';
import { prepareDatabase } from './schema.ts';
import { oldIndexes, retentionRules } from './store-retention.ts';
import { importing } from './testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());

const DAY_MS = 86_400_000;
const header = 'handle,title,category,sku,price,currency';

/** The id of something that was made so many days ago. */
function idOf(days: number): string {
  const time = (Date.now() - days * DAY_MS).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${crypto.randomUUID().slice(-12)}`;
}

test('old imports, their files and uploads that were never completed are deleted; what is new, running or can be taken back stays', async () => {
  const { storage, jobs } = suite.dependencies;
  const imports = suite.mongo.db.collection<{ _id: string }>('imports');
  const { imported } = importing(suite);
  const names = ['new', 'old', 'older', 'old but running', 'old but not taken back yet', 'old but can be taken back'];
  const ids = new Map<string, string>();
  for (const [index, fileName] of names.entries())
    ids.set((await imported(`${header}\na-${index},Apples,Fruit,sku-${index},1.00,USD\n`, { fileName })).id, fileName);
  for (const [index, [id, fileName]] of [...ids].entries()) {
    if (fileName === 'new') continue;
    const createdAt = new Date(Date.now() - (91 + index) * DAY_MS);
    const keptUntil = fileName.endsWith('can be taken back') ? new Date(Date.now() + DAY_MS) : createdAt;
    const running = fileName.endsWith('running') && { status: 'running' };
    const undo = fileName.endsWith('yet') && { undo: { author: {}, requestedAt: createdAt, products: 0 } };
    await imports.updateOne({ _id: id }, { $set: { createdAt, keptUntil, ...running, ...undo } });
  }
  const files = { kept: [`imports/${idOf(89)}-left-out.csv`, `uploads/${idOf(0.9)}`], gone: [] as string[] };
  for (const days of [91, 92, 93]) files.gone.push(`imports/${idOf(days)}.csv`, `imports/${idOf(days)}-left-out.csv`);
  files.gone.push(`uploads/${idOf(1.1)}`, `uploads/${idOf(40)}`);
  for (const key of [...files.kept, ...files.gone]) await storage.put(key, Buffer.from('x'), 'text/plain');

  const log = silentLog();
  const locks = mongoLocks({ db: suite.mongo.db, log });
  const rules = retentionRules({ jobs, storage }, { IMPORT_RETENTION_DAYS: 90 });
  const worker = retention({ rules, locks, log, batchSize: 2 });
  await worker.start();
  const left = async (keys: string[]) => {
    const found = await Promise.all(keys.map(async key => ({ key, file: await storage.open(key) })));
    for (const { file } of found) file?.body.destroy();
    return found.flatMap(({ key, file }) => (file ? [key] : []));
  };
  const areGone = async () => (await imports.countDocuments()) <= 4 && (await left(files.gone)).length === 0;
  await until(areGone, { describe: 'the old ones are gone' });
  await worker.stop();
  await locks.close();
  const listed = await suite.merchant.listImports({ query: { limit: 100 } });
  expect(listed.status === 200 && listed.body.items.map(({ fileName }) => fileName).sort()).toEqual(
    names.filter(name => name !== 'old' && name !== 'older').sort(),
  );
  expect(await left(files.kept)).toEqual(files.kept);
  for (const key of files.kept) await storage.remove(key);
});

test('the indexes of an earlier version stay while its processes may still run, and go then', async () => {
  const { db } = suite.mongo;
  const products = db.collection('products');
  const names = async () => (await products.indexes()).map(({ name }) => name);
  const own = await names();
  const old = await products.createIndex({ status: 1, createdAt: -1, _id: -1 });
  await prepareDatabase(db);
  expect(await oldIndexes(db, () => 60).deleteExpired(1_000)).toBe(0);
  expect(await names()).toContain(old);
  expect(await oldIndexes(db, () => 3_600).deleteExpired(1_000)).toBe(1);
  expect(await names()).toEqual(own);
});
