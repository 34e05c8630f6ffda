import type { Message } from '../asyncapi/message.ts';
import { isObject, type Json, type JsonObject, objectIn, parsePointer, stringIn, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';

/** A message as it came from a broker. */
export interface ReceivedMessage {
  topic: string;
  key: string | undefined;
  headers: Readonly<Record<string, string>>;
  payload: Json;
}

/** Where messages come from; each is given once to `take`, whichever step asks first. */
export interface MessageSource {
  /** The next message of a topic that `isWanted`; undefined after `ms`. Others stay for later steps. */
  take(
    topic: string,
    isWanted: (message: ReceivedMessage) => boolean,
    ms: number,
  ): Promise<ReceivedMessage | undefined>;
  send(topic: string, message: Omit<ReceivedMessage, 'topic'>): Promise<void>;
  close(): Promise<void>;
}

/** The message of a contract that a received one is: by its CloudEvents type, or the only one there is. */
export function messageOf(messages: readonly Message[], { headers }: ReceivedMessage): Message | undefined {
  const type = headers.ce_type;
  if (type === undefined) return messages.length === 1 ? messages[0] : undefined;
  return messages.find(message => message.type === type);
}

/**
 * What tells which exchange a message belongs to: its `correlationId` in the contract (AsyncAPI 3.0, Correlation ID
 * Object), else its Kafka key.
 */
export function correlationOf(document: JsonObject, message: Message, received: ReceivedMessage): Json | undefined {
  const written = deref(document, valueAt(document, message.at));
  const correlation = deref(document, isObject(written) ? written.correlationId : undefined);
  const location = stringIn(objectIn({ correlation: correlation ?? null }, 'correlation'), 'location');
  const [, part, pointer = ''] = /^\$message\.(header|payload)#(.*)$/.exec(location ?? '') ?? [];
  if (part === undefined) return received.key;
  return valueAt(part === 'payload' ? received.payload : { ...received.headers }, parsePointer(pointer));
}
