import type { Publisher } from '../asyncapi/publisher.ts';
import { mockEvents } from './mock-events.ts';

export interface PublishOptions {
  brokers: readonly string[];
  /** In front of each topic's name. */
  prefix: string;
  seed: string;
  /** How often every message is sent; 0 for once. */
  intervalMs: number;
}

export interface MockPublisher {
  /** How many events were sent at first, and to which topics. */
  sent: number;
  topics: string[];
  close(): Promise<void>;
}

/** Creates the topics that are not there, and sends an event of each message. */
export async function publishMockEvents(
  publishers: readonly Publisher[],
  { brokers, prefix, seed, intervalMs }: PublishOptions,
): Promise<MockPublisher> {
  const { Kafka, logLevel } = await import('kafkajs');
  const kafka = new Kafka({ clientId: 'covenant-mock', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const known = publishers.flatMap(publisher => publisher.topics.map(({ topic }) => topic));
  const named = publishers.flatMap(publisher => mockEvents(publisher, seed, 0).map(({ topic }) => topic));
  const topics = [...new Set([...known, ...named])].map(topic => prefix + topic);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: topics.map(topic => ({ topic, numPartitions: 1 })), waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  let turn = 0;
  const send = async (): Promise<number> => {
    const events = publishers.flatMap(publisher => mockEvents(publisher, seed, turn));
    turn += 1;
    const byTopic = new Map<string, (typeof events)[number]['message'][]>();
    for (const { topic, message } of events) byTopic.set(topic, [...(byTopic.get(topic) ?? []), message]);
    await producer.sendBatch({
      topicMessages: [...byTopic].map(([topic, messages]) => ({ topic: prefix + topic, messages })),
    });
    return events.length;
  };
  const sent = await send();
  let sending = Promise.resolve();
  const again = () => {
    sending = sending
      .then(() => send())
      .then(
        () => undefined,
        () => undefined,
      ); // the next turn tries again
  };
  const timer = intervalMs > 0 ? setInterval(again, intervalMs) : undefined;
  return {
    sent,
    topics,
    async close() {
      clearInterval(timer);
      await sending;
      await producer.disconnect();
    },
  };
}
