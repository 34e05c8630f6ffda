import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, KafkaMessage, Message } from 'kafkajs';
import { z } from 'zod';
import { backoff } from '../backoff.ts';
import { newId } from '../ids.ts';
import { truncate } from '../truncate.ts';
import type { KafkaConnection } from './kafka.ts';
import { deadLetterTopic, withAdmin } from './topics.ts';

/** The group to which a dead letter is replayed; other groups skip it. */
export const REPLAY_HEADER = 'covenant-replay-group';

const FAILURE_HEADER = 'covenant-failure';

/** A letter must fit where its message did. */
const MAX_ERROR_LENGTH = 1_000;

const deadLetterFailureSchema = z.object({
  /** The error of the handler, or of the message's schema. */
  error: z.string(),
  attempts: z.number(),
  failedAt: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  key: z.string().nullable(),
});

type DeadLetterFailure = z.infer<typeof deadLetterFailureSchema>;

/**
 * A message that a group could not handle (the dead letter channel of Enterprise Integration Patterns). `id` is the id
 * of the event, or the topic, partition and offset of a message without one.
 */
export interface DeadLetter extends DeadLetterFailure {
  id: string;
  type: string;
  /** The payload, parsed as JSON; else as text. */
  payload: unknown;
}

type Headers = Record<string, string>;

function headersOf(message: KafkaMessage): Headers {
  return Object.fromEntries(
    Object.entries(message.headers ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value.toString()]],
    ),
  );
}

/**
 * The dead letter of a message: its value, its headers and the failure. Keyed by event, so that compaction leaves one
 * per event.
 */
export function deadLetterMessage(message: KafkaMessage, failure: DeadLetterFailure): Message {
  const headers = headersOf(message);
  const error = truncate(failure.error, MAX_ERROR_LENGTH);
  return {
    key: headers.ce_id ?? `${failure.topic}/${failure.partition}/${failure.offset}`,
    value: message.value ?? Buffer.alloc(0),
    headers: { ...headers, [FAILURE_HEADER]: JSON.stringify({ ...failure, error }) },
  };
}

function payloadOf(message: KafkaMessage): unknown {
  const text = message.value?.toString() ?? '';
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reading ends after this time without a message: compaction may have removed the last one of a partition. ms. */
const IDLE_MS = 10_000;

const ATTEMPTS = 6;

/** The offsets of a topic; again while a partition elects its leader, which kafkajs does not wait for here. */
async function offsetsOf(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await admin.fetchTopicOffsets(topic);
    } catch (error) {
      const isRetriable = error instanceof Error && Reflect.get(error, 'retriable') === true;
      if (!isRetriable || attempt === ATTEMPTS) throw error;
      await sleep(backoff(attempt, 100, 1_000));
    }
  }
}

/**
 * Every message of a topic up to its current end, in the order of each partition. Throws where the topic cannot be
 * read, such as for want of an ACL.
 */
export async function readTopic(kafka: KafkaConnection, topic: string): Promise<KafkaMessage[]> {
  const name = kafka.topic(topic);
  const groupId = kafka.topic(`${kafka.clientId}-read-${newId()}`);
  return withAdmin(kafka, async admin => {
    const left = new Map<number, bigint>();
    for (const { partition, low, high } of await offsetsOf(admin, name)) {
      if (BigInt(high) > BigInt(low)) left.set(partition, BigInt(high) - 1n);
    }
    const found: KafkaMessage[] = [];
    if (left.size === 0) return found;
    const consumer = kafka.client.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
    let idle: NodeJS.Timeout | undefined;
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [name], fromBeginning: true });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      idle = setTimeout(resolve, IDLE_MS);
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          idle?.refresh();
          const last = left.get(batch.partition);
          if (last === undefined) return;
          found.push(...batch.messages.filter(message => BigInt(message.offset) <= last));
          if (BigInt(batch.lastOffset()) >= last) left.delete(batch.partition);
          if (left.size === 0) resolve();
        },
      });
      await promise;
      return found;
    } finally {
      clearTimeout(idle);
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => {});
    }
  });
}

