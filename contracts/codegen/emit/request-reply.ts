import { type Exchange, isCorrelated, requestName } from '../asyncapi/exchange.ts';
import { idKind, type Location, schemaAt } from '../asyncapi/location.ts';
import type { Message } from '../asyncapi/message.ts';
import type { Publisher } from '../asyncapi/publisher.ts';
import { type JsonObject, objectIn, stringsIn } from '../document/json.ts';
import { pascalCase, quote } from '../names.ts';
import type { EventTypes } from './event-types.ts';
import { Code, comment, type Printable, print } from './printer.ts';
import { topicMembers, typeOfMembers } from './producer-options.ts';

/** A request of an operation with a reply: an operation with several messages has one for each. */
interface Request {
  name: string;
  typeName: string;
  message: Message;
  exchange: Exchange;
}

/** Code of `events.ts` for operations with a reply, and what it needs of the runtime by module. */
export interface RequestReplyCode {
  code: string;
  imports: ReadonlyMap<string, readonly string[]>;
}

/** The types that the code declares: no message may be called the same. */
export function requestReplyTypes(publisher: Publisher): string[] {
  const name = pascalCase(publisher.name);
  const requests = requestsOf(publisher);
  if (requests.length === 0) return [];
  return [
    ...['Requester', 'Requests', 'RequestHandlers'].map(suffix => `${name}${suffix}`),
    ...requests.flatMap(({ typeName }) => [`${typeName}Result`, `${typeName}Answer`]),
    'ReplyConsumer',
    'RequesterOptions',
    'RequestOptions',
    'ResponderOptions',
    'Without',
  ];
}

function requestsOf({ exchanges }: Publisher): Request[] {
  return exchanges.filter(isCorrelated).flatMap(exchange =>
    exchange.requests.map(message => {
      const name = requestName(exchange, message);
      return { name, typeName: pascalCase(name), message, exchange };
    }),
  );
}

/** Requester and responder of the operations that have a reply; undefined for none. */
export function emitRequestReply(publisher: Publisher, types: EventTypes): RequestReplyCode | undefined {
  const requests = requestsOf(publisher);
  if (requests.length === 0) return undefined;
  const { document, title } = publisher;
  const name = pascalCase(publisher.name);
  const asksForTopic = requests.some(({ exchange }) => exchange.replyTo !== undefined);
  const options = asksForTopic ? 'RequesterOptions & { replyTopic: string }' : 'RequesterOptions';
  const code = `
${requests.map(request => replyTypes(request, types)).join('')}
const exchanges = {
${requests.map(request => `  ${request.name}: ${print(definition(request, document), 1)},\n`).join('')}} as const;

/** A function a request: it publishes, and waits for the reply until the deadline. */
export interface ${name}Requests {
${requests.map(request => requestMethod(request, types)).join('')}}

export interface ${name}Requester extends ReplyConsumer {
  request: ${name}Requests;
}

${comment(`Asks, where ${title} has an operation with a reply. Throws \`EventInvalidError\` for a request that breaks its contract.`)}export function create${name}Requester(options: ${options}): ${name}Requester {
  const { send, ...consumer } = createRequester(Object.values(exchanges), options);
  return {
    ...consumer,
    request: {
${requests.map(({ name: key }) => `      ${key}: (key, payload, options) => send(exchanges.${key}, key, payload, options),\n`).join('')}    },
  };
}

/** A function a request: it returns the reply. */
export interface ${name}RequestHandlers<C> {
${requests.map(request => handler(request, types)).join('')}}

