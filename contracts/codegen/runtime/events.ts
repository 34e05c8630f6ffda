import { v7 as uuidv7 } from 'uuid';
import { type Check, type Violation, violations } from './check.ts';

/** An event as the outbox stores it: CloudEvents 1.0 attributes, and the Kafka key, which is the aggregate's id. */
export interface EventRecord {
  /** UUIDv7. */
  id: string;
  topic: string;
  key: string;
  type: string;
  source: string;
  subject: string;
  /** RFC 3339, UTC. */
  time: string;
  payload: unknown;
  /** What the message carries beside the payload and the envelope, where its contract declares any. */
  headers?: Readonly<Record<string, string>>;
  /** The media type of the payload, where its contract says another one than `application/json`. */
  contentType?: string;
}

/** What a handler receives with an event beside its payload. */
export interface EventMeta {
  id: string;
  source: string;
  type: string;
  time: string;
  subject: string;
  key: string;
  traceparent: string | undefined;
  /** Those that the contract declares beside the envelope's. */
  headers?: object;
  /** What the topic has for the parameters of its address, where any may have any value. */
  parameters?: object;
}

export interface TopicDefinition {
  topic: string;
  partitions: number;
  /** Topic configuration as Kafka takes it. */
  config: Readonly<Record<string, string>>;
  /** Of the payload schemas: `FULL_TRANSITIVE` and the like. */
  compatibility?: string;
}

/** A Kafka message, as clients hand it over. */
export interface KafkaMessage {
  /** The topic that it came from, without a prefix; needed where one type is in several topics. */
  topic?: string;
  key: Buffer | string | null;
  value: Buffer | string | null;
  headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
}

/** A Kafka message to produce. */
export interface EncodedEvent {
  key: string;
  value: string;
  headers: Record<string, string>;
}

export interface EventConsumer<C> {
  /** The service whose events these are. */
  source: string;
  /** Topics with at least one message that is not ignored. */
  topics: readonly string[];
  /** What the names of such topics match whose parameters may have any value; without a prefix. */
  topicPatterns: readonly RegExp[];
  /**
   * Checks the message against its schema and calls its handler. A type that nobody knows, or that is ignored, is
   * skipped. `observe` hands the payload on, and watches which fields are read.
   */
  dispatch(message: KafkaMessage, context: C, observe?: (type: string, payload: unknown) => unknown): Promise<void>;
  /** Throws `EventInvalidError` when the envelope is broken. */
  meta(message: KafkaMessage): EventMeta;
  /** Whether there is a handler for this event: one that is skipped needs no transaction. */
  handles(meta: EventMeta): boolean;
}

/** A message that breaks its contract. Trying again cannot help: it belongs in the dead letters. */
export class EventInvalidError extends Error {
  override readonly name = 'EventInvalidError';
  readonly type: string;
  readonly errors: readonly Violation[];

  constructor(type: string, errors: readonly Violation[], cause?: unknown) {
    super(`${type} breaks its contract: ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}`, {
      cause,
    });
    this.type = type;
    this.errors = errors;
  }
}

export interface MessageDefinition {
  /** The CloudEvents type. */
  type: string;
  /** What handlers call it, where that is not the type. */
  name?: string;
  /** With parameters in braces; absent where only the sender knows it. */
  topic?: string;
  check: Check;
  /** A media type whose values are JSON: `application/ld+json`. */
  contentType?: string;
  /** The parameters of the topic and the values that each may have; none: any that a topic's name can hold. */
  parameters?: Readonly<Record<string, { values: readonly string[]; default?: string }>>;
  /** The headers that it carries beside those of the envelope. */
  headers?: readonly string[];
  checkHeaders?: Check;
}

/** What an event needs beside its key and payload, where its contract says so. */
export interface EventOptions {
  topic?: string;
  parameters?: object;
  headers?: object;
}

/** Makes the record of an event; throws `EventInvalidError` when something is not what the contract says. */
export function createEvent(
  source: string,
  definition: MessageDefinition,
  key: string,
  payload: unknown,
  options: EventOptions = {},
): EventRecord {
  const { type, check } = definition;
  if (key === '') throw new EventInvalidError(type, [{ path: '/key', message: 'must not be empty' }]);
  if (!check(payload)) throw new EventInvalidError(type, violations(check, '/payload'));
  const topic = topicFor(definition, options);
  const headers = headersOf(definition, options.headers ?? {});
  const time = new Date().toISOString();
  const contentType = definition.contentType === undefined ? {} : { contentType: definition.contentType };
  const carried = { ...(headers && { headers }), ...contentType };
  return { id: uuidv7(), topic, key, type, source, subject: key, time, payload, ...carried };
}

