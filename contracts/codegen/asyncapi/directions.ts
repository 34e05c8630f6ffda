import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  stringIn,
  valueAt,
} from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import { readLocation } from './location.ts';
import { withTraits } from './traits.ts';

/** What operations say of the messages of each channel, by the channel and the message's key. */
export interface Directions {
  sent: MessageSet;
  received: MessageSet;
  /** Headers that a message carries because a reply goes where they say. */
  replyHeaders: ReadonlyMap<Json, ReadonlyMap<string, readonly string[]>>;
}

type MessageSet = ReadonlyMap<Json, ReadonlySet<string>>;

/**
 * Reads the operations: `send` sends, `receive` receives, and the reply goes the other way. An operation without
 * messages is about all of its channel.
 */
export function readDirections(document: JsonObject): Directions {
  const sent = new Map<Json, Set<string>>();
  const received = new Map<Json, Set<string>>();
  const replyHeaders = new Map<Json, Map<string, string[]>>();
  for (const value of Object.values(objectIn(document, 'operations'))) {
    const operation = withTraits(document, value);
    const isSend = stringIn(operation, 'action') === 'send';
    const reply = deref(document, operation.reply);
    const header = headerOf(stringIn(deref(document, objectIn({ reply: reply ?? {} }, 'reply').address), 'location'));
    for (const { channel, key } of messagesOf(document, operation)) {
      add(isSend ? sent : received, channel, key);
      if (header === undefined) continue;
      const headers = replyHeaders.get(channel) ?? new Map<string, string[]>();
      replyHeaders.set(channel, headers.set(key, [...(headers.get(key) ?? []), header]));
    }
    for (const { channel, key } of messagesOf(document, reply)) add(isSend ? received : sent, channel, key);
  }
  return { sent, received, replyHeaders };
}

/** The header that a runtime expression names: `$message.header#/replyTo`. */
function headerOf(expression: string | undefined): string | undefined {
  const location = readLocation(expression);
  return location !== undefined && 'header' in location ? location.header : undefined;
}

function add(set: Map<Json, Set<string>>, channel: Json, key: string): void {
  set.set(channel, (set.get(channel) ?? new Set()).add(key));
}

/** The messages that an operation or a reply names, `[]` for none; where it does not say, those of its channel. */
export function messagesOf(document: JsonObject, holder: Json | undefined): { channel: Json; key: string }[] {
  const named = arrayIn(holder, 'messages').flatMap(message => {
    const keys = parsePointer(refOf(message) ?? '');
    const channel = deref(document, valueAt(document, keys.slice(0, -2)));
    const key = keys.at(-1);
    return channel === undefined || key === undefined ? [] : [{ channel, key }];
  });
  if (isObject(holder) && holder.messages !== undefined) return named;
  const channel = isObject(holder) && refOf(holder.channel) !== undefined ? deref(document, holder.channel) : undefined;
  return channel === undefined ? [] : Object.keys(objectIn(channel, 'messages')).map(key => ({ channel, key }));
}
