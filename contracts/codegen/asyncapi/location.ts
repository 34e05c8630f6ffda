import { type Json, type JsonObject, objectIn, parsePointer } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import { declaredProperties, shapeOf } from '../openapi/shape.ts';

/** Where a message carries a value: a header, or a member of its payload (AsyncAPI 3.0, Runtime Expression). */
export type Location = { header: string } | { payload: string[] };

/** Reads `$message.header#/replyTo` or `$message.payload#/meta/id`; undefined for anything else. */
export function readLocation(expression: string | undefined): Location | undefined {
  const [, part, pointer = ''] = /^\$message\.(header|payload)#(\/.*)$/.exec(expression ?? '') ?? [];
  const keys = parsePointer(pointer);
  const [first] = keys;
  if (part === 'payload' && first !== undefined) return { payload: keys };
  return part === 'header' && first !== undefined && keys.length === 1 ? { header: first } : undefined;
}

/** The schema of what stands at a location; undefined where the message declares nothing there. */
export function schemaAt(
  document: JsonObject,
  message: { payload: Json; headers: JsonObject | undefined },
  location: Location,
): Json | undefined {
  if ('header' in location) return deref(document, objectIn(message.headers, 'properties')[location.header]);
  let schema: Json | undefined = message.payload;
  for (const key of location.payload) schema = declaredProperties(document, schema).get(key);
  return deref(document, schema);
}

/** What an id may be that is made for a location: text, or an integer up to a limit; undefined for anything else. */
export function idKind(document: JsonObject, schema: Json | undefined): 'text' | { upTo: number } | undefined {
  const { array, object } = shapeOf(document, schema);
  if (array || object) return undefined;
  const { type, format, maximum } = objectIn({ schema: schema ?? true }, 'schema');
  const types = Array.isArray(type) ? type : [type ?? 'string'];
  if (types.includes('string')) return 'text';
  if (!types.includes('integer')) return undefined;
  const largest = format === 'int32' ? 2 ** 31 - 1 : 2 ** 48 - 1;
  return { upTo: typeof maximum === 'number' ? Math.min(maximum, largest) : largest };
}
