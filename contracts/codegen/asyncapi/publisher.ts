import { isObject, type Json, type JsonObject, objectIn, put, refOf, stringIn, stringsIn } from '../document/json.ts';
import { pascalCase } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import { type AddressParameter, addressesOf, addressParameters } from './address.ts';
import { type Directions, headerOf, readDirections } from './directions.ts';
import { withTraits } from './traits.ts';

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

/** A message in a channel: the same message in another channel is another one. */
export interface Message {
  /** How code calls it. */
  name: string;
  /** The CloudEvents type: the message's `name`, else its key in the channel. */
  type: string;
  /** The key of its channel. */
  channel: string;
  /** The address of its channel, with parameters in braces; undefined where only the sender knows it. */
  topic: string | undefined;
  parameters: AddressParameter[];
  summary: string | undefined;
  description: string | undefined;
  payload: Json;
  /** What it carries beside the payload, without the headers of the envelope; undefined for none. */
  headers: JsonObject | undefined;
  sent: boolean;
  received: boolean;
  /** What its types are called: a message that is in several channels has one type. */
  typeName: string;
  /** What tells messages from others: where it is written. */
  identity: string;
  /** Where it stands in the document. */
  at: string[];
}

/** An AsyncAPI document as the emitter needs it: what one service sends and receives. */
export interface Publisher {
  name: string;
  title: string;
  document: JsonObject;
  schemas: JsonObject;
  /** The topics of what it sends. */
  topics: Topic[];
  messages: Message[];
}

/** Reads a bundled AsyncAPI document: the channels, and in each the messages. */
export function readPublisher(name: string, document: JsonObject): Publisher {
  const directions = readDirections(document);
  const topics: Topic[] = [];
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
    if (address !== undefined && (own.length === 0 || own.some(({ sent }) => sent)))
      for (const topic of addressesOf(address, parameters)) topics.push(readTopic(key, channel, topic));
  }
  return {
    name,
    title: stringIn(objectIn(document, 'info'), 'title') ?? name,
    document,
    schemas: objectIn(objectIn(document, 'components'), 'schemas'),
    topics,
    messages: withNames(messages),
  };
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

type MessageItself = Pick<
  Message,
  'name' | 'typeName' | 'type' | 'summary' | 'description' | 'payload' | 'headers' | 'identity'
>;

function readMessage(document: JsonObject, key: string, value: Json, replyHeaders: readonly string[]): MessageItself {
  const message = withTraits(document, value);
  const correlation = headerOf(stringIn(deref(document, message.correlationId), 'location'));
  const implied = correlation === undefined ? replyHeaders : [correlation, ...replyHeaders];
  return {
    name: pascalCase(key),
    typeName: pascalCase(key),
    type: stringIn(message, 'name') ?? key,
    summary: stringIn(message, 'summary'),
    description: stringIn(message, 'description'),
    payload: schemaOf(message.payload) ?? {},
    headers: ownHeaders(document, schemaOf(message.headers), implied),
    identity: refOf(value) ?? JSON.stringify(value),
  };
}

/** A payload or headers, out of AsyncAPI's Multi Format Schema Object. */
function schemaOf(value: Json | undefined): Json | undefined {
  return isObject(value) && 'schemaFormat' in value ? value.schema : value;
}

/** What every event carries, made by `encodeEvent` (CloudEvents 1.0, Kafka binding; W3C Trace Context). */
export const envelopeHeaders: ReadonlySet<string> = new Set([
  ...['content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time', 'traceparent'],
]);

/** The declared headers, and those that a correlation id or the address of a reply is read from. */
function ownHeaders(document: JsonObject, value: Json | undefined, implied: readonly string[]): JsonObject | undefined {
  const schema = objectIn({ schema: deref(document, value) ?? {} }, 'schema');
  const properties: JsonObject = {};
  for (const name of implied) put(properties, name, { type: 'string' });
  for (const [name, property] of Object.entries(objectIn(schema, 'properties'))) put(properties, name, property);
  for (const name of envelopeHeaders) delete properties[name];
  if (Object.keys(properties).length === 0) return undefined;
  const { required: _, ...rest } = schema;
  const required = stringsIn(schema, 'required').filter(name => !envelopeHeaders.has(name));
  return { ...rest, type: 'object', properties, ...(required.length > 0 && { required }) };
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
