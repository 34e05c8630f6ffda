import type { Consumer, KafkaMessage } from 'kafkajs';
import { type EventConsumer, EventInvalidError, type EventMeta, type TopicDefinition } from '../../contracts/codegen/runtime/events.ts';
import { newId } from './ids.ts';
import type { KafkaConnection } from './kafka.ts';
import type { Log } from './log.ts';
import { consumed } from './metrics.ts';
import { ensureTopics, withAdmin } from './topics.ts';
import { backoff, pauseFor, type Worker } from './workers.ts';

export interface ListenerOptions<C> {
  kafka: KafkaConnection;
  /** What metrics and groups are named after; each process adds something of its own to the group. */
  name: string;
  /** The topics of everything that is listened to: created where they are missing. */
  topics: readonly TopicDefinition[];
  consumers: readonly EventConsumer<C>[];
  /** Makes the context of an event's handler, runs it, and does what is to be done with what it left there. */
  hear(meta: EventMeta, run: (context: C) => Promise<void>): Promise<void>;
  log: Log;
}

export interface Listener extends Worker {
  /** Whether every event from now on will be heard of; false until Kafka was reached for the first time. */
  isHearing(): boolean;
  /** Whether nothing can have happened lately that was not heard of yet; false while Kafka is away. */
  isUpToDate(): boolean;
}

/** Kafka is asked for a sign of life every 3 s; this long without one, it is away. ms. */
const AWAY_MS = 12_000;

/**
 * Hears every event from the moment it starts, in every process that has one: for what each process keeps to itself, such as a cache. Nothing that
 * happened meanwhile is left out when the connection is lost or partitions move. An event may be heard twice; what a handler throws is logged, never tried again.
 */
export function createListener<C>(options: ListenerOptions<C>): Listener {
  const { kafka, name, log } = options;
  const groupId = kafka.topic(`${name}-${newId()}`);
  const byTopic = new Map(options.consumers.flatMap(consumer => consumer.topics.map(topic => [kafka.topic(topic), consumer] as const)));
  /** The next offset of every partition, by topic. */
  const positions = new Map<string, Map<number, bigint>>();
  const stopping = new AbortController();
  let done: Promise<void> | undefined;
  let isHearing = false;
  let lastSign = 0;

  async function findEnds(): Promise<void> {
    await ensureTopics(kafka, options.topics);
    await withAdmin(kafka, async admin => {
      for (const topic of byTopic.keys()) {
        const ends = await admin.fetchTopicOffsets(topic);
        positions.set(topic, new Map(ends.map(({ partition, high }) => [partition, BigInt(high)])));
      }
    });
    isHearing = true;
  }

  async function take(topic: string, partition: number, message: KafkaMessage): Promise<void> {
    const at = positions.get(topic)?.get(partition);
    if (at !== undefined && BigInt(message.offset) < at) return;
    const consumer = byTopic.get(topic);
    let type = 'unknown';
    try {
      const meta = consumer?.meta(message);
      if (consumer && meta && consumer.handles(meta)) {
        type = meta.type;
        await options.hear(meta, context => consumer.dispatch(message, context));
        consumed.inc({ group: name, type, outcome: 'handled' });
      }
    } catch (error) {
      consumed.inc({ group: name, type, outcome: error instanceof EventInvalidError ? 'skipped' : 'dead' });
      log.error({ error, topic: kafka.plain(topic), partition, offset: message.offset }, 'an event was not understood');
    }
    positions.get(topic)?.set(partition, BigInt(message.offset) + 1n);
  }

  /** Goes on where it was: nothing is committed, as nobody else continues for this process. */
  function seek(consumer: Consumer): void {
    for (const [topic, partitions] of positions)
      for (const [partition, offset] of partitions) consumer.seek({ topic, partition, offset: String(offset) });
  }

  async function listen(): Promise<void> {
    if (!isHearing) await findEnds();
    const consumer = kafka.client.consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 100,
      sessionTimeout: 30_000,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => false },
    });
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    consumer.on(consumer.events.CRASH, event => reject(event.payload.error));
    consumer.on(consumer.events.GROUP_JOIN, () => seek(consumer));
    for (const sign of [consumer.events.GROUP_JOIN, consumer.events.HEARTBEAT])
      consumer.on(sign, () => {
        lastSign = Date.now();
      });
    const stop = () => resolve();
    stopping.signal.addEventListener('abort', stop, { once: true });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...byTopic.keys()], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: 4,
        eachMessage: ({ topic, partition, message }) => take(topic, partition, message),
      });
      await ended;
    } finally {
      stopping.signal.removeEventListener('abort', stop);
      await consumer.disconnect().catch(() => {});
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        await listen();
      } catch (error) {
        log.warn({ error, name }, 'the listener starts over');
        await pauseFor(backoff(failures, 200, 5_000), stopping.signal);
      }
    }
    await withAdmin(kafka, admin => admin.deleteGroups([groupId])).catch(() => {});
  }

  return {
    name: `listener ${name}`,
    isHearing: () => isHearing,
    isUpToDate: () => Date.now() - lastSign < AWAY_MS,
    async start() {
      done = run();
    },
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
