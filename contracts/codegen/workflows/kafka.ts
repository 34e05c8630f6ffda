import { randomUUID } from 'node:crypto';
import type { Consumer, IHeaders, Producer } from 'kafkajs';
import { jsonOrText } from '../document/json.ts';
import type { MessageSource, ReceivedMessage } from './messages.ts';

export interface KafkaOptions {
  brokers: readonly string[];
  /** In front of each topic's name. */
  prefix: string;
}

interface Waiting {
  topic: string;
  isWanted(message: ReceivedMessage): boolean;
  give(message: ReceivedMessage | undefined): void;
}

/** Reads topics from now on, in a consumer group of its own that is deleted at the end, and keeps what no step took. */
export async function openKafka(options: KafkaOptions, topics: readonly string[]): Promise<MessageSource> {
  const { Kafka, logLevel } = await import('kafkajs');
  const kafka = new Kafka({ clientId: 'covenant-run', brokers: [...options.brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `covenant-run-${randomUUID()}`;
  const names = topics.map(topic => options.prefix + topic);
  const kept: ReceivedMessage[] = [];
  const waiting = new Set<Waiting>();
  const receive = (message: ReceivedMessage): void => {
    const taker = [...waiting].find(({ topic, isWanted }) => topic === message.topic && isWanted(message));
    if (taker) taker.give(message);
    else kept.push(message);
  };
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200, allowAutoTopicCreation: false });
  if (names.length > 0) await consume(consumer, names, options.prefix, admin, receive);
  let producer: Promise<Producer> | undefined;
  const connectProducer = async (): Promise<Producer> => {
    const made = kafka.producer({ allowAutoTopicCreation: false });
    await made.connect();
    return made;
  };
  return {
    take(topic, isWanted, ms) {
      const index = kept.findIndex(message => message.topic === topic && isWanted(message));
      if (index !== -1) return Promise.resolve(kept.splice(index, 1)[0]);
      return new Promise(resolve => {
        const one: Waiting = {
          topic,
          isWanted,
          give(message) {
            clearTimeout(timer);
            waiting.delete(one);
            resolve(message);
          },
        };
        const timer = setTimeout(() => one.give(undefined), ms);
        waiting.add(one);
      });
    },
    async send(topic, { key, headers, payload }) {
      producer ??= connectProducer();
      const message = { key: key ?? null, headers: { ...headers }, value: JSON.stringify(payload) };
      await (await producer).send({ topic: options.prefix + topic, messages: [message] });
    },
    async close() {
      await consumer.disconnect();
      await (await producer)?.disconnect();
      await admin.deleteGroups([groupId]).catch(() => {}); // an empty group ends by itself
      await admin.disconnect();
    },
  };
}

/** Resolves when every partition is read from where it ended before. */
async function consume(
  consumer: Consumer,
  names: string[],
  prefix: string,
  admin: { fetchTopicOffsets(topic: string): Promise<{ partition: number; offset: string }[]> },
  receive: (message: ReceivedMessage) => void,
): Promise<void> {
  const ends = await Promise.all(names.map(async topic => ({ topic, offsets: await admin.fetchTopicOffsets(topic) })));
  await consumer.connect();
  await consumer.subscribe({ topics: names, fromBeginning: false });
  const joined = new Promise<void>(resolve => {
    consumer.on('consumer.group_join', () => {
      for (const { topic, offsets } of ends)
        for (const { partition, offset } of offsets) consumer.seek({ topic, partition, offset });
      resolve();
    });
  });
  await consumer.run({
    autoCommit: false,
    async eachMessage({ topic, message: { key, headers, value } }) {
      receive({
        topic: topic.slice(prefix.length),
        key: key?.toString(),
        headers: textHeaders(headers),
        payload: jsonOrText(value?.toString() ?? ''),
      });
    },
  });
  await joined;
}

const textHeaders = (headers: IHeaders | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
