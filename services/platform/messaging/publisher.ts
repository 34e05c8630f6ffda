import kafkajs, { CompressionTypes, Partitioners, type PartitionMetadata, type Producer } from 'kafkajs';
import { encodeEvent, type TopicDefinition } from '../../../contracts/codegen/runtime/events.ts';
import { loadOf } from '../observability/load.ts';
import { published } from '../observability/metrics.ts';
import type { KafkaConnection } from './kafka.ts';
import type { OutboxRow } from './outbox.ts';
import { cutBatches, encodedBytes, type PartitionedMessage } from './record-batches.ts';
import { ensureTopics, withAdmin } from './topics.ts';

/** A row that Kafka refuses, whenever it is sent. */
export interface RefusedRow {
  row: OutboxRow;
  reason: string;
  /** How often it was sent. */
  attempts: number;
}

export interface Publisher {
  /**
   * Publishes rows in order. `onResult` is called for each batch, once Kafka has acknowledged or refused its rows.
   * Throws when Kafka cannot be reached; then rows may have been published that were not reported.
   */
  publish(
    rows: readonly OutboxRow[],
    onResult: (result: { published: readonly OutboxRow[]; refused: readonly RefusedRow[] }) => Promise<void>,
  ): Promise<void>;
  disconnect(): Promise<void>;
}

interface TopicLimits {
  partitions: PartitionMetadata[];
  maxBytes: number;
}

/** Smaller batches, as of a single order, cost more to compress, here and at each consumer, than to send. */
const COMPRESSED_FROM_BYTES = 64 * 1024;
/** A batch has a header too, and its size is an estimate. */
const SHARE_OF_LIMIT = 0.95;

/**
 * Errors of the protocol that say that the records themselves are wrong
 * (https://kafka.apache.org/protocol#protocol_error_codes).
 */
const REFUSALS = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

/** Why Kafka refused the records of a request; undefined for an error that a retry may solve. */
function refusalOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('type' in cause && typeof cause.type === 'string' && REFUSALS.has(cause.type))
      return `${cause.type}: ${cause.message}`;
  return undefined;
}

/** The partitions and the largest record batch (`max.message.bytes`) of each topic, as they are now. */
async function fetchLimits(kafka: KafkaConnection, names: readonly string[]): Promise<Map<string, TopicLimits>> {
  return withAdmin(kafka, async admin => {
    const topics = names.map(kafka.topic);
    const metadata = await admin.fetchTopicMetadata({ topics });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map(name => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name,
        configNames: ['max.message.bytes'],
      })),
    });
    const sizes = new Map(
      resources.map(({ resourceName, configEntries }) => [resourceName, Number(configEntries[0]?.configValue)]),
    );
    return new Map(
      metadata.topics.map(({ name, partitions }) => [
        kafka.plain(name),
        {
          partitions,
          maxBytes: (sizes.get(name) ?? 0) * SHARE_OF_LIMIT,
        },
      ]),
    );
  });
}

/**
 * Publishes outbox rows to Kafka, after it created their topics: batches are cut by the size that each topic takes and
 * compressed. A batch that Kafka refuses is sent again in halves, down to the rows that it refuses alone.
 */
export async function connectPublisher(options: {
  kafka: KafkaConnection;
  topics: readonly TopicDefinition[];
}): Promise<Publisher> {
  const { kafka, topics } = options;
  await ensureTopics(kafka, topics);
  const limits = await fetchLimits(
    kafka,
    topics.map(({ topic }) => topic),
  );
  const partitionFor = Partitioners.DefaultPartitioner();
  let producer: Producer | undefined;

  // After a failed send the sequence numbers of an idempotent producer may belong to other records than the broker has
  // seen, and the broker drops records that it considers duplicates. So a producer lives only as long as every send
  // succeeds.
  async function connect(): Promise<Producer> {
    producer ??= kafka.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    });
    await producer.connect();
    return producer;
  }

  async function disconnect(): Promise<void> {
    const old = producer;
    producer = undefined;
    await old?.disconnect();
  }

  function locate(row: OutboxRow): PartitionedMessage & { row: OutboxRow } {
    const { topic } = row.record;
    const message = kafka.sign(topic, encodeEvent(row.record, row.traceparent));
    const partitionMetadata = limits.get(topic)?.partitions ?? [];
    const partition = partitionFor({ topic, message, partitionMetadata });
    return { topic, partition, message, row };
  }

  async function send(
    batch: readonly (PartitionedMessage & { row: OutboxRow })[],
    attempts: number,
  ): Promise<RefusedRow[]> {
    const byTopic = Map.groupBy(batch, ({ topic }) => topic);
    const bytes = batch.reduce((sum, { message }) => sum + encodedBytes(message), 0);
    try {
      const connected = await connect();
      await connected.sendBatch({
        acks: -1,
        compression: bytes > COMPRESSED_FROM_BYTES ? CompressionTypes.GZIP : CompressionTypes.None,
        topicMessages: [...byTopic].map(([topic, list]) => ({
          topic: kafka.topic(topic),
          messages: list.map(({ message, partition }) => ({ ...message, partition })),
        })),
      });
    } catch (error) {
      await disconnect().catch(() => {});
      const reason = refusalOf(error);
      const [first] = batch;
      if (reason === undefined || !first) throw error;
      if (batch.length === 1) return [{ row: first.row, reason, attempts }];
      const middle = Math.ceil(batch.length / 2);
      const refused = await send(batch.slice(0, middle), attempts + 1);
      return [...refused, ...(await send(batch.slice(middle), attempts + 1))];
    }
    for (const [topic, list] of byTopic) {
      published.inc({ topic }, list.length);
      loadOf(kafka.clientId).published(list.length);
    }
    return [];
  }

  await connect();
  return {
    async publish(rows, onResult) {
      for (const batch of cutBatches(rows.map(locate), topic => limits.get(topic)?.maxBytes ?? 0)) {
        const refused = await send(batch, 1);
        const refusedRows = new Set(refused.map(({ row }) => row));
        await onResult({ published: batch.map(({ row }) => row).filter(row => !refusedRows.has(row)), refused });
      }
    },
    disconnect,
  };
}
