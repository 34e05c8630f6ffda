import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { counted, counterConsumer, counterTopics } from '../testing/counters.ts';
import { flakyKafka } from '../testing/flaky-kafka.ts';
import { silentLog } from '../testing/log.ts';
import { publish } from '../testing/publish.ts';
import { type TestTopics, testTopics } from '../testing/topics.ts';
import { until } from '../testing/until.ts';
import { type BroadcastConsumer, createBroadcastConsumer } from './broadcast-consumer.ts';
import type { KafkaConnection } from './kafka.ts';

let topics: TestTopics;
let listener: BroadcastConsumer;
/** Releases a blocked handler. */
let release: () => void;

beforeEach(async () => {
  topics = await testTopics(counterTopics);
  release = () => {};
});
afterEach(async () => {
  release();
  await listener.stop();
  await topics.drop();
});

/** Listens with a handler that may take its time. */
async function consume(kafka: KafkaConnection, onEvent: (key: string) => Promise<void>): Promise<void> {
  listener = createBroadcastConsumer<undefined>({
    kafka,
    name: 'listener',
    topics: counterTopics,
    log: silentLog(),
    consumers: [counterConsumer<undefined>(async () => {})],
    handle: (meta, run) => run(undefined).then(() => onEvent(meta.key)),
  });
  await listener.start();
  await until(() => listener.isCaughtUp(), { describe: 'it is subscribed' });
}

const send = (...events: EventRecord[]) => publish(topics.connection, ...events);

test('events before its start are not consumed, later ones are, in order', async () => {
  await send(counted('before', 1));
  const keys: string[] = [];
  await consume(topics.connection, async key => void keys.push(key));
  await send(counted('a', 1), counted('a', 2), counted('a', 3));
  await until(() => keys.length === 3, { describe: 'all are consumed' });
  expect(keys).toEqual(['a', 'a', 'a']);
});

test('after an outage of Kafka it is caught up once the backlog is consumed, not before', async () => {
  const network = flakyKafka();
  const keys: string[] = [];
  const blocked = Promise.withResolvers<void>();
  release = blocked.resolve;
  await consume({ ...topics.connection, client: network.client }, async key => {
    keys.push(key);
    if (key !== 'before') await blocked.promise;
  });
  await send(counted('before', 1));
  await until(() => keys.length === 1, { describe: 'it consumes' });
  network.disconnect();
  await until(() => !listener.isCaughtUp(), { describe: 'it reports the outage' });
  await send(counted('missed', 1), counted('missed', 2));
  network.restore();
  await until(() => keys.length > 1, { describe: 'it consumes again' });
  expect(listener.isCaughtUp()).toBe(false);
  const lag = () => listener.flows?.[0]?.measure();
  expect(await lag()).toBeGreaterThan(0);
  release();
  await until(() => listener.isCaughtUp(), { describe: 'it has consumed all' });
  expect(await lag()).toBe(0);
  expect(keys).toEqual(['before', 'missed', 'missed']);
});
