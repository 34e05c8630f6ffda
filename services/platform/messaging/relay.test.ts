import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { registry } from '../observability/metrics.ts';
import { inTrace, startTrace } from '../observability/trace.ts';
import {
  type Counters,
  count,
  counted,
  countedWith,
  counterConsumer,
  counterTopics,
  openCounters,
  TOPIC,
} from '../testing/counters.ts';
import { flakyKafka } from '../testing/flaky-kafka.ts';
import { silentLog } from '../testing/log.ts';
import { consumeAll, limitMessageBytes, type TestTopics, testTopics } from '../testing/topics.ts';
import { until } from '../testing/until.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { createConsumers } from './consumer.ts';
import { inboxTransaction } from './inbox.ts';
import { addToOutbox } from './outbox.ts';
import { postgresOutbox } from './outbox-postgres.ts';
import { createRelay, type OutboxSource } from './relay.ts';

const log = silentLog();
let counters: Counters;
let topics: TestTopics;
let workers: Worker[];

beforeEach(async () => {
  [counters, topics] = await Promise.all([openCounters(), testTopics()]);
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map(worker => worker.stop()));
  await Promise.all([counters.drop(), topics.drop()]);
});

async function run(worker: Worker): Promise<Worker> {
  workers.push(worker);
  await worker.start();
  return worker;
}

function relay(source: OutboxSource = postgresOutbox({ url: counters.url }), kafka = topics.connection): Worker {
  return createRelay({ kafka, source, topics: counterTopics, log, batchSize: 50 });
}

const add = (...amounts: [key: string, by: number][]) =>
  counters.prisma.$transaction(tx => addToOutbox(tx, ...amounts.map(([key, by]) => counted(key, by))));

const emptied = () => until(async () => (await counters.outboxSize()) === 0, { describe: 'the outbox is empty' });
const published = async () => (await consumeAll(topics.connection, TOPIC)).map(({ key, payload }) => [key, payload]);

