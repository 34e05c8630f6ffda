import { type Publisher, payloadSchemas } from '../asyncapi/publisher.ts';
import { refOf } from '../document/json.ts';
import { camelCase, pascalCase, quote, TypeNames } from '../names.ts';
import { comment, print } from './printer.ts';
import { declareTypes, type NamedSchema, renameReferences } from './schema-types.ts';
import { emitValidators, type ValidatorModule } from './validators.ts';

const producerText =
  "Makes events to publish; the key is the aggregate's id. " +
  'Throws `EventInvalidError` when a payload breaks its schema.';

/** `events.ts`: payload types, topics, what the service publishes, and a consumer for the others. */
export async function emitEvents(publisher: Publisher, runtime: string): Promise<string> {
  const name = pascalCase(publisher.name);
  const events = `${camelCase(publisher.name)}Events`;
  const topics = `${camelCase(publisher.name)}Topics`;
  const { messages } = publisher;
  const checks = messages.length > 0 ? `import * as checks from './validators/events.js';\n` : '';
  const imported = [
    'createConsumer',
    'createEvent',
    'type EventConsumer',
    'type EventMeta',
    'type EventRecord',
    'type TopicDefinition',
  ];
  return `import { ${imported.join(', ')} } from ${quote(`${runtime}/events.ts`)};
${checks}
${await payloadTypes(publisher)}

const source = ${print(publisher.name)};

${comment(`The topics of ${publisher.title}, as they are to be created.`)}export const ${topics}: readonly TopicDefinition[] = [
${publisher.topics.map(({ channel: _, ...topic }) => `  ${print(topic, 1)},\n`).join('')}];

const messages = {
${messages.map(({ type, topic }) => `  ${type}: { type: ${print(type)}, topic: ${print(topic)}, check: checks.${type} },\n`).join('')}} as const;

${comment(producerText)}export const ${events}: {
${messages.map(({ type, summary }) => `${comment(summary, '  ')}  ${type}(key: string, payload: ${type}): EventRecord;\n`).join('')}} = {
${messages.map(({ type }) => `  ${type}: (key, payload) => createEvent(source, messages.${type}, key, payload),\n`).join('')}};

/** A function a message, or 'ignore'. */
export interface ${name}EventHandlers<C> {
${messages.map(({ type, summary }) => `${comment(summary, '  ')}  ${type}: ((event: ${type}, meta: EventMeta, context: C) => Promise<void>) | 'ignore';\n`).join('')}}

${comment(`Consumes the events of ${publisher.title}.`)}export function create${name}Consumer<C>(options: { handlers: ${name}EventHandlers<C> }): EventConsumer<C> {
  return createConsumer<C, ${name}EventHandlers<C>>(source, [${messages.map(({ type }) => `messages.${type}`).join(', ')}], options.handlers);
}
`;
}

/** The checks of the payloads. */
export function emitEventValidators(publisher: Publisher, runtime: string): ValidatorModule {
  const schemas = new Map(publisher.messages.map(({ type, payload }) => [type, payload]));
  return emitValidators({
    schemas,
    strictness: 'plain',
    document: publisher.document,
    coerce: false,
    defaults: false,
    runtime,
  });
}

async function payloadTypes(publisher: Publisher): Promise<string> {
  const names = new TypeNames();
  const named: NamedSchema[] = [];
  const used = Object.entries(payloadSchemas(publisher));
  const schemaNames = new Map(used.map(([name]) => [name, names.take(name)]));
  const rename = (name: string): string | undefined => schemaNames.get(name);
  for (const [name, schema] of used)
    named.push({ name: rename(name) ?? name, schema: renameReferences(schema, rename) });
  for (const { type, payload } of publisher.messages) {
    if (refOf(payload) === `#/components/schemas/${type}`) continue;
    named.push({ name: type, schema: renameReferences(payload, rename) });
  }
  return declareTypes(named);
}
