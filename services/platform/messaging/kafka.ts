import { Kafka, logLevel } from 'kafkajs';
import type { Log } from '../observability/log.ts';
import { patchPausedFetch } from './kafkajs-paused-fetch.ts';
import { patchRequestQueue } from './kafkajs-request-queue.ts';

/** The Kafka cluster of a service. Only services/platform imports kafkajs. */
export interface KafkaConnection {
  readonly client: Kafka;
  /** The name in this cluster of a topic or group of the contracts: test suites add a prefix. */
  topic(name: string): string;
  /** The name in the contracts of a topic in this cluster. */
  plain(topic: string): string;
  readonly log: Log;
}

/** Does not connect yet: relays, consumers and topics do. `topicPrefix` isolates test suites on one cluster. */
export function createKafka(options: {
  brokers: readonly string[];
  clientId: string;
  topicPrefix?: string | undefined;
  log: Log;
}): KafkaConnection {
  patchRequestQueue();
  patchPausedFetch();
  const prefix = options.topicPrefix ?? '';
  const log = options.log.child({ part: 'kafka' });
  const client = new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 60 },
    logLevel: logLevel.WARN,
    logCreator: () => entry => {
      const { message, timestamp: _, ...rest } = entry.log;
      log[entry.level === logLevel.ERROR ? 'warn' : 'debug']({ ...rest, namespace: entry.namespace }, message);
    },
  });
  return {
    client,
    log,
    topic: name => `${prefix}${name}`,
    plain: topic => (topic.startsWith(prefix) ? topic.slice(prefix.length) : topic),
  };
}
