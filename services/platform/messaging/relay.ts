import type { TopicDefinition } from '../../../contracts/codegen/runtime/events.ts';
import { backoff, pauseFor, pauseUntil } from '../backoff.ts';
import type { Flow } from '../observability/flow.ts';
import type { Log } from '../observability/log.ts';
import { outboxAge, parked, relayFailures, relayLeader } from '../observability/metrics.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import type { KafkaConnection } from './kafka.ts';
import type { OutboxRow } from './outbox.ts';
import { connectPublisher, type Publisher, type RefusedRow } from './publisher.ts';

/** The exclusive lease on an outbox. Every method throws once the lease is lost. */
export interface OutboxLease {
  /** The oldest rows in publishing order: at most `limit`, and not many more bytes than 8 MiB. */
  read(limit: number): Promise<OutboxRow[]>;
  /** Deletes exactly these rows, which were published, at the latest with the next `read` or `release`. */
  delete(rows: readonly string[]): Promise<void>;
  /** Moves a row to the parked events, with the reason. */
  park(row: string, about: { reason: string; attempts: number }): Promise<void>;
  /**
   * Resolves when there may be rows that no `read` since the last call has returned, after `ms`, or when `signal` is
   * aborted.
   */
  waitForRows(ms: number, signal: AbortSignal): Promise<void>;
  release(): Promise<void>;
}

export interface OutboxSource {
  /** Measures of the outbox, where no other part of the service has them. */
  readonly flows?: readonly Flow[];
  /** Waits for the exclusive lease; undefined when `signal` is aborted first. */
  acquire(signal: AbortSignal): Promise<OutboxLease | undefined>;
}

/** Between two reads when nothing reports new rows, ms. */
const SAFETY_POLL_MS = 30_000;

/**
 * Rows that come sooner after others linger for so long, ms: under load each read, each request to Kafka and each
 * fetch of a consumer then carries several. A row that comes alone is published at once.
 */
const LINGER_MS = 100;

/**
 * Publishes the outbox. One relay of a service has the lease, the others stand by and take over when it dies. Rows are
 * published in order (acks -1, one request in flight) and deleted after the acknowledgement: after a kill in between
 * they are published again, and the inbox of consumers discards the duplicates. A row that Kafka refuses is parked,
 * with an alert, and the rest continues. While Kafka or the database is unreachable the relay restarts with backoff,
 * without limit. Creates the topics of the events.
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

  async function park(lease: OutboxLease, { row, reason, attempts }: RefusedRow): Promise<void> {
    const { id, type, topic, key } = row.record;
    await lease.park(row.row, { reason, attempts });
    parked.inc({ topic });
    log.error({ id, type, topic, key, reason, attempts, alert: 'event_parked' }, 'an event was parked');
  }

  /** Publishes the oldest rows; returns how many. */
  async function publishRows(lease: OutboxLease, publisher: Publisher): Promise<number> {
    const rows = await lease.read(limit);
    const [oldest] = rows;
    outboxAge.set(oldest ? Math.max(0, Date.now() - Date.parse(oldest.record.time)) / 1_000 : 0);
    await publisher.publish(rows, async result => {
      if (result.published.length > 0) await lease.delete(result.published.map(({ row }) => row));
      for (const refused of result.refused) await park(lease, refused);
    });
    return rows.length;
  }

  async function runAsLeader(onProgress: () => void): Promise<void> {
    const lease = await source.acquire(stopping.signal);
    if (!lease) return;
    let publisher: Publisher | undefined;
    try {
      publisher = await connectPublisher({ kafka, topics });
      relayLeader.set(1);
      log.info('publishing from the outbox');
      while (!stopping.signal.aborted) {
        const began = performance.now();
        const count = await publishRows(lease, publisher);
        onProgress();
        await lease.waitForRows(SAFETY_POLL_MS, stopping.signal);
        if (count > 0 && count < limit) await pauseUntil(began + LINGER_MS, stopping.signal);
      }
    } finally {
      relayLeader.set(0);
      await Promise.allSettled([publisher?.disconnect(), lease.release()]);
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
    flows: source.flows ?? [],
    async start() {
      finished = run();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
