import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TopicDefinition } from '../../contracts/codegen/runtime/events.ts';
import { parseConfig } from '../../services/platform/config.ts';
import { createKafka } from '../../services/platform/messaging/kafka.ts';
import { kafkaSecurity, kafkaSecurityConfig } from '../../services/platform/messaging/kafka-security.ts';
import { ensureTopics } from '../../services/platform/messaging/topics.ts';
import { createLog } from '../../services/platform/observability/log.ts';
import { root } from './folders.ts';

const isTopics = (value: unknown): value is readonly TopicDefinition[] =>
  Array.isArray(value) &&
  value.every(entry => typeof entry?.topic === 'string' && typeof entry.partitions === 'number');

/** The topics of all contracts: the export `<service>Topics` of each `generated/<service>/events.ts`. */
export async function contractTopics(): Promise<TopicDefinition[]> {
  const generated = path.join(root, 'generated');
  if (!fs.existsSync(generated)) return [];
  const files = fs.readdirSync(generated).map(name => path.join(generated, name, 'events.ts'));
  const modules = await Promise.all(
    files.filter(file => fs.existsSync(file)).map(file => import(pathToFileURL(file).href)),
  );
  return modules.flatMap(exports =>
    Object.entries(exports as Record<string, unknown>).flatMap(([name, value]) =>
      name.endsWith('Topics') && isTopics(value) ? value : [],
    ),
  );
}

/** Creates the topics of the contracts that are not there yet. @returns how many the contracts have */
export async function createTopics(brokers: string): Promise<number> {
  const topics = await contractTopics();
  const log = createLog('local', { level: 'silent' });
  const security = kafkaSecurity(parseConfig(kafkaSecurityConfig, process.env));
  const topicPrefix = process.env.KAFKA_TOPIC_PREFIX;
  await ensureTopics(
    createKafka({ brokers: brokers.split(','), topicPrefix, security, clientId: 'local', log }),
    topics,
  );
  return topics.length;
}
