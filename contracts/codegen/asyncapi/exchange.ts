import { isObject, type Json, type JsonObject, objectIn, stringIn } from '../document/json.ts';
import { camelCase } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import { messagesOf } from './directions.ts';
import { type Location, readLocation } from './location.ts';
import type { Message } from './message.ts';
import { withTraits } from './traits.ts';

/** An operation with a reply (AsyncAPI 3.0, Operation Reply Object): what is asked, and what may come back. */
export interface Exchange {
  /** How code calls it. */
  name: string;
  requests: Message[];
  replies: Message[];
  /** Where a request says the topic that its reply goes to; undefined where that is the address of the channel. */
  replyTo: Location | undefined;
  /** Where the reply stands in the document. */
  at: string[];
}

/** The operations that have a reply, in the order of the document. */
export function readExchanges(document: JsonObject, messages: readonly Message[]): Exchange[] {
  return Object.entries(objectIn(document, 'operations')).flatMap(([key, value]): Exchange[] => {
    const operation = withTraits(document, value);
    const reply = deref(document, operation.reply);
    if (!isObject(reply)) return [];
    const named = (holder: Json): Message[] =>
      messagesOf(document, holder).flatMap(({ channel, key: message }) =>
        messages.filter(item => item.at.at(-1) === message && channelOf(document, item) === channel),
      );
    return [
      {
        name: camelCase(key),
        requests: named(operation),
        replies: named(reply),
        replyTo: readLocation(stringIn(deref(document, reply.address), 'location')),
        at: ['operations', key, 'reply'],
      },
    ];
  });
}

function channelOf(document: JsonObject, { channel }: Message): Json | undefined {
  return deref(document, objectIn(document, 'channels')[channel]);
}

/** Whether replies can be distinguished from others, so that a requester and a responder can be made. */
export function isCorrelated({ requests, replies }: Exchange): boolean {
  return requests.length > 0 && replies.length > 0 && [...requests, ...replies].every(({ correlation }) => correlation);
}

/** The channels of requests and replies for which a requester and a responder can be made. */
export function exchangedChannels(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const messages = exchanges.filter(isCorrelated).flatMap(({ requests, replies }) => [...requests, ...replies]);
  return new Set(messages.map(({ channel }) => channel));
}

/** How code calls a request: an operation that takes several messages has one for each. */
export function requestName({ name, requests }: Exchange, request: Message): string {
  return requests.length === 1 ? name : camelCase(`${name} ${request.name}`);
}

/** Whether a message is received only as a reply whose topic the requester itself says. */
export function replyTopicIsSaid(exchanges: readonly Exchange[], message: Message): boolean {
  return exchanges.some(({ replies, replyTo }) => replyTo !== undefined && replies.includes(message));
}
