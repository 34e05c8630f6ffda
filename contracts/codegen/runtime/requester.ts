import { v7 as uuidv7 } from 'uuid';
import {
  createEvent,
  decodeHeaders,
  decodeMeta,
  decodePayload,
  type EventMeta,
  type EventOptions,
  type EventRecord,
  headerOf,
  type KafkaMessage,
  topicsOf,
} from './events.ts';
import {
  Carried,
  type ExchangeDefinition,
  type LocationDefinition,
  type ReplyDefinition,
  textAt,
} from './request-reply.ts';

/** No reply came in time. The request may have been done all the same. */
export class ReplyTimeoutError extends Error {
  override readonly name = 'ReplyTimeoutError';
  readonly correlationId: string;

  constructor(operation: string, correlationId: string, timeoutMs: number) {
    super(`${operation} had no reply within ${timeoutMs} ms (correlation id ${correlationId})`);
    this.correlationId = correlationId;
  }
}

export interface RequesterOptions {
  /** The CloudEvents source: who asks. */
  source: string;
  /** Publishes a request, which fails where this fails. */
  publish(request: EventRecord): Promise<void>;
  /** How long a request waits for its reply, ms; each may say otherwise. */
  timeoutMs: number;
  /** The topic that replies to this requester go to, where requests say it; without a prefix. */
  replyTopic?: string;
}

export interface RequestOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Else a UUIDv7, or a random integer where the contract asks for one. */
  correlationId?: string;
}

/** A message that answers a request. */
export interface Reply {
  name: string;
  payload: unknown;
  meta: EventMeta;
}

export interface ReplyConsumer {
  /** Where replies come. Consume them from their end, each process in a consumer group of its own. */
  topics: readonly string[];
  /**
   * Gives a reply to the request that waits for it; a message that nobody here waits for is skipped. A reply that
   * breaks its contract fails the request with `EventInvalidError`.
   */
  dispatch(message: KafkaMessage): void;
  /** Fails what still waits, with the reason. */
  close(reason: Error): void;
}

interface Requester extends ReplyConsumer {
  /** Publishes a request and waits: `ReplyTimeoutError` after the deadline, the signal's reason when it aborts. */
  send<R extends Reply>(
    exchange: ExchangeDefinition,
    key: string,
    payload: unknown,
    options?: RequestOptions & EventOptions,
  ): Promise<R>;
}

interface Waiting {
  settle(message: KafkaMessage, reply: ReplyDefinition): void;
  fail(reason: unknown): void;
}

/** The requester behind every generated one. */
export function createRequester(exchanges: readonly ExchangeDefinition[], requester: RequesterOptions): Requester {
  const waiting = new Map<string, Waiting>();
  const { source, publish, replyTopic } = requester;
  const declared = exchanges.flatMap(({ replies }) => replies.flatMap(({ message }) => topicsOf(message)));
  return {
    topics: [...new Set([...declared, ...(replyTopic === undefined ? [] : [replyTopic])])],
    dispatch(message) {
      const type = headerOf(message, 'ce_type');
      for (const { name, replies } of exchanges)
        for (const reply of replies)
          if (reply.message.type === type)
            waiting.get(`${name} ${textAt(message, reply.correlationId)}`)?.settle(message, reply);
    },
    async send<R extends Reply>(
      exchange: ExchangeDefinition,
      key: string,
      payload: unknown,
      options: RequestOptions & EventOptions = {},
    ): Promise<R> {
      const { timeoutMs = requester.timeoutMs, correlationId = newId(exchange.correlationId), signal } = options;
      signal?.throwIfAborted();
      const slot = `${exchange.name} ${correlationId}`;
      if (waiting.has(slot)) throw new TypeError(`A request with the correlation id ${correlationId} waits already`);
      const carried = new Carried(payload, options.headers);
      carried.put(exchange.correlationId, correlationId);
      if (exchange.replyTo && replyTopic !== undefined) carried.put(exchange.replyTo, replyTopic);
      const event = createEvent(source, exchange.request, key, carried.payload, {
        ...options,
        headers: carried.headers,
      });
      let end = (): void => undefined;
      const reply = new Promise<R>((resolve, reject) => {
        const late = () => reject(new ReplyTimeoutError(exchange.name, correlationId, timeoutMs));
        const abort = () => reject(signal?.reason);
        const timer = setTimeout(late, timeoutMs);
        signal?.addEventListener('abort', abort);
        waiting.set(slot, {
          fail: reject,
          settle(message, { name, message: definition }) {
            try {
              const meta = decodeHeaders(definition, decodeMeta(message), message);
              const given: Reply = { name, payload: decodePayload(definition, message), meta };
              if (isDeclared<R>(exchange, given)) resolve(given);
            } catch (error) {
              reject(error);
            }
          },
        });
        end = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          waiting.delete(slot);
        };
        publish(event).catch(reject);
      });
      return reply.finally(end);
    },
    close(reason) {
      for (const { fail } of waiting.values()) fail(reason);
    },
  };
}

/** Its payload was checked against the schema that the type is made from. */
function isDeclared<R extends Reply>({ replies }: ExchangeDefinition, reply: Reply): reply is R {
  return replies.some(({ name }) => name === reply.name);
}

function newId({ upTo }: LocationDefinition): string {
  return upTo === undefined ? uuidv7() : String(1 + Math.floor(Math.random() * upTo));
}
