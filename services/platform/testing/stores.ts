import { Redis } from 'ioredis';
import { type Db, MongoClient } from 'mongodb';
import { newId } from '../ids.ts';
import { testEnvironment } from './environment.ts';

export interface TestMongo {
  readonly client: MongoClient;
  readonly db: Db;
  /** The address with the name of this database, for code with its own connection. */
  readonly url: string;
  drop(): Promise<void>;
}

/** An isolated MongoDB database. */
export async function createTestMongo(): Promise<TestMongo> {
  const name = `test_${newId().replaceAll('-', '')}`;
  const url = new URL(testEnvironment('MONGODB_URL'));
  url.pathname = `/${name}`;
  const client = await new MongoClient(url.href, { serverSelectionTimeoutMS: 30_000 }).connect();
  const db = client.db(name);
  return {
    client,
    db,
    url: url.href,
    async drop() {
      await db.dropDatabase();
      await client.close();
    },
  };
}

export interface TestRedis {
  /** A client that prefixes every key with `prefix`. */
  readonly redis: Redis;
  readonly url: string;
  readonly prefix: string;
  /** Deletes every key with the prefix and closes the client. */
  drop(): Promise<void>;
}

/** An isolated namespace in Redis: a key prefix. */
export function createTestRedis(): TestRedis {
  const url = testEnvironment('REDIS_URL');
  const prefix = `test:${newId()}:`;
  const redis = new Redis(url, { keyPrefix: prefix, maxRetriesPerRequest: 2 });
  return {
    redis,
    url,
    prefix,
    async drop() {
      const plain = new Redis(url);
      for await (const keys of plain.scanStream({ match: `${prefix}*`, count: 1_000 })) {
        if (Array.isArray(keys) && keys.length > 0) await plain.del(keys);
      }
      await Promise.all([plain.quit(), redis.quit()]);
    },
  };
}
