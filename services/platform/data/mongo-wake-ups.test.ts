import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { testEnvironment } from '../testing/environment.ts';
import { silentLog } from '../testing/log.ts';
import { testProxy } from '../testing/proxy.ts';
import { createTestMongo, type TestMongo } from '../testing/stores.ts';
import { until } from '../testing/until.ts';
import { mongoWakeUps } from './mongo-wake-ups.ts';

let mongo: TestMongo;
beforeAll(async () => {
  mongo = await createTestMongo();
});
afterAll(() => mongo.drop());

test('wakes for what other processes write, also after the connection was lost, until it is unsubscribed', async () => {
  const proxy = await testProxy(testEnvironment('MONGODB_URL'));
  const address = new URL(proxy.url);
  address.searchParams.delete('replicaSet');
  address.searchParams.set('directConnection', 'true');
  const client = new MongoClient(address.href, { serverSelectionTimeoutMS: 500 });
  await until(() => client.connect(), { describe: 'it is connected' });
  let woken = 0;
  const unsubscribe = mongoWakeUps(
    client.db(mongo.db.databaseName).collection('work'),
    silentLog(),
  )(() => {
    woken += 1;
  });
  const wakesFor = async (id: number) => {
    const before = woken;
    await mongo.db.collection<{ _id: number }>('work').insertOne({ _id: id });
    await until(() => woken > before, { describe: `woken for ${id}` });
  };
  await until(() => woken > 0, { describe: 'woken once the stream began' });
  await wakesFor(1);
  await proxy.disconnect();
  await mongo.db.collection<{ _id: number }>('work').insertOne({ _id: 2 });
  const lost = woken;
  await proxy.restore();
  await until(() => woken > lost, { describe: 'woken once the stream is back' });
  await wakesFor(3);
  unsubscribe();
  await client.close();
  await proxy.close();
  const ended = woken;
  await mongo.db.collection<{ _id: number }>('work').insertOne({ _id: 4 });
  expect(woken).toBe(ended);
});
