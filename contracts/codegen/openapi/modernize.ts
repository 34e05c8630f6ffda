import { isObject, type Json, type JsonObject } from '../document/json.ts';

/**
 * An OpenAPI 3.0 document in the words of 3.1: `nullable` becomes a type, exclusive bounds become numbers. Others are
 * returned as they are.
 */
export function modernize(document: JsonObject): JsonObject {
  const version = document.openapi;
  if (typeof version !== 'string' || !version.startsWith('3.0')) return document;
  const modern = rewrite(document);
  return isObject(modern) ? modern : document;
}

function rewrite(value: Json): Json {
  if (Array.isArray(value)) return value.map(rewrite);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) copy[key] = rewrite(item);
  if (copy.nullable === true) return nullable(copy);
  if (typeof copy.nullable === 'boolean') delete copy.nullable;
  bound(copy, 'minimum', 'exclusiveMinimum');
  bound(copy, 'maximum', 'exclusiveMaximum');
  return copy;
}

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
