import type { ContractVersion, Part } from '../diff/contract-version.ts';
import { isObject, type Json, type JsonObject, objectIn, put, refOf } from '../document/json.ts';
import { type CompatibilityLevel, parseLevel } from './schema-compatibility.ts';

/** A message of an AsyncAPI document as schema registries know it. */
export interface EventSubject {
  /** `orders.order.v1-OrderPaid`: the topic and the name of the message (TopicRecordNameStrategy). */
  subject: string;
  /** The payload, a JSON Schema that refers to nothing outside of it. */
  schema: JsonObject;
  /** What the channel promises. */
  compatibility: CompatibilityLevel | undefined;
}

/**
 * The subjects of an AsyncAPI document: one for each message of a channel with a topic whose payload is JSON Schema.
 */
export function eventSubjects(contract: ContractVersion): EventSubject[] {
  const subjects: EventSubject[] = [];
  for (const [, channel] of contract.root.in('channels')?.parts() ?? []) {
    const topic = channel.in('bindings')?.in('kafka')?.text('topic') ?? channel.text('address');
    if (topic === undefined || topic.includes('{')) continue;
    for (const [key, message] of channel.in('messages')?.parts() ?? []) {
      const payload = message.raw('payload');
      if (!payload || (isObject(payload.value) && payload.value.schemaFormat !== undefined)) continue;
      subjects.push({
        subject: `${topic}-${message.text('name') ?? key}`,
        schema: standalone(payload, contract.document),
        compatibility: levelOf(channel, message),
      });
    }
  }
  return subjects;
}

function levelOf(channel: Part, message: Part): CompatibilityLevel | undefined {
  const named = message.in('bindings')?.in('kafka')?.text('compatibility') ?? channel.text('x-compatibility');
  return named === undefined ? undefined : parseLevel(named);
}

const currentDialect = 'https://json-schema.org/draft/2020-12/schema';

/** A schema with every component that it leads to in its `$defs`. */
function standalone(payload: Part, document: JsonObject): JsonObject {
  const components = objectIn(objectIn(document, 'components'), 'schemas');
  const definitions: JsonObject = {};
  const root = moved(payload.schema().value, name => collect(name));
  const schema: JsonObject = {
    $schema: currentDialect,
    ...(isObject(root) ? root : root === false ? { not: {} } : {}),
  };
  return Object.keys(definitions).length === 0 ? schema : { ...schema, $defs: definitions };

  function collect(name: string): void {
    if (Object.hasOwn(definitions, name)) return;
    put(definitions, name, {}); // a schema may lead back to itself
    put(definitions, name, moved(components[name] ?? {}, collect));
  }
}

const start = '#/components/schemas/';
const data = new Set(['enum', 'const', 'default', 'examples', 'example']);

/** A schema whose references to components lead to `$defs`; each is identified by name. */
function moved(value: Json, found: (name: string) => void): Json {
  if (Array.isArray(value)) return value.map(item => moved(item, found));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) put(copy, key, data.has(key) ? item : moved(item, found));
  const ref = refOf(value);
  if (ref?.startsWith(start)) {
    const [name = ''] = ref.slice(start.length).split('/');
    found(name.replaceAll('~1', '/').replaceAll('~0', '~'));
    copy.$ref = `#/$defs/${ref.slice(start.length)}`;
  }
  return copy;
}
