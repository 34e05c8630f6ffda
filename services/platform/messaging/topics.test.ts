import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encodeEvent } from '../../../contracts/codegen/runtime/events.ts';
import { counted } from '../testing/counters.ts';
import { publish } from '../testing/publish.ts';
import { consumeAll, type TestTopics, testTopics } from '../testing/topics.ts';
import { until } from '../testing/until.ts';
import { readTopic } from './dead-letters.ts';
import { deadLetterTopics, ensureTopics, withAdmin } from './topics.ts';

let topics: TestTopics;
beforeEach(async () => {
  topics = await testTopics();
});
afterEach(() => topics.drop());

const definition = {
  topic: 'counters.counter.v1',
  partitions: 2,
  config: { 'cleanup.policy': 'delete', 'retention.ms': '604800000' },
};

const partitions = (topic: string) =>
  withAdmin(topics.connection, async admin => {
    const metadata = await admin.fetchTopicMetadata({ topics: [topics.connection.topic(topic)] });
    return metadata.topics[0]?.partitions.length;
  });

test('creates missing topics, adds partitions, and never removes any', async () => {
  await ensureTopics(topics.connection, [definition]);
  await ensureTopics(topics.connection, [definition, ...deadLetterTopics([definition.topic], 'totals')]);
  expect([await partitions(definition.topic), await partitions('counters.counter.v1.totals.dlq')]).toEqual([2, 1]);
  await ensureTopics(topics.connection, [{ ...definition, partitions: 4 }]);
  // The broker reports partitions a moment after the controller has added them.
  await until(async () => (await partitions(definition.topic)) === 4, { describe: 'partitions are added' });
  await ensureTopics(topics.connection, [{ ...definition, partitions: 1 }]);
  expect(await partitions(definition.topic)).toBe(4);
});

test('creates a topic with the configuration of its contract', async () => {
  await ensureTopics(topics.connection, [definition]);
  const entries = await withAdmin(topics.connection, async admin => {
    // 2 is a topic: https://kafka.apache.org/protocol#The_Messages_DescribeConfigs
    const described = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topics.connection.topic(definition.topic) }],
    });
    return described.resources[0]?.configEntries ?? [];
  });
  expect(Object.fromEntries(entries.map(entry => [entry.configName, entry.configValue]))).toMatchObject(
    definition.config,
  );
});

test('several processes may create the same topics at once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => ensureTopics(topics.connection, [definition])));
  expect(await partitions(definition.topic)).toBe(2);
});

test('suites with another prefix do not see each other', async () => {
  const other = await testTopics([definition]);
  await ensureTopics(topics.connection, [definition]);
  const event = counted('a', 1);
  await publish(other.connection, event);
  expect(await readTopic(topics.connection, definition.topic)).toEqual([]);
  expect(await consumeAll(other.connection, definition.topic)).toEqual([
    { id: event.id, type: 'Counted', key: 'a', payload: { by: 1 }, headers: encodeEvent(event).headers },
  ]);
  await other.drop();
});
