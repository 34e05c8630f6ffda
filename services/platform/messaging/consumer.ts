import { CompressionTypes, type Consumer, type EachBatchPayload, type KafkaMessage, type Producer } from 'kafkajs';
import { type EventConsumer, EventInvalidError, type EventMeta } from '../../../contracts/codegen/runtime/events.ts';
import { backoff, pauseFor } from '../backoff.ts';
import { isUnavailable } from '../http/unavailable.ts';
import { loadOf } from '../observability/load.ts';
import type { Log } from '../observability/log.ts';
import { consumeDelay, consumed } from '../observability/metrics.ts';
import { inTrace, startTrace } from '../observability/trace.ts';
import { observeEvents } from '../observability/usage.ts';
import { createBatcher } from '../workers/batcher.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { createConsumerLag } from './consumer-lag.ts';
import { deadLetterMessage, REPLAY_HEADER } from './dead-letters.ts';
import { ForgedEventError } from './event-signature.ts';
import type { InTransaction } from './inbox.ts';
import type { KafkaConnection } from './kafka.ts';
import { deadLetterTopic, deadLetterTopics, ensureTopics } from './topics.ts';

export interface ConsumersOptions<C> {
  kafka: KafkaConnection;
  /**
   * The consumer group: the name of the service, or `<service>-<purpose>` where one service has several. Also its name
   * in the inbox.
   */
  group: string;
  /** The generated consumers, one for each service whose events are handled. */
  consumers: readonly EventConsumer<C>[];
  inTransaction: InTransaction<C>;
  log: Log;
  /** How often a handler may fail before its event becomes a dead letter; default 8. */
  maxAttempts?: number;
  /** The first pause between attempts, ms, doubling up to 30 s; default 200. */
  firstPauseMs?: number;
  /** Partitions handled concurrently; default 8. */
  partitionsConsumedConcurrently?: number;
  /**
   * Events of one partition handled concurrently, for handlers that are independent of the order; default 1.
   */
  concurrencyPerPartition?: number;
}

const LAG_LIMIT_SECONDS = 60;
/** How long a fetch waits while there is no data; with data it returns at once. A consumer that stops waits for it. */
const MAX_WAIT_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
const MAX_PAUSE_UNAVAILABLE_MS = 5_000;
const HEARTBEAT_MS = 3_000;
/** Messages of one partition, and partitions, that are handled in one transaction. */
const MAX_BATCH = 100;
const MAX_PARTITIONS = 20;
/** Transactions at the same time: while these run, what other partitions bring waits for the next batch. */
const CONCURRENT_BATCHES = 2;
/** How long the first partition of a fetch waits for the others, ms. */
const LINGER_MS = 5;

/**
 * Consumes events: in order within a partition (or `concurrencyPerPartition` at a time), partitions concurrently. Where
 * `inTransaction` has a batch, the events that a fetch brings, of all partitions, are handled in one transaction; when
 * one of them fails, each is handled alone. A handler that throws is retried with backoff while other partitions
 * continue. After `maxAttempts` failures, or at once when the event violates its schema or is not signed by its
 * service, the message goes to `<topic>.<group>.dlq` with the failure, and the consumer continues. While a dependency
 * is unavailable (unavailable.ts) the handler is retried without limit. Offsets are committed after the handler:
 * delivery is at least once, and with an inbox each event takes effect once.
 */
