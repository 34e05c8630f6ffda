import type { KeyObject } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { z } from 'zod';
import type { EncodedEvent, KafkaMessage } from '../../../contracts/codegen/runtime/events.ts';
import type { kafkaConfig } from '../config.ts';
import type { Log } from '../observability/log.ts';
import type { PublicKeys } from '../service-keys.ts';
import { requireSignature, signEvent } from './event-signature.ts';
import { type KafkaSecurity, kafkaSecurity } from './kafka-security.ts';
import { patchPausedFetch } from './kafkajs-paused-fetch.ts';
import { patchRequestQueue } from './kafkajs-request-queue.ts';

/** The Kafka cluster of a service. Only services/platform imports kafkajs. */
export interface KafkaConnection {
  readonly client: Kafka;
  /** The service; its consumer groups begin with it. */
  readonly clientId: string;
  /** The name in this cluster of a topic or group of the contracts: test suites add a prefix. */
  topic(name: string): string;
  /** The name in the contracts of a topic in this cluster. */
  plain(topic: string): string;
  /** An event of a topic of the contracts as it is published: signed, where the service has a key. */
  sign(topic: string, event: EncodedEvent): EncodedEvent;
  /** Throws ForgedEventError for a message that the service of the topic has not signed, where keys are known. */
  verify(topic: string, message: KafkaMessage): void;
  readonly log: Log;
}

/** The cluster that the environment names, for the service `clientId`; `signingKey` signs the events it publishes. */
export function connectKafka(
  env: z.output<z.ZodObject<typeof kafkaConfig>> & { SERVICE_PUBLIC_KEYS: PublicKeys },
  options: { clientId: string; log: Log; signingKey?: KeyObject },
): KafkaConnection {
  return createKafka({
    ...options,
    brokers: env.KAFKA_BROKERS,
    topicPrefix: env.KAFKA_TOPIC_PREFIX,
    publicKeys: env.SERVICE_PUBLIC_KEYS,
    security: kafkaSecurity(env),
  });
}

/** Does not connect yet: relays, consumers and topics do. `topicPrefix` isolates test suites on one cluster. */
export function createKafka(options: {
  brokers: readonly string[];
  clientId: string;
  topicPrefix?: string | undefined;
  /** Signs published events; without it they go unsigned. */
  signingKey?: KeyObject | undefined;
  /** The keys that consumed events must be signed with; without them none is checked. */
  publicKeys?: PublicKeys | undefined;
  security?: KafkaSecurity | undefined;
  log: Log;
}): KafkaConnection {
  patchRequestQueue();
  patchPausedFetch();
  const prefix = options.topicPrefix ?? '';
  const log = options.log.child({ part: 'kafka' });
  const client = new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    ...options.security,
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
    clientId: options.clientId,
    log,
    topic: name => `${prefix}${name}`,
    sign: (topic, event) => (options.signingKey ? signEvent(topic, event, options.signingKey) : event),
    verify: (topic, message) => {
      if (options.publicKeys) requireSignature(topic, message, options.publicKeys);
    },
    plain: topic => (topic.startsWith(prefix) ? topic.slice(prefix.length) : topic),
  };
}
