import { isObject, type JsonObject } from '../document/json.ts';
import { mapSchemas, visitKinds } from '../document/visit-kinds.ts';
import { keywordStatus } from '../support/keywords.ts';

export const isOpenapi30 = ({ openapi }: JsonObject): boolean =>
  typeof openapi === 'string' && openapi.startsWith('3.0.');

/**
 * An OpenAPI 3.0 document in the words of 3.1: in each schema `nullable` becomes a type, exclusive bounds become
 * numbers, and what constrains beside a `$ref` is dropped (OpenAPI 3.0, Reference Object). In others, what only
 * 3.0 has is read as in 3.0.
 */
export function modernize(document: JsonObject): JsonObject {
  if (!isOpenapi30(document) && !hasOlderKeywords(document)) return document;
  const modern = mapSchemas(document, 'document', isOpenapi30(document) ? upgrade : upgradeKeywords);
  return isObject(modern) ? modern : document;
}

/** The keywords of a schema that only OpenAPI 3.0 has: `nullable`, and exclusive bounds that are booleans. */
export const olderKeywords = (schema: JsonObject): string[] =>
  ['nullable', 'exclusiveMinimum', 'exclusiveMaximum'].filter(key => typeof schema[key] === 'boolean');

function hasOlderKeywords(document: JsonObject): boolean {
  let found = false;
  visitKinds(document, 'document', (schema, kind) => {
    found ||= kind === 'schema' && olderKeywords(schema).length > 0;
  });
  return found;
}

/** The keywords beside a `$ref` that would constrain a value in OpenAPI 3.1; `nullable` is let through (`nullable`). */
export const constraintsBesideReference = (schema: JsonObject): string[] =>
  Object.keys(schema).filter(
    key => key !== '$ref' && key !== 'nullable' && keywordStatus('schema', key) === 'implemented',
  );

function upgrade(schema: JsonObject): JsonObject {
  if (typeof schema.$ref === 'string') for (const key of constraintsBesideReference(schema)) delete schema[key];
  return upgradeKeywords(schema);
}

function upgradeKeywords(schema: JsonObject): JsonObject {
  bound(schema, 'minimum', 'exclusiveMinimum');
  bound(schema, 'maximum', 'exclusiveMaximum');
  if (schema.nullable === true) return nullable(schema);
  if (typeof schema.nullable === 'boolean') delete schema.nullable;
  return schema;
}

/**
 * Its author lets `null` through, also where OpenAPI 3.0 gives the keyword no effect: `reportWithoutEffect` says so.
 */
function nullable({ nullable: _, ...schema }: JsonObject): JsonObject {
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  if (Array.isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  if (Array.isArray(schema.oneOf)) return { ...schema, oneOf: [...schema.oneOf, { type: 'null' }] };
  if (schema.$ref !== undefined || Array.isArray(schema.allOf)) return { anyOf: [schema, { type: 'null' }] };
  return schema;
}

function bound(schema: JsonObject, limit: string, exclusive: string): void {
  const value = schema[limit];
  if (schema[exclusive] === true && typeof value === 'number') {
    schema[exclusive] = value;
    delete schema[limit];
  } else if (typeof schema[exclusive] === 'boolean') delete schema[exclusive];
}