export function createConsumers<C>(options: ConsumersOptions<C>): Worker {
  const { kafka, group, inTransaction, log } = options;
  const maxAttempts = options.maxAttempts ?? 8;
  const firstPause = options.firstPauseMs ?? 200;
  const byTopic = new Map(
    options.consumers.flatMap(consumer => consumer.topics.map(topic => [topic, consumer] as const)),
  );
  const concurrencyPerPartition = options.concurrencyPerPartition ?? 1;
  /** Failed attempts of messages that are not handled yet, by topic, partition and offset. */
  const failuresByPosition = new Map<string, number>();
  const lag = createConsumerLag(Date.now());
  const observed = observeEvents(group);
  const stopping = new AbortController();
  let finished: Promise<void> | undefined;

  interface ParsedEvent {
    meta: EventMeta;
    run(context: C): Promise<void>;
  }

  /** The envelope of a message and its handler; undefined for a message that this group skips. */
  function parse(topic: string, message: KafkaMessage): ParsedEvent | undefined {
    const consumer = byTopic.get(topic);
    const replayGroup = message.headers?.[REPLAY_HEADER]?.toString();
    if (!consumer || (replayGroup !== undefined && replayGroup !== group)) return undefined;
    const meta = consumer.meta(message);
    if (!consumer.handles(meta)) return undefined;
    kafka.verify(topic, message);
    const observe = observed?.(consumer.source);
    return { meta, run: (context: C) => consumer.dispatch({ ...message, topic }, context, observe) };
  }

  function record({ type, time }: EventMeta, outcome: 'handled' | 'duplicate'): void {
    consumed.inc({ group, type, outcome });
    loadOf(kafka.clientId).consumed(1);
    consumeDelay.observe({ group, type }, Math.max(0, Date.now() - Date.parse(time)) / 1_000);
  }

  /** Runs the handler in the event's trace. */
  async function handle(topic: string, message: KafkaMessage): Promise<void> {
    const event = parse(topic, message);
    if (!event) return;
    const { meta, run } = event;
    await inTrace(startTrace(meta.traceparent), async () =>
      record(meta, await inTransaction({ consumer: group, id: meta.id }, run)),
    );
  }

  /** Handles events of several partitions, each in its own trace: all of them, or none and throws. */
  async function handleEvents(events: readonly ParsedEvent[]): Promise<void> {
    if (!inTransaction.batch || events.length === 0) return;
    const outcomes = await inTransaction.batch(
      group,
      events.map(({ meta, run }) => ({
        id: meta.id,
        run: context => inTrace(startTrace(meta.traceparent), () => run(context)),
      })),
    );
    for (const [index, { meta }] of events.entries()) record(meta, outcomes[index] ?? 'handled');
  }

  /** What partitions bring at the same time is handled together; where that fails, the events of each apart. */
  const handleWithOthers = createBatcher((lists: readonly (readonly ParsedEvent[])[]) => handleEvents(lists.flat()), {
    concurrency: CONCURRENT_BATCHES,
    maxSize: MAX_PARTITIONS,
    lingerMs: LINGER_MS,
    onError: 'retry',
  });

  /**
   * Handles messages of one partition together, and with those of other partitions. Undefined when that succeeded, else
   * the failure, without an effect: several are to be handled alone then, so that the others do not share the fate of
   * one.
   */
  async function handleTogether(
    topic: string,
    messages: readonly KafkaMessage[],
  ): Promise<{ error: unknown } | undefined> {
    try {
      await handleWithOthers(messages.flatMap(message => parse(topic, message) ?? []));
      return undefined;
    } catch (error) {
      if (messages.length > 1)
        log.debug({ error, topic, messages: messages.length }, 'events of a batch are handled one by one');
      return { error };
    }
  }

  /**
   * The pause before the next attempt, ms; undefined when the message was handled or became a dead letter. `failed` is
   * an attempt that has failed already.
   */
  async function handleOrDeadLetter(
    producer: Producer,
    topic: string,
    partition: number,
    message: KafkaMessage,
    failed?: { error: unknown },
  ): Promise<number | undefined> {
    const position = `${topic}/${partition}/${message.offset}`;
    const failures = (failuresByPosition.get(position) ?? 0) + 1;
    const type = message.headers?.ce_type?.toString() ?? 'unknown';
    try {
      if (failed) throw failed.error;
      await handle(topic, message);
    } catch (error) {
      const about = { error, topic, partition, offset: message.offset, type, failures };
      const isDependencyDown = isUnavailable(error);
      const isWrong = error instanceof EventInvalidError || error instanceof ForgedEventError;
      const isDeadLetter = isWrong || (!isDependencyDown && failures >= maxAttempts);
      failuresByPosition.set(position, failures);
      if (!isDeadLetter) {
        consumed.inc({ group, type, outcome: 'retried' });
        log.warn(about, 'an event will be retried');
        return backoff(failures - 1, firstPause, isDependencyDown ? MAX_PAUSE_UNAVAILABLE_MS : MAX_PAUSE_MS);
      }
      const failure = {
        error: error instanceof Error ? error.message : String(error),
        attempts: failures,
        failedAt: new Date().toISOString(),
        topic,
        partition,
        offset: message.offset,
        key: message.key?.toString() ?? null,
      };
      try {
        await producer.send({
          topic: kafka.topic(deadLetterTopic(topic, group)),
          acks: -1,
          compression: CompressionTypes.GZIP,
          messages: [deadLetterMessage(message, failure)],
        });
      } catch (sendError) {
        log.error({ error: sendError, topic, partition, offset: message.offset }, 'a dead letter could not be stored');
        return backoff(failures - 1, firstPause, MAX_PAUSE_UNAVAILABLE_MS);
      }
      consumed.inc({ group, type, outcome: 'dead' });
      log.error(about, 'an event became a dead letter');
    }
    failuresByPosition.delete(position);
    return undefined;
  }

  async function handleBatch(producer: Producer, payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat } = payload;
    const topic = kafka.plain(batch.topic);
    const partition = `${topic}/${batch.partition}`;
    const hasFailed = ({ offset }: KafkaMessage) => failuresByPosition.has(`${partition}/${offset}`);
    /** Up to here each message is handled alone: one that fails, or has failed, is among them. */
    let aloneUntil = batch.messages.findLastIndex(hasFailed) + 1;
    for (let at = 0; at < batch.messages.length; ) {
      if (!payload.isRunning() || payload.isStale() || stopping.signal.aborted) return;
      const together = batch.messages.slice(at, at + MAX_BATCH);
      lag.began(partition, Number(batch.messages[at]?.timestamp));
      // Heartbeats keep the session alive during the handler; the heartbeat after it also reports a rebalance.
      const heartbeats = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
      try {
        const canBeTogether = inTransaction.batch && at >= aloneUntil;
        const failed = canBeTogether ? await handleTogether(topic, together) : undefined;
        if (canBeTogether && !failed) {
          const [last] = together.slice(-1);
          if (last) payload.resolveOffset(last.offset);
          at += together.length;
        } else {
          aloneUntil = Math.max(aloneUntil, at + together.length);
          const chunk = batch.messages.slice(at, at + concurrencyPerPartition);
          const alone = together.length === 1 ? failed : undefined;
          const pauses = await Promise.all(
            chunk.map(message => handleOrDeadLetter(producer, topic, batch.partition, message, alone)),
          );
          for (const [index, message] of chunk.entries()) {
            const pause = pauses[index];
            if (pause !== undefined) {
              // Sleeping here would delay the other partitions of the fetch.
              const resume = payload.pause();
              void pauseFor(pause, stopping.signal).then(resume);
              return;
            }
            payload.resolveOffset(message.offset);
          }
          at += chunk.length;
        }
      } finally {
        clearInterval(heartbeats);
      }
      await payload.commitOffsetsIfNecessary();
      await heartbeat();
    }
    lag.finished(partition);
  }

  async function consume(): Promise<void> {
    await ensureTopics(kafka, deadLetterTopics([...byTopic.keys()], group));
    const retry = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => false };
    const consumer: Consumer = kafka.client.consumer({
      groupId: kafka.topic(group),
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: MAX_WAIT_MS,
      sessionTimeout: 30_000,
      heartbeatInterval: HEARTBEAT_MS,
      retry,
    });
    const producer = kafka.client.producer({ retry });
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
    consumer.on(consumer.events.CRASH, event => reject(event.payload.error));
    consumer.on(consumer.events.FETCH, () => lag.fetched(Date.now()));
    consumer.on(consumer.events.GROUP_JOIN, () => lag.rebalanced());
    const stop = () => resolve();
    stopping.signal.addEventListener('abort', stop, { once: true });
    try {
      await producer.connect();
      await consumer.connect();
      await consumer.subscribe({ topics: [...byTopic.keys()].map(kafka.topic), fromBeginning: true });
      await consumer.run({
        eachBatchAutoResolve: false,
        autoCommitInterval: 1_000,
        partitionsConsumedConcurrently: options.partitionsConsumedConcurrently ?? 8,
        eachBatch: payload => handleBatch(producer, payload),
      });
      await ended;
    } finally {
      stopping.signal.removeEventListener('abort', stop);
      await consumer.disconnect().catch(() => {});
      await producer.disconnect().catch(() => {});
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      try {
        await consume();
      } catch (error) {
        log.warn({ error, group }, 'the consumer restarts');
        await pauseFor(backoff(failures, 200, 5_000), stopping.signal);
      }
    }
  }

  return {
    name: `consumer ${group}`,
    flows: [
      {
        name: `consumer ${group}`,
        unit: 'seconds',
        limit: LAG_LIMIT_SECONDS,
        measure: async () => lag.seconds(Date.now()),
      },
    ],
    async start() {
      finished = run();
    },
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}
