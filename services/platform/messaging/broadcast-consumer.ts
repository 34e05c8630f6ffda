import type { KafkaMessage } from 'kafkajs';
import {
  type EventConsumer,
  EventInvalidError,
  type EventMeta,
  type TopicDefinition,
} from '../../../contracts/codegen/runtime/events.ts';
import { backoff, pauseFor } from '../backoff.ts';
import { newId } from '../ids.ts';
import { loadOf } from '../observability/load.ts';
import type { Log } from '../observability/log.ts';
import { consumed } from '../observability/metrics.ts';
import { observeEvents } from '../observability/usage.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { createConsumedOffsets, type Offsets } from './consumed-offsets.ts';
import { ForgedEventError } from './event-signature.ts';
import type { KafkaConnection } from './kafka.ts';
import { ensureTopics, withAdmin } from './topics.ts';

export interface BroadcastConsumerOptions<C> {
  kafka: KafkaConnection;
  /** The name in metrics and consumer groups; each process adds a unique suffix to the group. */
  name: string;
  /** The topics of all consumers, created if missing. */
  topics: readonly TopicDefinition[];
  consumers: readonly EventConsumer<C>[];
  /**
   * Creates the context of an event's handler, runs the handler, and applies the changes that it recorded in the
   * context.
   */
  handle(meta: EventMeta, run: (context: C) => Promise<void>): Promise<void>;
  /** Called after each message was handled. */
  received?(message: ReceivedMessage): void;
  log: Log;
}

/** A message with whether it keeps its contract, and is signed by its service. */
export interface ReceivedMessage {
  /** As in the contracts. */
  topic: string;
  partition: number;
  message: KafkaMessage;
  /** `unchecked` where no handler takes it. */
  validity: 'valid' | 'invalid' | 'unchecked';
  problem?: string;
}

export interface BroadcastConsumer extends Worker {
  /** Whether every event from now on will be consumed; false until the first connection to Kafka. */
  isSubscribed(): boolean;
  /**
   * Whether all recent events have been consumed; false while Kafka is unreachable, and until the backlog of that time
   * is consumed.
   */
  isCaughtUp(): boolean;
}

/** A fetch returns after MAX_WAIT_MS, also without messages; after this time without one, Kafka is unreachable. ms. */
const SILENCE_LIMIT_MS = 2_000;
const MAX_WAIT_MS = 500;
const LAG_LIMIT_SECONDS = 60;

/**
 * Consumes every event from its start on, in every process (a publish-subscribe channel of Enterprise Integration
 * Patterns: each process has a consumer group of its own), for state of the process such as a cache. No event is missed
 * when the connection is lost or partitions are rebalanced; an event may be consumed twice. The error of a handler is
 * logged and not retried.
 */
export function createBroadcastConsumer<C>(options: BroadcastConsumerOptions<C>): BroadcastConsumer {
  const { kafka, name, log } = options;
  const byTopic = new Map(
    options.consumers.flatMap(consumer => consumer.topics.map(topic => [kafka.topic(topic), consumer] as const)),
  );
  const offsets = createConsumedOffsets();
  const observed = observeEvents(name);
  const stopping = new AbortController();
  let finished: Promise<void> | undefined;
  let isSubscribed = false;
  let lastFetchAt = 0;
  let lastCaughtUpAt = Date.now();
  /** The end offsets of the backlog: 'unknown' until they were fetched, undefined when there is no backlog. */
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

  /** Kafka is reachable again: this process has a backlog until everything up to the current end is consumed. */
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
      log.debug({ error, name }, 'the end offsets could not be fetched');
      if (own === lookUps) lastFetchAt = 0;
    }
  }

  const isCaughtUp = (): boolean => missedUntil === undefined && Date.now() - lastFetchAt < SILENCE_LIMIT_MS;

  function recordFetch(): void {
    const wasUnreachable = Date.now() - lastFetchAt >= SILENCE_LIMIT_MS;
    lastFetchAt = Date.now();
    if (wasUnreachable) void fetchMissed();
    else if (missedUntil === undefined) lastCaughtUpAt = lastFetchAt;
  }

  async function handleMessage(topic: string, partition: number, message: KafkaMessage): Promise<void> {
    if (offsets.isConsumed(topic, partition, message.offset)) return;
    const consumer = byTopic.get(topic);
    const plain = { ...message, topic: kafka.plain(topic) };
    let type = 'unknown';
    let verdict: Pick<ReceivedMessage, 'validity' | 'problem'> = { validity: 'unchecked' };
    try {
      const meta = consumer?.meta(message);
      if (consumer && meta && consumer.handles(meta)) {
        type = meta.type;
        kafka.verify(plain.topic, message);
        await options.handle(meta, context => consumer.dispatch(plain, context, observed?.(consumer.source)));
        verdict = { validity: 'valid' };
        consumed.inc({ group: name, type, outcome: 'handled' });
        loadOf(kafka.clientId).consumed(1);
      }
    } catch (error) {
      const isWrong = error instanceof EventInvalidError || error instanceof ForgedEventError;
      if (isWrong) verdict = { validity: 'invalid', problem: error.message };
      consumed.inc({ group: name, type, outcome: error instanceof EventInvalidError ? 'skipped' : 'dead' });
      log.error({ error, topic: plain.topic, partition, offset: message.offset }, 'an event could not be handled');
    }
    options.received?.({ topic: plain.topic, partition, message, ...verdict });
    offsets.markConsumed(topic, partition, message.offset);
  }

  /**
   * Consumes until the connection is lost for longer than kafkajs retries. With a new `groupId` nothing waits for the
   * lost member.
   */
  async function consume(groupId: string): Promise<void> {
    if (!isSubscribed) await subscribeFromEnd();
    const consumer = kafka.client.consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: MAX_WAIT_MS,
      sessionTimeout: 30_000,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => false },
    });
    const { CRASH, GROUP_JOIN, FETCH, END_BATCH_PROCESS } = consumer.events;
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    consumer.on(CRASH, event => reject(event.payload.error));
    // Continues at its own offsets: nothing is committed, as no other process takes over.
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
        log.warn({ error, name }, 'the broadcast consumer restarts');
        await pauseFor(backoff(failures, 200, 5_000), stopping.signal);
      }
    }
    await withAdmin(kafka, admin => admin.deleteGroups([groupId])).catch(() => {});
  }

  return {
    name: `broadcast consumer ${name}`,
    flows: [
      {
        name: `broadcast consumer ${name}`,
        unit: 'seconds',
        limit: LAG_LIMIT_SECONDS,
        measure: async () => (isCaughtUp() ? 0 : (Date.now() - lastCaughtUpAt) / 1_000),
      },
    ],
    isSubscribed: () => isSubscribed,
    isCaughtUp,
    async start() {
      finished = run();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
