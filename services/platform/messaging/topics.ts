import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { TopicDefinition } from '../../../contracts/codegen/runtime/events.ts';
import type { KafkaConnection } from './kafka.ts';

/** The dead letter topic of a group for a topic. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

/** Dead letter topics are compacted and keyed by event: a letter stays until a tombstone marks it resolved. */
export function deadLetterTopics(topics: readonly string[], group: string): TopicDefinition[] {
  return topics.map(topic => ({
    topic: deadLetterTopic(topic, group),
    partitions: 1,
    config: { 'cleanup.policy': 'compact' },
  }));
}

/** Runs `work` with an admin client, which is closed afterwards. */
export async function withAdmin<T>(kafka: KafkaConnection, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.client.admin({ retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 } });
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

const LEADERS_TIMEOUT_MS = 15_000;

/**
 * Waits until every partition of new topics has a leader. kafkajs' own wait fails on a broker that does not know the
 * topics yet. Throws after 15 s, with the last error of the broker.
 */
async function waitForLeaders(admin: Admin, names: string[]): Promise<void> {
  const deadline = Date.now() + LEADERS_TIMEOUT_MS;
  let cause: unknown;
  while (Date.now() < deadline) {
    const ready = await haveLeaders(admin, names).catch((error: unknown) => {
      cause = error;
      return false;
    });
    if (ready) return;
    await sleep(50);
  }
  throw new Error(`No leader for partitions of ${names.join(', ')}`, { cause });
}

async function haveLeaders(admin: Admin, names: string[]): Promise<boolean> {
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  return topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
}

/**
 * Creates missing topics and adds missing partitions; never removes any. Throws when Kafka cannot be reached.
 */
export async function ensureTopics(kafka: KafkaConnection, definitions: readonly TopicDefinition[]): Promise<void> {
  if (definitions.length === 0) return;
  await withAdmin(kafka, async admin => {
    const existing = new Set(await admin.listTopics());
    const missing = definitions.filter(definition => !existing.has(kafka.topic(definition.topic)));
    if (missing.length > 0) {
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map(({ topic, partitions, config }) => ({
          topic: kafka.topic(topic),
          numPartitions: partitions,
          configEntries: Object.entries(config).map(([name, value]) => ({ name, value: String(value) })),
        })),
      });
      await waitForLeaders(
        admin,
        missing.map(({ topic }) => kafka.topic(topic)),
      );
    }
    const present = definitions.filter(definition => existing.has(kafka.topic(definition.topic)));
    if (present.length === 0) return;
    const { topics } = await admin.fetchTopicMetadata({
      topics: present.map(definition => kafka.topic(definition.topic)),
    });
    const toExtend = present.filter(definition => {
      const found = topics.find(topic => topic.name === kafka.topic(definition.topic));
      return found !== undefined && found.partitions.length < definition.partitions;
    });
    if (toExtend.length === 0) return;
    await admin.createPartitions({
      topicPartitions: toExtend.map(definition => ({
        topic: kafka.topic(definition.topic),
        count: definition.partitions,
      })),
    });
  });
}
