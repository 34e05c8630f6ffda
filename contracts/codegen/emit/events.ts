import type { Message } from '../asyncapi/message.ts';
import { createdTopics, type Publisher } from '../asyncapi/publisher.ts';
import type { Json } from '../document/json.ts';
import { camelCase, pascalCase, quote } from '../names.ts';
import { type EventTypes, eventTypes } from './event-types.ts';
import { comment, type Printable, print } from './printer.ts';
import { parameterType, topicMembers, typeOfMembers } from './producer-options.ts';
import { emitRequestReply, requestReplyTypes } from './request-reply.ts';
import { emitValidators, type ValidatorModule } from './validators.ts';

const producerText =
  "Makes events to publish; the key is the aggregate's id. " +
  'Throws `EventInvalidError` when a payload breaks its schema.';

/** `events.ts`: what messages carry as types, topics, what the service publishes, and a consumer. */
export async function emitEvents(publisher: Publisher, runtime: string): Promise<string> {
  const name = pascalCase(publisher.name);
  const prefix = camelCase(publisher.name);
  const { messages } = publisher;
  const types = await eventTypes(publisher, requestReplyTypes(publisher));
  const sent = messages.filter(message => message.sent);
  const consumed = messages.filter(message => message.topic !== undefined);
  const requestReply = emitRequestReply(publisher, types);
  const definitions =
    messages.length === 0
      ? ''
      : `const messages = {\n${messages.map(message => `  ${message.name}: ${definition(message)},\n`).join('')}} as const;\n\n`;
  const body = `${types.code}

const source = ${print(publisher.name)};

${comment(`The topics of ${publisher.title}, as they are to be created.`)}export const ${prefix}Topics: readonly TopicDefinition[] = [
${createdTopics(publisher)
  .map(({ channel: _, visibleTo: __, ...topic }) => `  ${print(topic, 1)},\n`)
  .join('')}];

${definitions}${comment(producerText)}export const ${prefix}Events: {
${sent.map(message => `${comment(message.summary, '  ')}  ${message.name}(${producerParameters(message, types)}): EventRecord;\n`).join('')}} = {
${sent.map(message => `  ${producer(message)},\n`).join('')}};

/** A function a message, or 'ignore'. */
export interface ${name}EventHandlers<C> {
${consumed.map(message => `${comment(message.summary, '  ')}  ${handler(message, types)};\n`).join('')}}

${comment(`Consumes the events of ${publisher.title}.`)}export function create${name}Consumer<C>(options: { handlers: ${name}EventHandlers<C> }): EventConsumer<C> {
  return createConsumer<C, ${name}EventHandlers<C>>(source, [${consumed.map(message => `messages.${message.name}`).join(', ')}], options.handlers);
}
${requestReply?.code ?? ''}`;
  const checks = messages.length > 0 ? `import * as checks from './validators/events.js';\n` : '';
  const headerChecks = messages.some(({ headers }) => headers)
    ? `import * as headerChecks from './validators/event-headers.js';\n`
    : '';
  const imported = [
    'createConsumer',
    ...(sent.length > 0 ? ['createEvent'] : []),
    'type EventConsumer',
    ...(consumed.length > 0 || requestReply ? ['type EventMeta'] : []),
    'type EventRecord',
    'type TopicDefinition',
  ].filter(text => text !== 'type EventRecord' || sent.length > 0);
  const more = [...(requestReply?.imports ?? [])].map(
    ([module, members]) => `import { ${members.join(', ')} } from ${quote(`${runtime}/${module}.ts`)};\n`,
  );
  return `import { ${imported.join(', ')} } from ${quote(`${runtime}/events.ts`)};
${more.join('')}${checks}${headerChecks}
${body}`;
}

/** What the runtime knows of a message. */
function definition(message: Message): string {
  const { name, type, topic, contentType, parameters, headers } = message;
  const members = [
    ...(name === type ? [] : [`name: ${quote(name)}`]),
    `type: ${print(type)}`,
    ...(topic === undefined ? [] : [`topic: ${print(topic)}`]),
    `check: checks.${name}`,
    ...(contentType === undefined ? [] : [`contentType: ${print(contentType)}`]),
    ...(parameters.length > 0 ? [`parameters: ${print(Object.fromEntries(parameters.map(parameterOf)), 2)}`] : []),
    ...(headers ? [`headers: ${print(headerNames(message), 2)}`, `checkHeaders: headerChecks.${name}`] : []),
  ];
  return `{ ${members.join(', ')} }`;
}

function parameterOf({ name, values, default: preset }: Message['parameters'][number]): [string, Printable] {
  return [name, { values, default: preset }];
}

function headerNames({ headers }: Message): string[] {
  const properties: Json | undefined = headers?.properties;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** `key, payload`, and what else the message needs: parameters of its address, headers, a topic. */
function producerParameters(message: Message, types: EventTypes): string {
  const headers = types.headers.get(message);
  const members = topicMembers(message);
  if (headers !== undefined) {
    const required = message.headers?.required !== undefined;
    members.push({ text: `headers${required ? '' : '?'}: ${headers}`, required });
  }
  const base = `key: string, payload: ${types.payload.get(message) ?? 'never'}`;
  if (members.length === 0) return base;
  const optional = members.every(({ required }) => !required);
  return `${base}, options${optional ? '?' : ''}: ${typeOfMembers(members)}`;
}

function producer({ name, topic, parameters, headers }: Message): string {
  const takesOptions = topic === undefined || parameters.length > 0 || headers !== undefined;
  const more = takesOptions ? ', options' : '';
  return `${name}: (key, payload${more}) => createEvent(source, messages.${name}, key, payload${more})`;
}

function handler(message: Message, types: EventTypes): string {
  const headers = types.headers.get(message);
  const carried = headers === undefined ? 'EventMeta' : `EventMeta & { headers: ${headers} }`;
  const { parameters } = message;
  const isOpen = parameters.some(({ values }) => values.length === 0);
  const meta = isOpen ? `${carried} & { parameters: { ${parameters.map(parameterType).join('; ')} } }` : carried;
  const payload = types.payload.get(message) ?? 'never';
  return `${message.name}: ((event: ${payload}, meta: ${meta}, context: C) => Promise<void>) | 'ignore'`;
}

/** The checks of payloads, and of headers where there are any, by file name. */
export function emitEventValidators(publisher: Publisher, runtime: string): Map<string, ValidatorModule> {
  const { document, messages } = publisher;
  const common = { strictness: 'plain', document, defaults: false, runtime } as const;
  const payloads = new Map(messages.map(({ name, payload }) => [name, payload]));
  const headers = new Map(
    messages.flatMap(({ name, headers: schema }): [string, Json][] => (schema ? [[name, schema]] : [])),
  );
  const modules = new Map([['events', emitValidators({ ...common, schemas: payloads, coerce: false })]]);
  if (headers.size > 0) modules.set('event-headers', emitValidators({ ...common, schemas: headers, coerce: true }));
  return modules;
}
