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
/** Lets a handler that is held go on. */
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
async function listen(kafka: KafkaConnection, heard: (key: string) => Promise<void>): Promise<void> {
  listener = createBroadcastConsumer<undefined>({
    ...{ kafka, name: 'listener', topics: counterTopics, log: silentLog() },
    consumers: [counterConsumer<undefined>(async () => {})],
    handle: (meta, run) => run(undefined).then(() => heard(meta.key)),
  });
  await listener.start();
  await until(() => listener.isCaughtUp(), { describe: 'it listens' });
}

const tell = (...events: EventRecord[]) => publish(topics.connection, ...events);

test('what happened before it started is not heard, what happens then is, in order', async () => {
  await tell(counted('before', 1));
  const keys: string[] = [];
  await listen(topics.connection, async key => void keys.push(key));
  await tell(counted('a', 1), counted('a', 2), counted('a', 3));
  await until(() => keys.length === 3, { describe: 'all are heard' });
  expect(keys).toEqual(['a', 'a', 'a']);
});

test('after Kafka was away it is up to date when all that was missed is heard, not before', async () => {
  const network = flakyKafka();
  const [keys, held]: [string[], PromiseWithResolvers<void>] = [[], Promise.withResolvers()];
  release = held.resolve;
  await listen({ ...topics.connection, client: network.client }, async key => {
    keys.push(key);
    if (key !== 'before') await held.promise;
  });
  await tell(counted('before', 1));
  await until(() => keys.length === 1, { describe: 'it hears' });
  network.disconnect();
  await until(() => !listener.isCaughtUp(), { describe: 'it knows that it hears nothing' });
  await tell(counted('missed', 1), counted('missed', 2));
  network.restore();
  await until(() => keys.length > 1, { describe: 'it hears again' });
  expect(listener.isCaughtUp()).toBe(false);
  release();
  await until(() => listener.isCaughtUp(), { describe: 'it has heard all' });
  expect(keys).toEqual(['before', 'missed', 'missed']);
});
