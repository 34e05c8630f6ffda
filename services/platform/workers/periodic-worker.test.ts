import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { backoff } from '../backoff.ts';
import { acquireLease, mongoLocks } from '../data/lease-mongo.ts';
import { type Locks, postgresLocks } from '../data/locks.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog } from '../testing/log.ts';
import { createTestMongo, type TestMongo } from '../testing/stores.ts';
import { until } from '../testing/until.ts';
import { periodicWorker, type Worker } from './periodic-worker.ts';

const log = silentLog();
let database: TestDatabase;
let mongo: TestMongo;
const opened: Locks[] = [];
const started: Worker[] = [];

beforeAll(async () => {
  [database, mongo] = await Promise.all([createTestDatabase('platform'), createTestMongo()]);
});
afterEach(() => Promise.all(started.splice(0).map(worker => worker.stop())));
afterAll(async () => {
  await Promise.all(opened.map(locks => locks.close()));
  await Promise.all([database.drop(), mongo.drop()]);
});

/** The result of `work` under the lock. */
async function within<T>(locks: Locks, name: string, work: () => Promise<T>): Promise<T> {
  const results: T[] = [];
  expect(await locks.runExclusive(name, async () => void results.push(await work()))).toBe(true);
  const [result] = results;
  if (result === undefined) throw new Error('nothing ran');
  return result;
}

const kinds: [string, () => Locks][] = [
  ['PostgreSQL', () => postgresLocks({ url: database.url, log })],
  ['MongoDB', () => mongoLocks({ db: mongo.db, log })],
];

describe.each(kinds)('a lock in %s', (_kind, create) => {
  function open(): Locks {
    const locks = create();
    opened.push(locks);
    return locks;
  }

  test('has one owner at a time, and is free afterwards, also after an error', async () => {
    const one = open();
    const other = open();
    expect(await within(one, 'a', () => other.runExclusive('a', async () => {}))).toBe(false);
    await expect(one.runExclusive('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await other.runExclusive('a', async () => {})).toBe(true);
  });

  test('does not block another name', async () => {
    const one = open();
    const other = open();
    expect(await within(one, 'a', () => other.runExclusive('b', async () => {}))).toBe(true);
  });

  test('prevents concurrent runs of a worker', async () => {
    let running = 0;
    let most = 0;
    let turns = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(resolve => setTimeout(resolve, 15));
      running -= 1;
      turns += 1;
    };
    for (const locks of [open(), open(), open()]) started.push(periodicWorker(5, 'sweep', run, { locks, log }));
    await Promise.all(started.map(worker => worker.start()));
    await until(() => turns >= 10, { describe: 'ten turns' });
    expect(most).toBe(1);
  });

  test('a worker that fails has its next turn, and stops with the run under way', async () => {
    const events: string[] = [];
    const worker = periodicWorker(
      5,
      'fragile',
      async signal => {
        events.push('began');
        if (events.length === 1) throw new Error('first');
        await until(() => signal.aborted, { describe: 'the signal' });
        events.push('ended');
      },
      { locks: open(), log },
    );
    await worker.start();
    await until(() => events.length === 2, { describe: 'the second turn' });
    await worker.stop();
    expect(events).toEqual(['began', 'began', 'ended']);
  });
});

describe('a lock of one session', () => {
  test('keeps two workers of one process apart, too', async () => {
    const locks = postgresLocks({ url: database.url, log });
    opened.push(locks);
    expect(await within(locks, 'a', () => locks.runExclusive('a', async () => {}))).toBe(false);
  });

  test('notifies its holder when the session is lost, and can be acquired again', async () => {
    const locks = postgresLocks({ url: database.url, log });
    opened.push(locks);
    let notified = false;
    await locks.runExclusive('fragile', async lost => {
      const admin = new pg.Client({ connectionString: database.url });
      await admin.connect();
      await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await admin.end();
      notified = await until(() => lost.aborted, { describe: 'the owner is notified' });
    });
    expect(notified).toBe(true);
    expect(await locks.runExclusive('fragile', async () => {})).toBe(true);
  });
});

describe('a lease', () => {
  test('passes to the next owner after it expired, with a higher fencing token, and the first owner is notified', async () => {
    const first = await acquireLease(mongo.db, 'relay');
    expect(await acquireLease(mongo.db, 'relay')).toBeUndefined();
    // The first owner may renew it in between.
    const second = await until(
      async () => {
        await mongo.db.collection('leases').updateOne({ _id: 'relay' } as object, { $set: { until: new Date(0) } });
        return acquireLease(mongo.db, 'relay');
      },
      { describe: 'the second owner has it' },
    );
    expect(second.fencingToken).toBe((first?.fencingToken ?? 0) + 1);
    await until(() => first?.lost.aborted, { describe: 'the first is notified' });
    await Promise.all([first?.release(), second.release()]);
    const third = await acquireLease(mongo.db, 'relay');
    expect(third).toBeDefined();
    await third?.release();
  });
});

describe('backoff', () => {
  test('doubles up to its limit, with half of it left to chance', () => {
    for (const [failures, full] of [
      [0, 100],
      [1, 200],
      [3, 800],
      [30, 1_000],
    ] as const) {
      const waits = Array.from({ length: 50 }, () => backoff(failures, 100, 1_000));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(full / 2);
      expect(Math.max(...waits)).toBeLessThanOrEqual(full);
      expect(new Set(waits).size).toBeGreaterThan(10);
    }
  });
});
