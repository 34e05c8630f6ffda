import { Client as Elasticsearch } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { ProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { prismaAdapter } from '../data/database.ts';
import { postgresLocks } from '../data/locks.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { testEnvironment } from '../testing/environment.ts';
import { flakyKafka } from '../testing/flaky-kafka.ts';
import { silentLog } from '../testing/log.ts';
import { type TestProxy, testProxy } from '../testing/proxy.ts';
import { until } from '../testing/until.ts';
import { dependencyProblem, isUnavailable, unavailable } from './unavailable.ts';

const log = silentLog();
let database: TestDatabase;
let proxy: TestProxy;
let redisProxy: TestProxy;
let mongoProxy: TestProxy;
beforeAll(async () => {
  database = await createTestDatabase('platform');
  [proxy, redisProxy, mongoProxy] = (await Promise.all(
    [database.url, testEnvironment('REDIS_URL'), testEnvironment('MONGODB_URL')].map(url => testProxy(url)),
  )) as [TestProxy, TestProxy, TestProxy];
});
afterAll(async () => {
  await Promise.all([proxy.close(), redisProxy.close(), mongoProxy.close()]);
  await database.drop();
});

/** What is thrown as an answer: 503 with Retry-After, naming `what` and no address. */
async function expect503(work: () => PromiseLike<unknown>, what: string): Promise<void> {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => 'nothing',
      (thrown: unknown) => thrown,
    );
  const problem = dependencyProblem(error);
  if (!problem) throw new Error('not known as a lost connection', { cause: error });
  expect(problem).toMatchObject({
    status: 503,
    headers: { 'retry-after': '2' },
    detail: `${what} cannot be reached at the moment.`,
  });
  expect(JSON.stringify(problem.body())).not.toMatch(/127\.0\.0\.1|\d{4,5}/);
  expect(isUnavailable(error)).toBe(true);
}

describe('an unreachable database', () => {
  test('is 503 from Prisma, for queries, raw queries and transactions, and works again afterwards', async () => {
    const prisma = new PrismaClient({ adapter: prismaAdapter({ url: proxy.url, log }) });
    expect(await prisma.outbox.count()).toBe(0);
    await proxy.disconnect();
    await expect503(() => prisma.outbox.count(), 'The database');
    await expect503(() => prisma.$queryRaw`SELECT 1`, 'The database');
    await expect503(() => prisma.$transaction(tx => tx.outbox.count()), 'The database');
    await proxy.restore();
    expect(await prisma.outbox.count()).toBe(0);
    await expect503(
      () =>
        prisma.$transaction(async tx => {
          await tx.outbox.count();
          await proxy.disconnect();
          await tx.outbox.count();
        }),
      'The database',
    );
    await proxy.restore();
    expect(await prisma.outbox.count()).toBe(0);
    await prisma.$disconnect();
  });

  test('is 503 when no connection becomes free in time', async () => {
    const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log, poolSize: 1 }) });
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const blocking = prisma.$transaction(
      async () => {
        begun.resolve();
        await release.promise;
      },
      { timeout: 60_000 },
    );
    await begun.promise;
    await expect503(() => prisma.outbox.count(), 'The database');
    await expect503(() => prisma.$transaction(tx => tx.outbox.count(), { maxWait: 500 }), 'The database');
    release.resolve();
    await blocking;
    await prisma.$disconnect();
  });

  test('is 503 from its locks', async () => {
    const locks = postgresLocks({ url: proxy.url, log });
    await proxy.disconnect();
    await expect503(() => locks.runExclusive('a', async () => {}), 'A dependency');
    await proxy.restore();
    expect(await locks.runExclusive('a', async () => {})).toBe(true);
    await locks.close();
  });

  test('is 503 from MongoDB', async () => {
    const client = new MongoClient(`${mongoProxy.url.replace('replicaSet=rs0', '')}directConnection=true`, {
      serverSelectionTimeoutMS: 300,
      retryReads: false,
    });
    await until(() => client.connect(), { describe: 'it is connected' });
    await client.db('test').collection('x').findOne();
    await mongoProxy.disconnect();
    await expect503(() => client.db('test').collection('x').findOne(), 'The database');
    await expect503(() => client.db('test').collection('x').findOne(), 'The database');
    await mongoProxy.restore();
    await client.close();
  });
});

describe('another unreachable server', () => {
  test('is 503 from Redis', async () => {
    const redis = new Redis(redisProxy.url, { maxRetriesPerRequest: 1, retryStrategy: () => 20 });
    redis.on('error', () => {});
    await redis.ping();
    await redisProxy.disconnect();
    await expect503(() => redis.ping(), 'The store');
    redis.disconnect();
    await redisProxy.restore();
  });

  test('is 503 from Elasticsearch', async () => {
    const client = new Elasticsearch({ node: 'http://127.0.0.1:1', maxRetries: 0 });
    await expect503(() => client.info(), 'The index');
    await client.close();
  });

  test('is 503 from Kafka', async () => {
    const network = flakyKafka();
    network.disconnect();
    await expect503(() => network.client.admin().connect(), 'The event log');
  });

  test('is 503 from fetch', async () => {
    await proxy.disconnect();
    await expect503(() => fetch(proxy.url.replace(/^.*@/, 'http://')), 'A dependency');
    await proxy.restore();
    await expect503(() => fetch('http://nowhere.invalid'), 'A dependency');
  });
});

describe('an error other than a lost connection', () => {
  test('is not 503', async () => {
    const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
    const violation = await prisma.$executeRaw`INSERT INTO inbox VALUES (NULL, NULL)`.catch((error: unknown) => error);
    const canceled = await prisma.$queryRaw`SELECT 1 / 0`.catch((error: unknown) => error);
    const aborted = await prisma.$transaction(() => Promise.reject(new Error('no'))).catch((error: unknown) => error);
    await prisma.$disconnect();
    for (const error of [
      violation,
      canceled,
      aborted,
      new TypeError('x is undefined'),
      new ProblemError({ status: 404 }),
      null,
      'text',
    ]) {
      expect(dependencyProblem(error)).toBeUndefined();
      expect(isUnavailable(error)).toBe(false);
    }
    expect(isUnavailable(unavailable('Inventory'))).toBe(true);
  });

  test('a statement that takes too long is ended by the server', async () => {
    const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log, statementTimeoutMs: 100 }) });
    await expect(prisma.$queryRaw`SELECT pg_sleep(5)::text`).rejects.toThrow('statement timeout');
    await prisma.$disconnect();
  });
});
