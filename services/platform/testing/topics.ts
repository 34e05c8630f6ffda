import kafkajs from 'kafkajs';
import type { TopicDefinition } from '../../../contracts/codegen/runtime/events.ts';
import { newId } from '../ids.ts';
import { readTopic } from '../messaging/dead-letters.ts';
import { createKafka, type KafkaConnection } from '../messaging/kafka.ts';
import { ensureTopics, withAdmin } from '../messaging/topics.ts';
import { testEnvironment } from './environment.ts';
import { silentLog } from './log.ts';
import { until } from './until.ts';

export interface TestTopics {
  readonly connection: KafkaConnection;
  /** KAFKA_TOPIC_PREFIX for code with its own connection. */
  readonly prefix: string;
  /** Deletes every topic with the prefix. */
  drop(): Promise<void>;
}

/**
 * An isolated namespace in Kafka: a prefix of all topics and groups. Creates the topics of the lists (`ordersTopics`).
 */
export async function testTopics(...lists: (readonly TopicDefinition[])[]): Promise<TestTopics> {
  const prefix = `test-${newId().slice(-12)}.`;
  const connection = createKafka({
    brokers: testEnvironment('KAFKA_BROKERS'),
    clientId: 'test',
    topicPrefix: prefix,
    log: silentLog(),
  });
  await ensureTopics(connection, lists.flat());
  return {
    connection,
    prefix,
    async drop() {
      await withAdmin(connection, async admin => {
        const topics = (await admin.listTopics()).filter(topic => topic.startsWith(prefix));
        if (topics.length > 0) await admin.deleteTopics({ topics });
      });
    },
  };
}

/** Lets a topic (its name in the contracts) take record batches of at most `bytes`; the broker knows it by then. */
export async function limitMessageBytes(kafka: KafkaConnection, topic: string, bytes: number): Promise<void> {
  const limit = { name: 'max.message.bytes', value: String(bytes) };
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: kafka.topic(topic) };
  await withAdmin(kafka, async admin => {
    await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: [limit] }] });
    await until(
      async () => {
        const known = await admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ ...resource, configNames: [limit.name] }],
        });
        return known.resources[0]?.configEntries.some(({ configValue }) => configValue === limit.value);
      },
      { describe: 'the broker knows the limit' },
    );
  });
}

export interface PublishedEvent {
  id: string;
  type: string;
  key: string;
  payload: unknown;
  headers: Record<string, string>;
}

/** Every event of a topic (its name in the contracts) so far, in the order of each partition. */
export async function consumeAll(kafka: KafkaConnection, topic: string): Promise<PublishedEvent[]> {
  const messages = await readTopic(kafka, topic);
  return messages.map(message => {
    const headers = Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    return {
      id: headers.ce_id ?? '',
      type: headers.ce_type ?? '',
      key: message.key?.toString() ?? '',
      payload: JSON.parse(message.value?.toString() ?? 'null'),
      headers,
    };
  });
}
