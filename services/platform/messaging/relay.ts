import type { Producer } from 'kafkajs';
import { encodeEvent, type TopicDefinition } from '../../../contracts/codegen/runtime/events.ts';
import { backoff, pauseFor } from '../backoff.ts';
import type { Log } from '../observability/log.ts';
import { outboxAge, published, relayFailures, relayLeader } from '../observability/metrics.ts';
import type { Worker } from '../workers.ts';
import type { KafkaConnection } from './kafka.ts';
import type { OutboxRow } from './outbox.ts';
import { ensureTopics } from './topics.ts';

/** The exclusive lease on an outbox. Every method throws once the lease is lost. */
export interface OutboxLease {
  /** The oldest rows, at most `limit`, in publishing order. */
  read(limit: number): Promise<OutboxRow[]>;
  /** Deletes exactly these rows. */
  delete(rows: readonly string[]): Promise<void>;
  /** Resolves when there may be new rows, after `ms`, or when `signal` is aborted. */
  waitForRows(ms: number, signal: AbortSignal): Promise<void>;
  release(): Promise<void>;
}

export interface OutboxSource {
  /** Waits for the exclusive lease; undefined when `signal` is aborted first. */
  acquire(signal: AbortSignal): Promise<OutboxLease | undefined>;
}

const POLL_MS = 1_000;

/**
 * Publishes what is in the outbox: one relay a service holds the lock, the others stand by and take over when it dies.
 * Rows go out in order (acks -1, one request in flight) and are deleted after the acknowledgement; killed in between,
 * they are published again and the consumers' inbox keeps their effect single. Kafka or the database going away makes
 * it start over, with backoff, for as long as it takes. Creates the topics it publishes to.
 */
export function createRelay(options: {
  kafka: KafkaConnection;
  source: OutboxSource;
  topics: readonly TopicDefinition[];
  log: Log;
  batchSize?: number;
}): Worker {
  const { kafka, source, topics, log } = options;
  const limit = options.batchSize ?? 500;
  const stopping = new AbortController();
  let finished: Promise<void> | undefined;

  async function publish(producer: Producer, rows: readonly OutboxRow[]): Promise<void> {
    const byTopic = Map.groupBy(rows, row => row.record.topic);
    await producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, list]) => ({
        topic: kafka.topic(topic),
        messages: list.map(row => encodeEvent(row.record, row.traceparent)),
      })),
    });
    for (const [topic, list] of byTopic) published.inc({ topic }, list.length);
  }

  async function runAsLeader(onProgress: () => void): Promise<void> {
    const lease = await source.acquire(stopping.signal);
    if (!lease) return;
    // After a failed send the sequence numbers of an idempotent producer may name other rows than the broker has seen
    // under them, and what it takes for a repetition it drops. So a producer lives only as long as every send succeeds.
    const producer = kafka.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    });
    try {
      await ensureTopics(kafka, topics);
      await producer.connect();
      relayLeader.set(1);
      log.info('publishing from the outbox');
      while (!stopping.signal.aborted) {
        const rows = await lease.read(limit);
        const [oldest] = rows;
        outboxAge.set(oldest ? Math.max(0, Date.now() - Date.parse(oldest.record.time)) / 1_000 : 0);
        if (rows.length > 0) {
          await publish(producer, rows);
          await lease.delete(rows.map(row => row.row));
        }
        onProgress();
        if (rows.length < limit) await lease.waitForRows(POLL_MS, stopping.signal);
      }
    } finally {
      relayLeader.set(0);
      await Promise.allSettled([producer.disconnect(), lease.release()]);
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await runAsLeader(() => {
          failures = 0;
        });
      } catch (error) {
        relayFailures.inc();
        log.warn({ error }, 'the outbox relay restarts');
        await pauseFor(backoff(failures++, 100, 5_000), stopping.signal);
      }
    }
  }

  return {
    name: 'outbox-relay',
    async start() {
      finished = run();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
