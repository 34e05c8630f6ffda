import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type EventRecord, encodeEvent } from '../../../contracts/codegen/runtime/events.ts';
import { unavailable } from '../http/unavailable.ts';
import { currentTrace } from '../observability/trace.ts';
import {
  type Counters,
  count,
  counted,
  counterConsumer,
  counterTopics,
  openCounters,
  TOPIC,
  type Tx,
} from '../testing/counters.ts';
import { flakyKafka } from '../testing/flaky-kafka.ts';
import { silentLog } from '../testing/log.ts';
import { type TestTopics, testTopics } from '../testing/topics.ts';
import { until } from '../testing/until.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { type ConsumersOptions, createConsumers } from './consumer.ts';
import { discardDeadLetters, listDeadLetters, replayDeadLetters } from './dead-letters.ts';
import { inboxTransaction, withoutInbox } from './inbox.ts';
import { ensureTopics, withAdmin } from './topics.ts';

const log = silentLog();
let counters: Counters;
let topics: TestTopics;
let workers: Worker[];

beforeEach(async () => {
  [counters, topics] = await Promise.all([openCounters(), testTopics(counterTopics)]);
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map(worker => worker.stop()));
  await Promise.all([counters.drop(), topics.drop()]);
});

async function send(...messages: { key: string; value: string; headers: Record<string, string> }[]): Promise<void> {
  const producer = topics.connection.client.producer();
  await producer.connect();
  await producer.send({ topic: topics.connection.topic(TOPIC), messages });
  await producer.disconnect();
}
const publish = (...events: EventRecord[]) => send(...events.map(event => encodeEvent(event)));

type Handler = Parameters<typeof counterConsumer<Tx>>[0];

async function consume(handler: Handler, options: Partial<ConsumersOptions<Tx>> = {}): Promise<Worker> {
  const worker = createConsumers<Tx>({
    kafka: topics.connection,
    group: 'totals',
    consumers: [counterConsumer(handler)],
    inTransaction: inboxTransaction(counters.prisma, tx => tx),
    log,
    firstPauseMs: 20,
    ...options,
  });
  workers.push(worker);
  await worker.start();
  return worker;
}

const counts = (wanted: Record<string, number>) =>
  until(
    async () =>
      JSON.stringify(Object.entries(await counters.totals()).sort()) === JSON.stringify(Object.entries(wanted).sort()),
    {
      describe: `the totals are ${JSON.stringify(wanted)}`,
    },
  );
const letters = (group = 'totals') => listDeadLetters(topics.connection, { topic: TOPIC, group });

