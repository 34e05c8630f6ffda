import type { Message } from '../asyncapi/message.ts';
import { type Publisher, payloadSchemas } from '../asyncapi/publisher.ts';
import { refOf } from '../document/json.ts';
import { TypeNames } from '../names.ts';
import { declareTypes, type NamedSchema, renameReferences } from './schema-types.ts';

/** What the payload and the headers of each message are called, and the declarations. */
export interface EventTypes {
  code: string;
  payload: ReadonlyMap<Message, string>;
  headers: ReadonlyMap<Message, string>;
}

/** What `events.ts` imports or declares itself. */
const taken = ['EventConsumer', 'EventMeta', 'EventRecord', 'TopicDefinition'];

/**
 * Types of what messages carry: one for a message, however many channels it is in; none of them is called as `others`.
 */
export async function eventTypes(publisher: Publisher, others: readonly string[]): Promise<EventTypes> {
  const names = new TypeNames();
  for (const name of [...taken, ...others]) names.take(name);
  const payload = new Map<Message, string>();
  const headers = new Map<Message, string>();
  const named: NamedSchema[] = [];
  const schemas = Object.entries(payloadSchemas(publisher));
  const byIdentity = new Map<string, { payload: string; headers: string | undefined; first: Message }>();
  for (const message of publisher.messages) {
    const known = byIdentity.get(message.identity);
    const types = known ?? {
      payload: names.take(message.typeName),
      headers: message.headers && names.take(`${message.typeName}Headers`),
      first: message,
    };
    byIdentity.set(message.identity, types);
    payload.set(message, types.payload);
    if (types.headers !== undefined) headers.set(message, types.headers);
  }
  /** A schema that is the payload of a message of its name is that message's type. */
  const isPayload = (schema: string) =>
    [...byIdentity.values()].some(
      ({ payload: type, first }) => type === schema && refOf(first.payload) === `#/components/schemas/${schema}`,
    );
  const schemaNames = new Map([
    ...schemas.filter(([name]) => isPayload(name)).map(([name]) => [name, name] as const),
    ...names.takeAll(schemas.map(([name]) => name).filter(name => !isPayload(name))),
  ]);
  const rename = (name: string): string | undefined => schemaNames.get(name);
  for (const [name, schema] of schemas)
    named.push({ name: rename(name) ?? name, schema: renameReferences(schema, rename) });
  for (const types of byIdentity.values()) {
    if (!(isPayload(types.payload) && refOf(types.first.payload) !== undefined))
      named.push({ name: types.payload, schema: renameReferences(types.first.payload, rename) });
    if (types.headers !== undefined && types.first.headers)
      named.push({ name: types.headers, schema: renameReferences(types.first.headers, rename) });
  }
  return { code: await declareTypes(named), payload, headers };
}
