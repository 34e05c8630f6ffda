import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { mongoFailedWork } from '../failed-work/mongo-failed-work.ts';
import { flowStates } from '../observability/flow.ts';
import { counted, countedWith, counterConsumer, counterTopics, TOPIC } from '../testing/counters.ts';
import { silentLog } from '../testing/log.ts';
import { createTestMongo, type TestMongo } from '../testing/stores.ts';
import { consumeAll, limitMessageBytes, type TestTopics, testTopics } from '../testing/topics.ts';
import { until } from '../testing/until.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { createConsumers } from './consumer.ts';
import { withoutInbox } from './inbox.ts';
import { addToMongoOutbox, mongoOutbox, prepareMongoOutbox } from './outbox-mongo.ts';
import { createRelay, type OutboxSource } from './relay.ts';

const log = silentLog();
let mongo: TestMongo;
let topics: TestTopics;
let workers: Worker[];

beforeEach(async () => {
  [mongo, topics] = await Promise.all([createTestMongo(), testTopics(counterTopics)]);
  await prepareMongoOutbox(mongo.db);
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map(worker => worker.stop()));
  await Promise.all([mongo.drop(), topics.drop()]);
});

async function run(worker: Worker): Promise<Worker> {
  workers.push(worker);
  await worker.start();
  return worker;
}
const relay = (source: OutboxSource = mongoOutbox({ db: mongo.db })) =>
  createRelay({ kafka: topics.connection, source, topics: counterTopics, log });

/** Writes the aggregate and its event in one transaction, as a service does. */
const raise = (key: string, fail = false) =>
  mongo.client.withSession(session =>
    session.withTransaction(async () => {
      const after = await mongo.db
        .collection<{ _id: string; version: number }>('things')
        .findOneAndUpdate({ _id: key }, { $inc: { version: 1 } }, { upsert: true, returnDocument: 'after', session });
      await addToMongoOutbox(mongo.db, session, counted(key, after?.version ?? 0));
      if (fail) throw new Error('no');
    }),
  );
const emptied = () =>
  until(async () => (await mongo.db.collection('outbox').countDocuments()) === 0, {
    describe: 'the outbox is empty',
  });
const versions = async (key: string) =>
  (await consumeAll(topics.connection, TOPIC))
    .filter(event => event.key === key)
    .map(event => (event.payload as { by: number }).by);