describe('the relay', () => {
  test('publishes committed events, in order per key, and none that were rolled back', async () => {
    await run(relay());
    for (let round = 0; round < 5; round += 1) await add(['a', round], ['b', round], ['a', round + 100]);
    await expect(
      counters.prisma.$transaction(async tx => {
        await addToOutbox(tx, counted('a', 999));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await emptied();
    const of = (key: string, all: unknown[][]) => all.filter(([found]) => found === key).map(([, payload]) => payload);
    const all = await published();
    expect(of('a', all)).toEqual([0, 1, 2, 3, 4].flatMap(round => [{ by: round }, { by: round + 100 }]));
    expect(of('b', all)).toEqual([0, 1, 2, 3, 4].map(by => ({ by })));
  });

  test('publishes an event when its transaction commits, long before its polling interval', async () => {
    await run(relay());
    await add(['first', 0]);
    await emptied();
    for (const by of [1, 2, 3]) {
      await add(['a', by]);
      await until(async () => (await counters.outboxSize()) === 0, { describe: 'it is published', timeoutMs: 25_000 });
    }
    expect((await published()).filter(([key]) => key === 'a')).toEqual([1, 2, 3].map(by => ['a', { by }]));
  });

  test('sends CloudEvents with their trace', async () => {
    await run(relay());
    const trace = startTrace('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    const event = counted('a', 1);
    await inTrace(trace, () => counters.prisma.$transaction(tx => addToOutbox(tx, event)));
    await emptied();
    const [message] = await consumeAll(topics.connection, TOPIC);
    expect(message).toMatchObject({ id: event.id, key: 'a', type: 'Counted', payload: { by: 1 } });
    expect(message?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_source: 'counters',
      ce_subject: 'a',
      ce_time: event.time,
      traceparent: `00-0af7651916cd43dd8448eb211c80319c-${trace.spanId}-01`,
    });
  });

  test('publishes an event whose transaction commits after later ones', async () => {
    await run(relay());
    const slow = Promise.withResolvers<void>();
    const added = Promise.withResolvers<void>();
    const early = counters.prisma.$transaction(async tx => {
      await addToOutbox(tx, counted('early', 1));
      added.resolve();
      await slow.promise;
    });
    await added.promise;
    await add(['late', 2]);
    await emptied();
    slow.resolve();
    await early;
    await emptied();
    expect(await published()).toEqual(
      expect.arrayContaining([
        ['late', { by: 2 }],
        ['early', { by: 1 }],
      ]),
    );
  });

  test('killed between publishing and deleting publishes again, and the inbox discards the duplicate', async () => {
    const source = postgresOutbox({ url: counters.url });
    let kills = 2;
    const killed: OutboxSource = {
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
    };
    await run(
      createConsumers({
        kafka: topics.connection,
        group: 'totals',
        consumers: [counterConsumer(count)],
        inTransaction: inboxTransaction(counters.prisma, tx => tx),
        log,
      }),
    );
    await add(['a', 5], ['b', 7]);
    await run(relay(killed));
    await emptied();
    expect(await published()).toHaveLength(6);
    await add(['a', 100], ['b', 100]);
    await until(async () => (await counters.total('a')) >= 105 && (await counters.total('b')) >= 107, {
      describe: 'both were counted',
    });
    expect(await counters.totals()).toEqual({ a: 105, b: 107 });
  });

  test('of two relays one publishes, and the other takes over when the first loses its session', async () => {
    const leaders: string[] = [];
    const watched = (name: string): OutboxSource => ({
      async acquire(signal) {
        const lease = await postgresOutbox({ url: counters.url }).acquire(signal);
        if (lease) leaders.push(name);
        return lease;
      },
    });
    const first = await run(relay(watched('first')));
    await until(() => leaders.length === 1, { describe: 'the first is leader' });
    await run(relay(watched('second')));
    await add(['a', 1]);
    await emptied();
    expect(leaders).toEqual(['first']);
    const stopped = first.stop();
    await until(() => leaders.length === 2, { describe: 'the second is leader' });
    await stopped;
    await add(['a', 2]);
    await emptied();
    expect(leaders).toEqual(['first', 'second']);
    expect(await published()).toEqual([
      ['a', { by: 1 }],
      ['a', { by: 2 }],
    ]);
  });

  test('continues after the database closed every connection', async () => {
    await run(relay());
    await add(['a', 1]);
    await emptied();
    const admin = new pg.Client({ connectionString: counters.url });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'outbox-relay'`,
    );
    await admin.end();
    await add(['a', 2]);
    await emptied();
    expect(await published()).toEqual([
      ['a', { by: 1 }],
      ['a', { by: 2 }],
    ]);
  });

  test('continues after an outage of Kafka, and loses nothing', async () => {
    const network = flakyKafka();
    await run(relay(undefined, { ...topics.connection, client: network.client }));
    await add(['a', 1]);
    await emptied();
    network.disconnect();
    await add(['a', 2], ['b', 3]);
    await add(['a', 4]);
    expect(await counters.outboxSize()).toBe(3);
    network.restore();
    await emptied();
    expect(new Set((await published()).map(entry => JSON.stringify(entry)))).toEqual(
      new Set(['["a",{"by":1}]', '["a",{"by":2}]', '["b",{"by":3}]', '["a",{"by":4}]']),
    );
  });

  describe('of events that are large for their topic', () => {
    const LIMIT = 20_000;
    const limited = (bytes: number) => [
      { topic: TOPIC, partitions: 3, config: { 'max.message.bytes': String(bytes) } },
    ];
    /** A text of some `bytes` that compression does not make smaller than three quarters of it. */
    const random = (bytes: number): string => randomBytes(bytes * 0.75).toString('base64');
    const addAll = (...events: EventRecord[]) => counters.prisma.$transaction(tx => addToOutbox(tx, ...events));
    const limitedRelay = (bytes: number) =>
      createRelay({
        kafka: topics.connection,
        source: postgresOutbox({ url: counters.url }),
        topics: limited(bytes),
        log,
      });

    test('publishes more at once than a batch may have, in order, and each once', async () => {
      await addAll(...Array.from({ length: 40 }, (_, n) => countedWith(`${n % 2}`, n, random(4_000))));
      await run(limitedRelay(LIMIT));
      await emptied();
      const all = (await published()).map(([key, payload]) => [key, z.object({ by: z.number() }).parse(payload).by]);
      for (const [key, first] of [
        ['0', 0],
        ['1', 1],
      ] as const)
        expect(all.filter(([found]) => found === key).map(([, by]) => by)).toEqual(
          Array.from({ length: 20 }, (_, n) => first + 2 * n),
        );
    });

    test('publishes one that is larger than the topic takes, if it fits compressed', async () => {
      await addAll(countedWith('a', 1, 'x'.repeat(100_000)));
      await run(limitedRelay(LIMIT));
      await emptied();
      expect(await published()).toHaveLength(1);
      expect(await counters.prisma.parkedEvent.count()).toBe(0);
    });

    test('parks one that does not fit, with the reason, and publishes the rest', async () => {
      const large = countedWith('a', 2, random(60_000));
      await addAll(counted('a', 1), large, counted('a', 3), counted('b', 4));
      await run(limitedRelay(LIMIT));
      await emptied();
      const keys = (await published()).map(([key, payload]) => [key, payload]);
      expect(keys).toEqual(
        expect.arrayContaining([
          ['a', { by: 1 }],
          ['a', { by: 3 }],
          ['b', { by: 4 }],
        ]),
      );
      expect(keys).toHaveLength(3);
      expect(await counters.prisma.parkedEvent.findMany()).toEqual([
        expect.objectContaining({
          id: large.id,
          aggregateid: 'a',
          type: 'Counted',
          topic: TOPIC,
          payload: large.payload,
          reason: expect.stringContaining('MESSAGE_TOO_LARGE'),
          attempts: 1,
        }),
      ]);
      expect(await registry.getSingleMetricAsString('outbox_parked_total')).toContain(TOPIC);
    });

    test('halves batches that Kafka refuses, when a topic takes less than it did', async () => {
      await run(limitedRelay(1_000_000));
      await addAll(counted('first', 0));
      await emptied();
      await limitMessageBytes(topics.connection, TOPIC, LIMIT);
      const events = Array.from({ length: 16 }, (_, n) => countedWith('a', n, random(n === 5 ? 60_000 : 4_000)));
      await addAll(...events);
      await emptied();
      const ids = new Set((await consumeAll(topics.connection, TOPIC)).map(({ id }) => id));
      expect(events.filter(event => !ids.has(event.id))).toEqual([events[5]]);
      const [parked, ...others] = await counters.prisma.parkedEvent.findMany();
      expect(parked?.id).toBe(events[5]?.id);
      expect(parked?.attempts).toBeGreaterThan(1);
      expect(others).toEqual([]);
    });
  });

  test('rejects an event that Kafka would reject, while its transaction can still be rolled back', async () => {
    const event = { ...counted('a', 1), payload: { text: 'x'.repeat(1_000_000) } };
    await expect(counters.prisma.$transaction(tx => addToOutbox(tx, event))).rejects.toThrow(RangeError);
  });
});
