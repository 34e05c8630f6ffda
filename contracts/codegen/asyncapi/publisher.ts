import { isObject, type Json, type JsonObject, objectIn, refOf, stringIn } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import { deref } from '../openapi/deref.ts';

export interface Topic {
  /** The key of its channel. */
  channel: string;
  topic: string;
  partitions: number;
  config: Record<string, string>;
  compatibility: string | undefined;
}

export interface Message {
  /** Its key in the channel, which is the CloudEvents type. */
  type: string;
  topic: string;
  summary: string | undefined;
  description: string | undefined;
  payload: Json;
}

/** An AsyncAPI document as the emitter needs it: what one service publishes. */
export interface Publisher {
  name: string;
  title: string;
  document: JsonObject;
  schemas: JsonObject;
  topics: Topic[];
  messages: Message[];
}

/** Reads a bundled AsyncAPI document: the channels, and in each the messages that the service sends. */
export function readPublisher(name: string, document: JsonObject): Publisher {
  const topics: Topic[] = [];
  const messages: Message[] = [];
  for (const [name, value] of Object.entries(objectIn(document, 'channels'))) {
    const channel = deref(document, value);
    const topic = readTopic(name, channel);
    if (!topic) continue;
    topics.push(topic);
    for (const [key, item] of Object.entries(objectIn(channel, 'messages')))
      messages.push(readMessage(document, key, item, topic.topic));
  }
  return {
    name,
    title: stringIn(objectIn(document, 'info'), 'title') ?? name,
    document,
    schemas: objectIn(objectIn(document, 'components'), 'schemas'),
    topics,
    messages,
  };
}

/** The schemas that payloads lead to, by name, in the order of the document. */
export function payloadSchemas({ schemas, messages }: Publisher): JsonObject {
  const used = new Set<string>();
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    const name = /^#\/components\/schemas\/([^/]+)/.exec(refOf(value) ?? '')?.[1];
    const target = name === undefined ? undefined : schemas[name];
    if (name !== undefined && target !== undefined && !used.has(name)) {
      used.add(name);
      visit(target);
    }
    Object.values(value).forEach(visit);
  };
  for (const { payload } of messages) visit(payload);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

function readTopic(name: string, channel: Json | undefined): Topic | undefined {
  const kafka = objectIn(objectIn(channel, 'bindings'), 'kafka');
  const topic = stringIn(kafka, 'topic') ?? stringIn(channel, 'address');
  if (topic === undefined) return undefined;
  const config: Record<string, string> = {};
  for (const [key, value] of Object.entries(objectIn(kafka, 'topicConfiguration')))
    config[key] = Array.isArray(value) ? value.join(',') : String(value);
  const partitions = typeof kafka.partitions === 'number' ? kafka.partitions : 1;
  return { channel: name, topic, partitions, config, compatibility: stringIn(channel, 'x-compatibility') };
}

function readMessage(document: JsonObject, key: string, value: Json, topic: string): Message {
  const message = deref(document, value);
  const payload: Json = isObject(message) ? (message.payload ?? {}) : {};
  const schema = isObject(payload) && 'schemaFormat' in payload ? (payload.schema ?? {}) : payload;
  return {
    type: pascalCase(key),
    topic,
    summary: stringIn(message, 'summary'),
    description: stringIn(message, 'description'),
    payload: schema,
  };
}