describe('the outbox of MongoDB', () => {
  test('publishes committed events, in commit order per key, and none that were rolled back', async () => {
    for (const key of ['a', 'b']) await raise(key);
    await run(relay());
    await Promise.all(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'].map(key => raise(key)));
    await expect(raise('a', true)).rejects.toThrow('no');
    await emptied();
    expect(await versions('a')).toEqual([1, 2, 3, 4, 5]);
    expect(await versions('b')).toEqual([1, 2, 3, 4, 5]);
  });

  test('wakes the relay, long before its polling interval', async () => {
    await run(relay());
    await raise('first');
    await emptied();
    for (const key of ['a', 'b', 'c']) {
      await raise(key);
      await until(async () => (await mongo.db.collection('outbox').countDocuments()) === 0, {
        describe: 'it is published',
        timeoutMs: 25_000,
      });
    }
    expect(await versions('c')).toEqual([1]);
  });

  test('of two relays one publishes; the other takes over when the lease of the first is lost', async () => {
    const leaders: string[] = [];
    const watched = (name: string): OutboxSource => ({
      async acquire(signal) {
        const lease = await mongoOutbox({ db: mongo.db }).acquire(signal);
        if (lease) leaders.push(name);
        return lease;
      },
    });
    const first = await run(relay(watched('first')));
    await until(() => leaders.length === 1, { describe: 'the first is leader' });
    await run(relay(watched('second')));
    await raise('a');
    await emptied();
    expect(leaders).toEqual(['first']);
    await first.stop();
    await raise('a');
    await emptied();
    expect(leaders).toEqual(['first', 'second']);
    expect(await versions('a')).toEqual([1, 2]);
  });

  test('an event that Kafka refuses is parked, with the reason, and the rest is published', async () => {
    const add = (...events: EventRecord[]) =>
      mongo.client.withSession(session =>
        session.withTransaction(() => addToMongoOutbox(mongo.db, session, ...events)),
      );
    const large = countedWith('a', 2, randomBytes(60_000).toString('base64'));
    await add(counted('a', 1), large, counted('a', 3));
    await limitMessageBytes(topics.connection, TOPIC, 20_000);
    const flows = mongoOutbox({ db: mongo.db }).flows ?? [];
    expect((await flowStates(flows)).outbox?.value).toBeGreaterThan(0);
    await run(relay());
    await emptied();
    expect((await consumeAll(topics.connection, TOPIC)).map(({ payload }) => payload)).toEqual([{ by: 1 }, { by: 3 }]);
    expect(await mongo.db.collection('parked_events').find().toArray()).toEqual([
      expect.objectContaining({
        id: large.id,
        payload: large.payload,
        reason: expect.stringContaining('MESSAGE_TOO_LARGE'),
        attempts: 1,
      }),
    ]);
    expect(await flowStates(flows)).toMatchObject({
      outbox: { value: 0 },
      'parked events': { value: 1, stalled: true },
    });
  });

  test('an event that is published twice has one id, by which consumers recognize the duplicate', async () => {
    const totals = new Map<string, Set<string>>();
    const total = (key: string): number => totals.get(key)?.size ?? 0;
    await run(
      createConsumers<undefined>({
        kafka: topics.connection,
        group: 'totals',
        consumers: [
          counterConsumer(async (_event, meta) => {
            totals.set(meta.key, (totals.get(meta.key) ?? new Set()).add(meta.id));
          }),
        ],
        inTransaction: withoutInbox(undefined),
        log,
        firstPauseMs: 20,
      }),
    );
    const source = mongoOutbox({ db: mongo.db });
    let kills = 1;
    await run(
      relay({
        async acquire(signal) {
          const lease = await source.acquire(signal);
          return (
            lease && {
              ...lease,
              async delete(rows) {
                kills -= 1;
                if (kills >= 0) throw new Error('killed');
                await lease.delete(rows);
              },
            }
          );
        },
      }),
    );
    for (const key of ['a', 'b', 'a']) await raise(key);
    await emptied();
    await raise('end');
    await until(() => total('end') === 1, {
      describe: 'the end was counted',
    });
    await until(() => total('a') === 2, {
      describe: 'a was counted twice',
    });
    expect((await consumeAll(topics.connection, TOPIC)).length).toBeGreaterThan(4);
    expect(['a', 'b', 'end'].map(total)).toEqual([2, 1, 1]);
  });

  test('a parked event is listed, published by a retry, and gone when it is discarded', async () => {
    const failedWork = mongoFailedWork({ db: mongo.db });
    await limitMessageBytes(topics.connection, TOPIC, 20_000);
    const events = [1, 2].map(n => countedWith(`large-${n}`, n, randomBytes(30_000).toString('base64')));
    await mongo.client.withSession(session => addToMongoOutbox(mongo.db, session, ...events));
    await run(relay());
    const isParked = async () => (await failedWork.list(10)).length === 2;
    await until(isParked, { describe: 'both are parked' });
    expect((await failedWork.list(10))[0]).toMatchObject({ kind: 'event', name: 'Counted', topic: TOPIC });
    const [first = '', second = ''] = events.map(({ id }) => id);
    await limitMessageBytes(topics.connection, TOPIC, 1_000_000);
    expect(await failedWork.retry({ jobs: [], events: [first] })).toEqual({ jobs: [], events: [first] });
    expect(await failedWork.discard({ jobs: [], events: [second] })).toEqual({ jobs: [], events: [second] });
    await emptied();
    expect(await versions('large-1')).toEqual([1]);
    expect(await versions('large-2')).toEqual([]);
    expect(await failedWork.list(10)).toEqual([]);
    expect(await failedWork.retry({ jobs: [], events: [second] })).toEqual({ jobs: [], events: [] });
  });
});