async function pending(kafka: KafkaConnection, topic: string, group: string): Promise<Map<string, KafkaMessage>> {
  const letters = new Map<string, KafkaMessage>();
  for (const message of await readTopic(kafka, deadLetterTopic(topic, group))) {
    const id = message.key?.toString() ?? message.offset;
    letters.delete(id);
    if (message.value !== null) letters.set(id, message);
  }
  return letters;
}

/**
 * The dead letters of a group for a topic (names as in the contracts) that are neither replayed nor discarded,
 * oldest first.
 */
export async function listDeadLetters(
  kafka: KafkaConnection,
  source: { topic: string; group: string },
): Promise<DeadLetter[]> {
  const letters = await pending(kafka, source.topic, source.group);
  return [...letters].flatMap(([id, message]) => {
    const headers = headersOf(message);
    const failure = deadLetterFailureSchema.safeParse(JSON.parse(headers[FAILURE_HEADER] ?? 'null'));
    return failure.success
      ? [{ id, type: headers.ce_type ?? 'unknown', payload: payloadOf(message), ...failure.data }]
      : [];
  });
}

async function resolveLetters(
  kafka: KafkaConnection,
  source: { topic: string; group: string; ids?: readonly string[] },
  replay: boolean,
): Promise<number> {
  const letters = [...(await pending(kafka, source.topic, source.group))].filter(
    ([id]) => source.ids?.includes(id) ?? true,
  );
  if (letters.length === 0) return 0;
  const producer = kafka.client.producer({ idempotent: true, maxInFlightRequests: 1, retry: { retries: 5 } });
  try {
    await producer.connect();
    for (const [id, message] of letters) {
      const { [FAILURE_HEADER]: failed, ...headers } = headersOf(message);
      const failure = deadLetterFailureSchema.parse(JSON.parse(failed ?? 'null'));
      if (replay) {
        await producer.send({
          topic: kafka.topic(failure.topic),
          acks: -1,
          messages: [
            { key: failure.key, value: message.value, headers: { ...headers, [REPLAY_HEADER]: source.group } },
          ],
        });
      }
      await producer.send({
        topic: kafka.topic(deadLetterTopic(source.topic, source.group)),
        acks: -1,
        messages: [{ key: id, value: null }],
      });
    }
  } finally {
    await producer.disconnect();
  }
  return letters.length;
}

/**
 * Publishes dead letters (those with `ids`, or all) to their topic again, for this group alone, then marks them
 * resolved. Returns how many. A message that fails again becomes a dead letter again. After a kill in between the
 * letter stays listed; the inbox makes a second replay a duplicate.
 */
export function replayDeadLetters(
  kafka: KafkaConnection,
  source: { topic: string; group: string; ids?: readonly string[] },
): Promise<number> {
  return resolveLetters(kafka, source, true);
}

/** Marks dead letters as resolved without handling them. Returns how many. */
export function discardDeadLetters(
  kafka: KafkaConnection,
  source: { topic: string; group: string; ids: readonly string[] },
): Promise<number> {
  return resolveLetters(kafka, source, false);
}

export interface DeadLetterCount {
  topic: string;
  group: string;
  count: number;
}

/** The number of unresolved dead letters by topic and group (names as in the contracts), of all groups. */
export async function countDeadLetters(kafka: KafkaConnection): Promise<DeadLetterCount[]> {
  const nonEmpty = await withAdmin(kafka, async admin => {
    const names = (await admin.listTopics()).filter(name => name.startsWith(kafka.topic('')) && name.endsWith('.dlq'));
    const hasMessages = async (name: string): Promise<boolean> =>
      (await admin.fetchTopicOffsets(name)).some(({ high, low }) => BigInt(high) > BigInt(low));
    const found = await Promise.all(names.map(async name => ((await hasMessages(name)) ? [kafka.plain(name)] : [])));
    return found.flat();
  });
  const counts = await Promise.all(
    nonEmpty.map(async name => {
      const [, topic = '', group = ''] = /^(.+)\.([^.]+)\.dlq$/.exec(name) ?? [];
      return { topic, group, count: (await pending(kafka, topic, group)).size };
    }),
  );
  return counts.filter(({ count }) => count > 0);
}