describe('consumers', () => {
  test('an event that is delivered twice takes effect once', async () => {
    const events = Array.from({ length: 20 }, (_, index) => counted(`key-${index % 4}`, 1));
    await publish(...events, ...events);
    await publish(...events);
    await consume(count);
    await counts({ 'key-0': 5, 'key-1': 5, 'key-2': 5, 'key-3': 5 });
    await publish(counted('end', 1));
    await counts({ 'key-0': 5, 'key-1': 5, 'key-2': 5, 'key-3': 5, end: 1 });
  });

  test('an event without a handler costs no transaction and does not delay later ones', async () => {
    const event = counted('a', 1);
    await consume(count);
    await publish({ ...counted('a', 5), type: 'Renamed' }, event);
    await counts({ a: 1 });
    expect(await counters.prisma.inbox.findMany({ select: { eventId: true } })).toEqual([{ eventId: event.id }]);
  });

  test('events of one partition can be handled concurrently, and failed ones are retried', async () => {
    const failedOnce = new Set<number>();
    const flaky: Handler = async (event, meta, tx) => {
      if (event.by === 3 && !failedOnce.has(event.by)) {
        failedOnce.add(event.by);
        throw new Error('not yet');
      }
      await count(event, meta, tx);
    };
    await consume(flaky, { concurrencyPerPartition: 10 });
    await publish(...[1, 2, 3, 4].map(by => counted('a', by)));
    await counts({ a: 10 });
  });

  test('events of several partitions share a transaction', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    await publish(...keys.map(key => counted(key, 1)));
    await consume(count);
    await counts(Object.fromEntries(keys.map(key => [key, 1])));
    const [{ commits } = { commits: 0 }] = await counters.prisma.$queryRaw<{ commits: number }[]>`
      SELECT count(DISTINCT xmin::text)::int AS commits FROM inbox`;
    expect(commits).toBeLessThan(3);
  });

  test('the events that a fetch brings share a transaction, and one that fails becomes a dead letter alone', async () => {
    const amounts = Array.from({ length: 30 }, (_, index) => index + 1);
    await publish(...amounts.map(by => counted('a', by)), counted('b', 1));
    await consume(
      async (event, meta, tx) => {
        await count(event, meta, tx);
        if (event.by === 13) throw new Error('unlucky');
      },
      { maxAttempts: 2 },
    );
    await counts({ a: (30 * 31) / 2 - 13, b: 1 });
    expect(await letters()).toEqual([expect.objectContaining({ payload: { by: 13 }, attempts: 2 })]);
    const transactions = async () => {
      const rows = await counters.prisma.$queryRaw<{ handled: number; commits: number }[]>`
        SELECT count(*)::int AS handled, count(DISTINCT xmin::text)::int AS commits FROM inbox`;
      return rows[0] ?? { handled: 0, commits: 0 };
    };
    const before = await transactions();
    await publish(...amounts.map(() => counted('c', 100)));
    await counts({ a: (30 * 31) / 2 - 13, b: 1, c: 3_000 });
    const after = await transactions();
    expect(after.handled - before.handled).toBe(30);
    expect(after.commits - before.commits).toBe(1);
  });

  test('the writes of a failed handler are rolled back, and the event is retried until it succeeds', async () => {
    let failures = 3;
    await publish(counted('a', 5), counted('a', 7));
    await consume(async (event, meta, tx) => {
      await count(event, meta, tx);
      failures -= 1;
      if (failures >= 0) throw new Error('not yet');
    });
    await counts({ a: 12 });
    expect(await letters()).toEqual([]);
  });

  test('other partitions continue while one waits for a retry', async () => {
    let broken = true;
    let failed = false;
    await publish(counted('a', 1));
    await consume(
      async (event, meta, tx) => {
        if (meta.key === 'a' && broken) {
          failed = true;
          throw new Error('broken');
        }
        await count(event, meta, tx);
      },
      { firstPauseMs: 14_000 },
    );
    await until(() => failed, { describe: 'the first attempt failed' });
    await publish(...Array.from({ length: 12 }, (_, index) => counted(`other-${index}`, 1)));
    // Keys that share the partition of `a` wait behind it; the other two partitions hold the rest.
    await until(async () => Object.keys(await counters.totals()).length >= 4, {
      describe: 'others were counted',
      timeoutMs: 13_000,
    });
    expect(await counters.totals()).not.toHaveProperty('a');
    broken = false;
    await until(async () => Object.keys(await counters.totals()).length === 13, {
      describe: 'all were counted',
      timeoutMs: 60_000,
    });
  });

  test('an event that violates its schema becomes a dead letter at once, and the rest continues', async () => {
    const bad = { ...counted('a', 1), payload: { by: 'many' } };
    await publish(counted('a', 1), bad);
    await send({ key: 'a', value: '{', headers: {} });
    await publish(counted('a', 2));
    let calls = 0;
    await consume(async (event, meta, tx) => {
      calls += 1;
      await count(event, meta, tx);
    });
    await counts({ a: 3 });
    expect(calls).toBe(2);
    const found = await letters();
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      id: bad.id,
      type: 'Counted',
      topic: TOPIC,
      key: 'a',
      attempts: 1,
      payload: { by: 'many' },
    });
    expect(found[0]?.error).toContain('Counted breaks its contract');
    expect(found[1]).toMatchObject({ type: 'unknown', payload: '{', attempts: 1 });
  });

  test('an event becomes a dead letter after the last attempt, and can be replayed later', async () => {
    let broken = true;
    const poison = counted('a', 5);
    const other = counted('a', 1);
    await publish(poison, other);
    const handler: Handler = async (event, meta, tx) => {
      if (broken && event.by === 5) throw new Error('cannot count to five');
      await count(event, meta, tx);
    };
    await consume(handler, { maxAttempts: 3 });
    const seen: number[] = [];
    await consume(async event => void seen.push(event.by), {
      group: 'watcher',
      inTransaction: (_event, run) => run(counters.prisma).then(() => 'handled'),
    });
    await counts({ a: 1 });
    const [letter] = await until(async () => ((await letters()).length > 0 ? letters() : undefined), {
      describe: 'a dead letter',
    });
    expect(letter).toMatchObject({ id: poison.id, error: 'cannot count to five', attempts: 3, payload: { by: 5 } });

    expect(await replayDeadLetters(topics.connection, { topic: TOPIC, group: 'totals', ids: [poison.id] })).toBe(1);
    const failedAgain = async () => (await letters()).some(({ failedAt }) => failedAt !== letter?.failedAt);
    await until(failedAgain, { describe: 'it failed again' });
    broken = false;
    expect(await replayDeadLetters(topics.connection, { topic: TOPIC, group: 'totals' })).toBe(1);
    await counts({ a: 6 });
    expect(await letters()).toEqual([]);
    expect(await replayDeadLetters(topics.connection, { topic: TOPIC, group: 'totals' })).toBe(0);
    await publish(counted('end', 9));
    await until(() => seen.includes(9), { describe: 'the watcher saw the end' });
    expect(seen.filter(by => by === 5)).toHaveLength(1);
  });

  test('a dead letter can be discarded', async () => {
    const bad = { ...counted('a', 1), payload: {} };
    await publish(bad);
    await consume(count);
    await until(async () => (await letters()).length === 1, { describe: 'a dead letter' });
    expect(await discardDeadLetters(topics.connection, { topic: TOPIC, group: 'totals', ids: [bad.id] })).toBe(1);
    expect(await letters()).toEqual([]);
  });

  test('while a dependency is down the event is retried without limit', async () => {
    let isDown = true;
    let calls = 0;
    await publish(counted('a', 1));
    const worker = await consume(
      async (event, meta, tx) => {
        calls += 1;
        if (isDown) throw unavailable('Inventory');
        await count(event, meta, tx);
      },
      { maxAttempts: 2 },
    );
    await until(() => calls > 4, { describe: 'it was retried four times' });
    const lag = () => worker.flows?.[0]?.measure();
    expect(await lag()).toBeGreaterThan(0);
    isDown = false;
    await counts({ a: 1 });
    await until(async () => (await lag()) === 0, { describe: 'the lag is gone' });
    expect(await letters()).toEqual([]);
  });

  test('stopping waits for the handler, and the next process continues at its offset', async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const handled: number[] = [];
    const first = await consume(
      async event => {
        started.resolve();
        await release.promise;
        handled.push(event.by);
      },
      { inTransaction: (_event, run) => run(counters.prisma).then(() => 'handled') },
    );
    await publish(counted('a', 1), counted('a', 2));
    await started.promise;
    const stopped = first.stop();
    release.resolve();
    await stopped;
    expect(handled).toEqual([1]);
    await consume(async event => void handled.push(event.by), {
      inTransaction: (_event, run) => run(counters.prisma).then(() => 'handled'),
    });
    await until(() => handled.length === 2, { describe: 'the second was handled' });
    expect(handled).toEqual([1, 2]);
  });

  test('two processes share the work, and each event still takes effect once', async () => {
    const events = Array.from({ length: 60 }, (_, index) => counted(`key-${index % 6}`, 1));
    await Promise.all([consume(count), consume(count)]);
    await publish(...events.slice(0, 30));
    await consume(count);
    await publish(...events.slice(30), ...events);
    await counts(Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`key-${index}`, 10])));
  });

  test('may start before its topics exist', async () => {
    const later = await testTopics();
    const seen: number[] = [];
    const worker = createConsumers({
      kafka: later.connection,
      group: 'early',
      consumers: [counterConsumer<void>(async event => void seen.push(event.by))],
      inTransaction: withoutInbox(undefined),
      log,
    });
    workers.push(worker);
    await worker.start();
    await until(
      async () =>
        withAdmin(later.connection, async admin =>
          (await admin.listTopics()).includes(later.connection.topic(`${TOPIC}.early.dlq`)),
        ),
      {
        describe: 'it has begun',
      },
    );
    await ensureTopics(later.connection, counterTopics);
    const producer = later.connection.client.producer();
    await producer.connect();
    await producer.send({ topic: later.connection.topic(TOPIC), messages: [encodeEvent(counted('a', 3))] });
    await producer.disconnect();
    await until(() => seen.length > 0, { describe: 'the event was handled' });
    expect(seen).toEqual([3]);
    await worker.stop();
    await later.drop();
  });

  test('continues after an outage of Kafka', async () => {
    const network = flakyKafka();
    await consume(count, { kafka: { ...topics.connection, client: network.client } });
    await publish(counted('a', 1));
    await counts({ a: 1 });
    network.disconnect();
    await publish(counted('a', 2));
    network.restore();
    await counts({ a: 3 });
  });

  test('a handler runs in the trace of the event', async () => {
    const traces: (string | undefined)[] = [];
    await send(encodeEvent(counted('a', 1), '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'));
    const worker = createConsumers({
      kafka: topics.connection,
      group: 'tracer',
      consumers: [
        counterConsumer<string>(async (_event, _meta, context) => void traces.push(context, currentTrace()?.traceId)),
      ],
      inTransaction: withoutInbox('context'),
      log,
    });
    workers.push(worker);
    await worker.start();
    await until(() => traces.length === 2, { describe: 'the event was handled' });
    expect(traces).toEqual(['context', '0af7651916cd43dd8448eb211c80319c']);
  });
});