function topicFor({ type, topic: address, parameters = {} }: MessageDefinition, options: EventOptions): string {
  const template = address ?? options.topic ?? '';
  if (template === '') throw new EventInvalidError(type, [{ path: '/topic', message: 'is required' }]);
  let topic = template;
  for (const [name, { values, default: preset }] of Object.entries(parameters)) {
    const given: unknown = Object.entries(options.parameters ?? {}).find(([key]) => key === name)?.[1] ?? preset;
    if (typeof given !== 'string' || !isAllowed(given, values)) {
      const wanted =
        values.length === 0 ? 'letters, digits, dots, underscores and hyphens' : `one of ${values.join(', ')}`;
      const message = given === undefined ? 'is required' : `must be ${wanted}`;
      throw new EventInvalidError(type, [{ path: `/parameters/${name}`, message }]);
    }
    topic = topic.replaceAll(`{${name}}`, () => given);
  }
  if (topic.length > MAX_TOPIC_LENGTH)
    throw new EventInvalidError(type, [
      { path: '/topic', message: `must have at most ${MAX_TOPIC_LENGTH} characters` },
    ]);
  return topic;
}

/** Of a topic's name: org.apache.kafka.common.internals.Topic. */
const MAX_TOPIC_LENGTH = 249;

function isAllowed(value: string, values: readonly string[]): boolean {
  return values.length === 0 ? /^[\w.-]+$/.test(value) : values.includes(value);
}

/** The declared headers as text; throws where they are not what the contract says. */
function headersOf(
  { type, headers: names, checkHeaders: check }: MessageDefinition,
  given: object,
): Record<string, string> | undefined {
  if (!names || !check) return undefined;
  const values = new Map(Object.entries(given).filter(([name, value]) => names.includes(name) && value !== undefined));
  if (!check(Object.fromEntries(values))) throw new EventInvalidError(type, violations(check, '/headers'));
  return Object.fromEntries([...values].map(([name, value]) => [name, String(value)]));
}

/**
 * What the name of a topic matches that a message may be in, with a group for each parameter; undefined where the
 * topics are known.
 */
function topicPatternOf({ topic = '', parameters = {} }: MessageDefinition): RegExp | undefined {
  if (Object.values(parameters).every(({ values }) => values.length > 0)) return undefined;
  const parts = topic.split(/\{([^{}]+)\}/).map((part, index) => {
    if (index % 2 === 0) return quoted(part);
    const values = parameters[part]?.values ?? [];
    return values.length === 0 ? '([\\w.-]+)' : `(${values.map(quoted).join('|')})`;
  });
  return new RegExp(`^${parts.join('')}$`);
}

const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What a topic has for the parameters of an address, by name; undefined where it does not match the pattern of it. */
function parametersIn(address: string, pattern: RegExp | undefined, topic: string): Record<string, string> | undefined {
  const found = pattern?.exec(topic);
  if (!found) return undefined;
  const names = [...address.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? '']));
}

/** Every topic that a message may be in, where they are known. */
export function topicsOf({ topic, parameters = {} }: MessageDefinition): string[] {
  return Object.entries(parameters).reduce(
    (topics, [name, { values }]) =>
      topics.flatMap(address => values.map(value => address.replaceAll(`{${name}}`, () => value))),
    topic === undefined ? [] : [topic],
  );
}

/**
 * The Kafka message of a record: attributes in `ce_` headers, the payload as JSON. `traceparent` is W3C Trace Context.
 */
export function encodeEvent(record: EventRecord, traceparent?: string): EncodedEvent {
  return {
    key: record.key,
    value: JSON.stringify(record.payload),
    headers: {
      ...record.headers,
      'content-type': record.contentType ?? 'application/json',
      ce_specversion: '1.0',
      ce_id: record.id,
      ce_source: record.source,
      ce_type: record.type,
      ce_subject: record.subject,
      ce_time: record.time,
      ...(traceparent !== undefined && { traceparent }),
    },
  };
}

