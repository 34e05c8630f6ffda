import { type Exchange, isCorrelated, requestName } from '../asyncapi/exchange.ts';
import { idKind, readLocation, schemaAt } from '../asyncapi/location.ts';
import type { Message } from '../asyncapi/message.ts';
import { isObject, type JsonObject, stringIn, valueAt } from '../document/json.ts';
import type { EventRule } from '../lint/contract.ts';
import { deref } from '../openapi/deref.ts';

/** An operation with a reply says where the reply goes, and what tells it from others. */
export const operationReplies: EventRule = ({ publisher: { document, exchanges }, report }) => {
  const names = new Map<string, Exchange>();
  const asked = new Map<Message, Exchange>();
  for (const exchange of exchanges) {
    const problem = replyProblem(document, exchange) ?? duplicateProblem(exchange, names, asked);
    if (problem !== undefined) report('not-supported', [...exchange.at, ...problem.path], problem.message);
    else if (!isCorrelated(exchange)) report('not-checked', exchange.at, notCorrelated(exchange));
    for (const request of exchange.requests) {
      names.set(requestName(exchange, request), exchange);
      asked.set(request, exchange);
    }
  }
};

interface Problem {
  /** Below the reply. */
  path: string[];
  message: string;
}

function replyProblem(document: JsonObject, { at, requests, replies, replyTo }: Exchange): Problem | undefined {
  const reply = deref(document, valueAt(document, at));
  if (!isObject(reply)) return undefined;
  const channel = deref(document, reply.channel);
  if (channel === undefined)
    return { path: [], message: 'A reply names its channel: the messages of that are what the reply may be' };
  if (replies.length === 0) return { path: ['channel'], message: 'The channel of the reply has no such messages' };
  const unfit = [...requests, ...replies].find(
    item => item.correlation && idKind(document, schemaAt(document, item, item.correlation)) === undefined,
  );
  if (unfit) return { path: [], message: `The correlation id of ${unfit.name} must be a string or an integer` };
  const expression = stringIn(deref(document, reply.address), 'location');
  const isKnown = replies.every(({ topic }) => topic !== undefined);
  if (reply.address === undefined)
    return isKnown
      ? undefined
      : { path: ['channel'], message: 'Nobody knows where the reply goes: its channel needs an address, or the reply' };
  const problem = locationProblem(document, expression ?? '', requests);
  if (problem !== undefined) return { path: ['address'], message: problem };
  if (isKnown)
    return { path: ['address'], message: 'The channel of the reply has an address of its own: write `address: null`' };
  const isText = requests.every(item => replyTo && idKind(document, schemaAt(document, item, replyTo)) === 'text');
  return isText ? undefined : { path: ['address'], message: `${expression} must be a string: it is the topic` };
}

function duplicateProblem(
  exchange: Exchange,
  names: ReadonlyMap<string, Exchange>,
  asked: ReadonlyMap<Message, Exchange>,
): Problem | undefined {
  for (const request of exchange.requests) {
    const name = requestName(exchange, request);
    const sameName = names.get(name);
    const sameRequest = asked.get(request);
    if (exchange.replies.includes(request))
      return { path: [], message: `${request.name} is both the request and its reply: nobody could tell them apart` };
    if (sameRequest) return { path: [], message: `${request.name} is also the request of ${keyOf(sameRequest)}` };
    if (sameName) return { path: [], message: `This is called ${name} in code, as is ${keyOf(sameName)}: rename one` };
  }
  return undefined;
}

function keyOf({ at: [, key = ''] }: Exchange): string {
  return `the operation ${key}`;
}

function notCorrelated({ requests, replies }: Exchange): string {
  const without = [...requests, ...replies].filter(({ correlation }) => !correlation).map(({ name }) => name);
  const which = [...new Set(without)].join(', ');
  return `No requester and no responder is made: ${which} has no correlationId, which tells a reply from others`;
}

/** What keeps a runtime expression from being read, or from leading to something in each of the messages. */
export function locationProblem(
  document: JsonObject,
  expression: string,
  messages: readonly Pick<Message, 'payload' | 'headers'>[],
): string | undefined {
  const location = readLocation(expression);
  if (location === undefined)
    return `${expression} is not supported: write $message.header#/name or $message.payload#/name`;
  for (const message of messages) {
    const schema = schemaAt(document, message, location);
    if (schema === undefined && 'payload' in location)
      return `${expression} leads to nothing that the payload declares`;
  }
  return undefined;
}
