import {
  createConsumer,
  createEvent,
  type EventConsumer,
  EventInvalidError,
  type EventMeta,
  type EventRecord,
} from './events.ts';
import { Carried, type ExchangeDefinition, type LocationDefinition, memberText } from './request-reply.ts';

/** What a handler answers: one of the messages that the contract declares. */
export interface Answer {
  name: string;
  /** The Kafka key; that of the request without it. */
  key?: string;
  payload: unknown;
  headers?: object;
  parameters?: object;
}

export interface ResponderOptions<C> {
  /** The CloudEvents source: who answers. */
  source: string;
  /** Publishes the reply, or stores it in the outbox of the context's transaction. */
  publish(reply: EventRecord, context: C): Promise<void>;
}

interface Responding<C> {
  respond(request: unknown, meta: EventMeta, context: C): Promise<Answer>;
}

type Handle<C> = (request: unknown, meta: EventMeta, context: C) => Promise<void>;

/**
 * The responder behind every generated one: a consumer of requests, whose handlers return the reply. A request without
 * a correlation id, or without the topic of its reply, throws `EventInvalidError`: it belongs in the dead letters.
 */
export function createResponder<C, H extends { [K in keyof H]: Responding<C>['respond'] }>(
  exchanges: readonly (ExchangeDefinition & { name: keyof H & string })[],
  handlers: H,
  { source, publish }: ResponderOptions<C>,
): EventConsumer<C> {
  const requests = exchanges.map(({ name, request }) => ({ ...request, name }));
  const consumed = exchanges.map((exchange): [string, Handle<C>] => [
    exchange.name,
    async (request, meta, context) => {
      const { type } = exchange.request;
      const correlationId = required(type, request, meta, exchange.correlationId);
      const topic = exchange.replyTo && required(type, request, meta, exchange.replyTo);
      const answer = await handlers[exchange.name](request, meta, context);
      const reply = exchange.replies.find(({ name }) => name === answer.name);
      if (!reply) throw new TypeError(`${answer.name} is no reply of ${exchange.name}`);
      const { key = meta.key, parameters } = answer;
      const carried = new Carried(answer.payload, answer.headers);
      carried.put(reply.correlationId, correlationId);
      const options = {
        headers: carried.headers,
        ...(topic !== undefined && { topic }),
        ...(parameters && { parameters }),
      };
      await publish(createEvent(source, reply.message, key, carried.payload, options), context);
    },
  ]);
  return createConsumer<C, Record<string, Handle<C>>>(source, requests, Object.fromEntries(consumed));
}

function required(type: string, payload: unknown, meta: EventMeta, location: LocationDefinition): string {
  const [root, keys, prefix] =
    'header' in location ? [meta.headers, [location.header], '/headers'] : [payload, location.payload, '/payload'];
  const value = memberText(root, keys);
  if (value !== undefined && value !== '') return value;
  const message = 'is required: this asks for a reply';
  throw new EventInvalidError(type, [{ path: [prefix, ...keys].join('/'), message }]);
}
