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
}

/** What a handler is told about an event beside its payload. */
export interface EventMeta {
  id: string;
  source: string;
  type: string;
  time: string;
  subject: string;
  key: string;
  traceparent: string | undefined;
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
  /**
   * Checks the message against its schema and calls its handler. A type that nobody knows, or that is ignored, is
   * skipped.
   */
  dispatch(message: KafkaMessage, context: C): Promise<void>;
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
  type: string;
  topic: string;
  check: Check;
}

/** Makes the record of an event; throws `EventInvalidError` when the payload is not what the contract says. */
export function createEvent(
  source: string,
  { type, topic, check }: MessageDefinition,
  key: string,
  payload: unknown,
): EventRecord {
  if (key === '') throw new EventInvalidError(type, [{ path: '/key', message: 'must not be empty' }]);
  if (!check(payload)) throw new EventInvalidError(type, violations(check, '/payload'));
  return { id: uuidv7(), topic, key, type, source, subject: key, time: new Date().toISOString(), payload };
}

/**
 * The Kafka message of a record: attributes in `ce_` headers, the payload as JSON. `traceparent` is W3C Trace Context.
 */
export function encodeEvent(record: EventRecord, traceparent?: string): EncodedEvent {
  return {
    key: record.key,
    value: JSON.stringify(record.payload),
    headers: {
      'content-type': 'application/json',
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
  const type = header(message, 'ce_type');
  const id = header(message, 'ce_id');
  const source = header(message, 'ce_source');
  const time = header(message, 'ce_time');
  const key = textOf(message.key);
  if (!type || !id || !source || !time || header(message, 'ce_specversion') !== '1.0') {
    const missing = ['ce_type', 'ce_id', 'ce_source', 'ce_time', 'ce_specversion'].filter(
      name => !header(message, name),
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
    subject: header(message, 'ce_subject') ?? key,
    key,
    traceparent: header(message, 'traceparent'),
  };
}

interface EventHandler<C> {
  handle(event: unknown, meta: EventMeta, context: C): Promise<void>;
}

/** The consumer behind every generated one. */
export function createConsumer<C, H extends { [K in keyof H]: EventHandler<C>['handle'] | 'ignore' }>(
  source: string,
  messages: readonly (MessageDefinition & { type: keyof H & string })[],
  handlers: H,
): EventConsumer<C> {
  const handled = messages.filter(({ type }) => handlers[type] !== 'ignore');
  return {
    source,
    topics: [...new Set(handled.map(({ topic }) => topic))],
    meta: decodeMeta,
    handles: meta => handled.some(({ type }) => type === meta.type),
    async dispatch(message, context) {
      const meta = decodeMeta(message);
      const known = messages.find(({ type }) => type === meta.type);
      if (!known) return;
      const handler: EventHandler<C>['handle'] | 'ignore' = handlers[known.type];
      if (handler === 'ignore') return;
      await handler(decodePayload(known, message), meta, context);
    },
  };
}

function decodePayload({ type, check }: MessageDefinition, message: KafkaMessage): unknown {
  let payload: unknown;
  try {
    payload = JSON.parse(textOf(message.value));
  } catch (error) {
    throw new EventInvalidError(type, [{ path: '/payload', message: 'is not valid JSON' }], error);
  }
  if (!check(payload)) throw new EventInvalidError(type, violations(check, '/payload'));
  return payload;
}

function header(message: KafkaMessage, name: string): string | undefined {
  const value = message.headers?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : textOf(first);
}

function textOf(value: Buffer | string | null): string {
  return value === null ? '' : value.toString();
}