${comment(`Consumes the requests of ${title}, and publishes what handlers return.`)}export function create${name}Responder<C>(options: ResponderOptions<C> & { handlers: ${name}RequestHandlers<C> }): EventConsumer<C> {
  return createResponder<C, ${name}RequestHandlers<C>>([${requests.map(({ name: key }) => `exchanges.${key}`).join(', ')}], options.handlers, options);
}
`;
  const imports = new Map<string, readonly string[]>([
    ...(code.includes('Without<') ? [['request-reply', ['type Without']] as const] : []),
    ['requester', ['createRequester', 'type ReplyConsumer', 'type RequesterOptions', 'type RequestOptions']],
    ['responder', ['createResponder', 'type ResponderOptions']],
  ]);
  return { code, imports };
}

/** What a requester gets, and what a responder gives. */
function replyTypes({ typeName, exchange, name }: Request, types: EventTypes): string {
  const replies = exchange.replies.map(reply => {
    const headers = types.headers.get(reply);
    const meta = headers === undefined ? 'EventMeta' : `EventMeta & { headers: ${headers} }`;
    return `{ name: ${quote(reply.name)}; payload: ${types.payload.get(reply) ?? 'never'}; meta: ${meta} }`;
  });
  const answers = exchange.replies.map(reply => {
    const ids = reply.correlation ? [reply.correlation] : [];
    const given = { ...reply, topic: reply.topic ?? '' }; // where it goes is not the handler's to say
    const members = [...topicMembers(given), ...headerMembers(reply, types, ids)];
    return `{ name: ${quote(reply.name)}; key?: string; payload: ${payloadType(reply, types, ids)}${members.map(({ text }) => `; ${text}`).join('')} }`;
  });
  return `${comment(`What \`${name}\` is answered.`)}export type ${typeName}Result = ${union(replies)};

${comment(`What a responder answers \`${name}\`.`)}export type ${typeName}Answer = ${union(answers)};

`;
}

function union(branches: readonly string[]): string {
  return branches.length === 1 ? branches.join('') : branches.map(branch => `\n  | ${branch}`).join('');
}

function requestMethod({ name, typeName, message, exchange }: Request, types: EventTypes): string {
  const ids = idsOf(exchange, message);
  const members = [...topicMembers(message), ...headerMembers(message, types, ids)];
  const needs = members.some(({ required }) => required);
  const more = members.length > 0 ? ` & ${typeOfMembers(members)}` : '';
  return `${comment(message.summary, '  ')}  ${name}(key: string, payload: ${payloadType(message, types, ids)}, options${needs ? '' : '?'}: RequestOptions${more}): Promise<${typeName}Result>;\n`;
}

function handler({ name, typeName, message }: Request, types: EventTypes): string {
  const headers = types.headers.get(message);
  const meta = headers === undefined ? 'EventMeta' : `EventMeta & { headers: ${headers} }`;
  return `${comment(message.summary, '  ')}  ${name}(request: ${types.payload.get(message) ?? 'never'}, meta: ${meta}, context: C): Promise<${typeName}Answer>;\n`;
}

/** What the requester puts into a request itself. */
function idsOf({ replyTo }: Exchange, { correlation }: Message): Location[] {
  return [correlation, replyTo].filter(location => location !== undefined);
}

function payloadType(message: Message, types: EventTypes, ids: readonly Location[]): string {
  return without(
    types.payload.get(message) ?? 'never',
    ids.flatMap(id => ('payload' in id ? [id.payload] : [])),
  );
}

/** The headers that are the caller's to give. */
function headerMembers(message: Message, types: EventTypes, ids: readonly Location[]) {
  const type = types.headers.get(message);
  const own = ids.flatMap(id => ('header' in id ? [id.header] : []));
  const left = Object.keys(objectIn(message.headers, 'properties')).filter(name => !own.includes(name));
  if (type === undefined || left.length === 0) return [];
  const required = stringsIn(message.headers, 'required').some(name => !own.includes(name));
  return [
    {
      text: `headers${required ? '' : '?'}: ${without(
        type,
        own.map(name => [name]),
      )}`,
      required,
    },
  ];
}

function without(type: string, paths: readonly (readonly string[])[]): string {
  return paths.reduce((inner, path) => `Without<${inner}, [${path.map(quote).join(', ')}]>`, type);
}

function definition({ name, message, exchange }: Request, document: JsonObject): Printable {
  const { replies, replyTo } = exchange;
  return {
    name,
    request: new Code(`messages.${message.name}`),
    correlationId: message.correlation && location(document, message, message.correlation),
    replyTo: replyTo && location(document, message, replyTo),
    replies: replies.map(reply => ({
      name: reply.name,
      message: new Code(`messages.${reply.name}`),
      correlationId: reply.correlation && location(document, reply, reply.correlation),
    })),
  };
}

function location(document: JsonObject, message: Message, at: Location): Printable {
  const kind = idKind(document, schemaAt(document, message, at));
  const integer = typeof kind === 'object' ? kind : {};
  return 'header' in at ? { header: at.header, ...integer } : { payload: at.payload, ...integer };
}
