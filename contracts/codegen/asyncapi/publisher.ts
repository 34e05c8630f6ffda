import { isObject, type Json, type JsonObject, objectIn, refOf, stringIn, stringsIn } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import { addressesOf, addressParameters } from './address.ts';
import { type Directions, readDirections } from './directions.ts';
import { type Exchange, exchangedChannels, readExchanges } from './exchange.ts';
import { type Message, readMessage } from './message.ts';

export interface Topic {
  /** The key of its channel. */
  channel: string;
  topic: string;
  partitions: number;
  config: Record<string, string>;
  compatibility: string | undefined;
  /** `x-visible-to`: the roles that may see what the channel says about a resource, by resource. */
  visibleTo: Readonly<Record<string, readonly string[]>>;
}

/** An AsyncAPI document as the emitter needs it: what one service sends and receives. */
export interface Publisher {
  name: string;
  title: string;
  document: JsonObject;
  schemas: JsonObject;
  /** The topics of what it sends, and those of requests and their replies. */
  topics: Topic[];
  messages: Message[];
  /** The operations that have a reply. */
  exchanges: Exchange[];
}

/** Reads a bundled AsyncAPI document: the channels, and in each the messages. */
export function readPublisher(name: string, document: JsonObject): Publisher {
  const directions = readDirections(document);
  const messages: Message[] = [];
  for (const [key, value] of Object.entries(objectIn(document, 'channels'))) {
    const channel = deref(document, value);
    const address = addressOf(channel);
    const parameters = address === undefined ? [] : addressParameters(document, channel, address);
    const own = Object.entries(objectIn(channel, 'messages')).map(([messageKey, item]): Message => {
      const at = ['channels', key, 'messages', messageKey];
      const sent = isIn(directions.sent, channel, messageKey);
      const received = isIn(directions.received, channel, messageKey);
      const replyHeaders = channel === undefined ? [] : (directions.replyHeaders.get(channel)?.get(messageKey) ?? []);
      const message = readMessage(document, messageKey, item, replyHeaders);
      return { ...message, channel: key, topic: address, parameters, sent: sent || !received, received, at };
    });
    messages.push(...own);
  }
  const named = withNames(messages);
  const exchanges = readExchanges(document, named);
  return {
    name,
    title: stringIn(objectIn(document, 'info'), 'title') ?? name,
    document,
    schemas: objectIn(objectIn(document, 'components'), 'schemas'),
    topics: readTopics(document, named, exchanges),
    messages: named,
    exchanges,
  };
}

/** The topics, each once: several channels may have one address. */
export function createdTopics({ topics }: Publisher): Topic[] {
  return topics.filter((topic, index) => topics.findIndex(other => other.topic === topic.topic) === index);
}

/** The topics of the channels that somebody must create: of what is sent, asked and replied. */
function readTopics(document: JsonObject, messages: readonly Message[], exchanges: readonly Exchange[]): Topic[] {
  const exchanged = exchangedChannels(exchanges);
  return Object.entries(objectIn(document, 'channels')).flatMap(([key, value]) => {
    const channel = deref(document, value);
    const address = addressOf(channel);
    const own = messages.filter(message => message.channel === key);
    const isMade = own.length === 0 || own.some(({ sent }) => sent) || exchanged.has(key);
    if (address === undefined || !isMade) return [];
    const parameters = addressParameters(document, channel, address);
    return addressesOf(address, parameters).map(topic => readTopic(key, channel, topic));
  });
}

function isIn(set: Directions['sent'], channel: Json | undefined, key: string): boolean {
  return channel !== undefined && (set.get(channel)?.has(key) ?? false);
}

/** The schemas that payloads and headers lead to, by name, in the order of the document. */
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
  for (const { payload, headers } of messages) {
    visit(payload);
    if (headers) visit(headers);
  }
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

/** Kafka's own name of the topic, else the address; undefined for `null`: known at run time only. */
function addressOf(channel: Json | undefined): string | undefined {
  return stringIn(objectIn(objectIn(channel, 'bindings'), 'kafka'), 'topic') ?? stringIn(channel, 'address');
}

function readTopic(name: string, channel: Json | undefined, topic: string): Topic {
  const kafka = objectIn(objectIn(channel, 'bindings'), 'kafka');
  const config: Record<string, string> = {};
  for (const [key, value] of Object.entries(objectIn(kafka, 'topicConfiguration')))
    config[key] = Array.isArray(value) ? value.join(',') : String(value);
  const partitions = typeof kafka.partitions === 'number' ? kafka.partitions : 1;
  const resources = objectIn(channel, 'x-visible-to');
  return {
    channel: name,
    topic,
    partitions,
    config,
    compatibility: stringIn(channel, 'x-compatibility'),
    visibleTo: Object.fromEntries(Object.keys(resources).map(resource => [resource, stringsIn(resources, resource)])),
  };
}

/** Messages of one name in several channels are called after their channels too. */
function withNames(messages: Message[]): Message[] {
  return messages.map(message => {
    const group = messages.filter(({ name }) => name === message.name);
    if (group.length < 2) return message;
    const name = pascalCase(`${message.channel} ${message.name}`);
    const isOne = group.every(({ identity }) => identity === message.identity);
    return { ...message, name, typeName: isOne ? message.typeName : name };
  });
}