/** Reads the envelope of a message; throws `EventInvalidError` when an attribute is missing. */
export function decodeMeta(message: KafkaMessage): EventMeta {
  const type = headerOf(message, 'ce_type');
  const id = headerOf(message, 'ce_id');
  const source = headerOf(message, 'ce_source');
  const time = headerOf(message, 'ce_time');
  const key = textOf(message.key);
  if (!type || !id || !source || !time || headerOf(message, 'ce_specversion') !== '1.0') {
    const missing = ['ce_type', 'ce_id', 'ce_source', 'ce_time', 'ce_specversion'].filter(
      name => !headerOf(message, name),
    );
    const errors =
      missing.length > 0
        ? missing.map(name => ({ path: `/headers/${name}`, message: 'is required' }))
        : [{ path: '/headers/ce_specversion', message: 'must be 1.0' }];
    throw new EventInvalidError(type ?? 'A message', errors);
  }
  return {
    id,
    source,
    type,
    time,
    subject: headerOf(message, 'ce_subject') ?? key,
    key,
    traceparent: headerOf(message, 'traceparent'),
  };
}

interface EventHandler<C> {
  handle(event: unknown, meta: EventMeta, context: C): Promise<void>;
}

/** A message that handlers call by its type. */
interface Plain<H> {
  type: keyof H & string;
}

/** A message that handlers call by another name. */
interface Renamed<H> {
  type: string;
  name: keyof H & string;
}

function isRenamed<H>(message: Plain<H> | Renamed<H>): message is Renamed<H> {
  return 'name' in message;
}

/**
 * The consumer behind every generated one. Where one type is in several topics, messages must say theirs: `dispatch`
 * throws a TypeError otherwise.
 */
export function createConsumer<C, H extends { [K in keyof H]: EventHandler<C>['handle'] | 'ignore' }>(
  source: string,
  messages: readonly (MessageDefinition & (Plain<H> | Renamed<H>))[],
  handlers: H,
): EventConsumer<C> {
  const handlerOf = (message: Plain<H> | Renamed<H>): EventHandler<C>['handle'] | 'ignore' =>
    handlers[isRenamed(message) ? message.name : message.type];
  const handled = messages.filter(message => handlerOf(message) !== 'ignore');
  const patterns = new Map(messages.map(message => [message, topicPatternOf(message)]));
  const parametersOf = (message: (typeof messages)[number], topic: string) =>
    parametersIn(message.topic ?? '', patterns.get(message), topic);
  const find = (type: string, topic: string | undefined) => {
    const known = messages.filter(message => message.type === type);
    if (known.length < 2) return known[0];
    if (topic === undefined) throw new TypeError(`${type} is in several topics: the message must say which`);
    return known.find(message => topicsOf(message).includes(topic) || parametersOf(message, topic));
  };
  return {
    source,
    topics: [...new Set(handled.flatMap(topicsOf))],
    topicPatterns: handled.map(message => patterns.get(message)).filter(pattern => pattern !== undefined),
    meta: decodeMeta,
    handles: meta => handled.some(({ type }) => type === meta.type),
    async dispatch(message, context, observe) {
      const meta = decodeMeta(message);
      const known = find(meta.type, message.topic);
      if (!known) return;
      const handler = handlerOf(known);
      if (handler === 'ignore') return;
      const payload = decodePayload(known, message);
      const observed = observe ? observe(meta.type, payload) : payload;
      const carried = decodeHeaders(known, meta, message);
      const parameters = message.topic === undefined ? undefined : parametersOf(known, message.topic);
      if (patterns.get(known) && !parameters)
        throw new TypeError(`The topic of ${meta.type} has parameters: the message must say a topic that fits`);
      await handler(observed, parameters ? { ...carried, parameters } : carried, context);
    },
  };
}

/** The envelope with the declared headers, as the types that the contract gives them. */
export function decodeHeaders(
  { type, headers: names, checkHeaders: check }: MessageDefinition,
  meta: EventMeta,
  message: KafkaMessage,
): EventMeta {
  if (!names || !check) return meta;
  const headers: Record<string, unknown> = {};
  for (const name of names) {
    const value = headerOf(message, name);
    if (value !== undefined) headers[name] = value;
  }
  if (!check(headers)) throw new EventInvalidError(type, violations(check, '/headers'));
  return { ...meta, headers };
}

/** The payload of a message; throws `EventInvalidError` where it breaks its schema. */
export function decodePayload({ type, check }: MessageDefinition, message: KafkaMessage): unknown {
  let payload: unknown;
  try {
    payload = JSON.parse(textOf(message.value));
  } catch (error) {
    throw new EventInvalidError(type, [{ path: '/payload', message: 'is not valid JSON' }], error);
  }
  if (!check(payload)) throw new EventInvalidError(type, violations(check, '/payload'));
  return payload;
}

/** The first value of a header, as text. */
export function headerOf(message: KafkaMessage, name: string): string | undefined {
  const value = message.headers?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : textOf(first);
}

function textOf(value: Buffer | string | null): string {
  return value === null ? '' : value.toString();
}
