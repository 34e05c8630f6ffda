import type { KafkaMessage } from 'kafkajs';
import {
  type EventConsumer,
  EventInvalidError,
  type EventMeta,
  type TopicDefinition,
} from '../../../contracts/codegen/runtime/events.ts';
import { newId } from '../ids.ts';
import type { Log } from '../observability/log.ts';
import { consumed } from '../observability/metrics.ts';
import { backoff, pauseFor, type Worker } from '../workers.ts';
import { createConsumedOffsets, type Offsets } from './consumed-offsets.ts';
import type { KafkaConnection } from './kafka.ts';
import { ensureTopics, withAdmin } from './topics.ts';

export interface BroadcastConsumerOptions<C> {
  kafka: KafkaConnection;
  /** What metrics and groups are named after; each process adds something of its own to the group. */
  name: string;
  /** The topics of everything that is listened to: created where they are missing. */
  topics: readonly TopicDefinition[];
  consumers: readonly EventConsumer<C>[];
  /** Makes the context of an event's handler, runs it, and does what is to be done with what it left there. */
  handle(meta: EventMeta, run: (context: C) => Promise<void>): Promise<void>;
  log: Log;
}

export interface BroadcastConsumer extends Worker {
  /** Whether every event from now on will be heard of; false until Kafka was reached for the first time. */
  isSubscribed(): boolean;
  /**
   * Whether nothing can have happened lately that was not heard of yet; false while Kafka is away, and until what was
   * missed is heard.
   */
  isCaughtUp(): boolean;
}

/** Kafka answers ten times a second, also when nothing happens; this long without an answer, it is away. ms. */
const SILENCE_LIMIT_MS = 2_000;

/**
 * Hears every event from the moment it starts, in every process that has one: for what each process keeps to itself,
 * such as a cache. Nothing that happened meanwhile is left out when the connection is lost or partitions move. An event
 * may be heard twice; what a handler throws is logged, never tried again.
 */
export function createBroadcastConsumer<C>(options: BroadcastConsumerOptions<C>): BroadcastConsumer {
  const { kafka, name, log } = options;
  const byTopic = new Map(
    options.consumers.flatMap(consumer => consumer.topics.map(topic => [kafka.topic(topic), consumer] as const)),
  );
  const offsets = createConsumedOffsets();
  const stopping = new AbortController();
  let finished: Promise<void> | undefined;
  let isSubscribed = false;
  let lastFetchAt = 0;
  /** What has to be heard before nothing is missed any more: 'unknown' until Kafka was asked. */
  let missedUntil: Offsets | 'unknown' | undefined = 'unknown';
  let lookUps = 0;

  function fetchEndOffsets(): Promise<Offsets> {
    return withAdmin(kafka, async admin => {
      const ends = new Map<string, Map<number, bigint>>();
      for (const topic of byTopic.keys()) {
        const offsets = await admin.fetchTopicOffsets(topic);
        ends.set(topic, new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)])));
      }
      return ends;
    });
  }

  async function subscribeFromEnd(): Promise<void> {
    await ensureTopics(kafka, options.topics);
    offsets.startAt(await fetchEndOffsets());
    isSubscribed = true;
  }

  function clearMissed(): void {
    if (missedUntil !== undefined && missedUntil !== 'unknown' && offsets.includes(missedUntil))
      missedUntil = undefined;
  }

  /** Kafka is back: until all that is there by now was heard, something may be missing here. */
  async function fetchMissed(): Promise<void> {
    lookUps += 1;
    const own = lookUps;
    missedUntil = 'unknown';
    try {
      const ends = await fetchEndOffsets();
      if (own !== lookUps) return;
      missedUntil = ends;
      clearMissed();
    } catch (error) {
      log.debug({ error, name }, 'what was missed is not known yet');
      if (own === lookUps) lastFetchAt = 0;
    }
  }

  function recordFetch(): void {
    const wasUnreachable = Date.now() - lastFetchAt >= SILENCE_LIMIT_MS;
    lastFetchAt = Date.now();
    if (wasUnreachable) void fetchMissed();
  }

  async function handleMessage(topic: string, partition: number, message: KafkaMessage): Promise<void> {
    if (offsets.isConsumed(topic, partition, message.offset)) return;
    const consumer = byTopic.get(topic);
    let type = 'unknown';
    try {
      const meta = consumer?.meta(message);
      if (consumer && meta && consumer.handles(meta)) {
        type = meta.type;
        await options.handle(meta, context => consumer.dispatch(message, context));
        consumed.inc({ group: name, type, outcome: 'handled' });
      }
    } catch (error) {
      consumed.inc({ group: name, type, outcome: error instanceof EventInvalidError ? 'skipped' : 'dead' });
      log.error({ error, topic: kafka.plain(topic), partition, offset: message.offset }, 'an event was not understood');
    }
    offsets.markConsumed(topic, partition, message.offset);
  }

  /**
   * Listens until the connection is lost for longer than kafkajs tries. `groupId`: nobody waits for the member that was
   * lost before.
   */
  async function consume(groupId: string): Promise<void> {
    if (!isSubscribed) await subscribeFromEnd();
    const consumer = kafka.client.consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 100,
      sessionTimeout: 30_000,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => false },
    });
    const { CRASH, GROUP_JOIN, FETCH, END_BATCH_PROCESS } = consumer.events;
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    consumer.on(CRASH, event => reject(event.payload.error));
    // Goes on where it was: nothing is committed, as nobody else continues for this process.
    consumer.on(GROUP_JOIN, () => {
      for (const next of offsets.positions()) consumer.seek(next);
    });
    consumer.on(FETCH, recordFetch);
    consumer.on(END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset } }) => {
      offsets.markConsumed(topic, partition, lastOffset);
      clearMissed();
    });
    const stop = () => resolve();
    stopping.signal.addEventListener('abort', stop, { once: true });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...byTopic.keys()], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        partitionsConsumedConcurrently: 4,
        eachMessage: ({ topic, partition, message }) => handleMessage(topic, partition, message),
      });
      await ended;
    } finally {
      stopping.signal.removeEventListener('abort', stop);
      await consumer.disconnect().catch(() => {});
    }
  }

  async function run(): Promise<void> {
    let groupId = '';
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      groupId = kafka.topic(`${name}-${newId()}`);
      try {
        await consume(groupId);
      } catch (error) {
        log.warn({ error, name }, 'the listener starts over');
        await pauseFor(backoff(failures, 200, 5_000), stopping.signal);
      }
    }
    await withAdmin(kafka, admin => admin.deleteGroups([groupId])).catch(() => {});
  }

  return {
    name: `listener ${name}`,
    isSubscribed: () => isSubscribed,
    isCaughtUp: () => missedUntil === undefined && Date.now() - lastFetchAt < SILENCE_LIMIT_MS,
    async start() {
      finished = run();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
