import { isObject, type JsonObject } from '../document/json.ts';
import { mapSchemas } from '../document/visit-kinds.ts';

/**
 * An OpenAPI 3.0 document in the words of 3.1: in each schema `nullable` becomes a type, exclusive bounds become
 * numbers. Others are returned as they are.
 */
export function modernize(document: JsonObject): JsonObject {
  const version = document.openapi;
  if (typeof version !== 'string' || !version.startsWith('3.0')) return document;
  const modern = mapSchemas(document, 'document', upgrade);
  return isObject(modern) ? modern : document;
}

function upgrade(schema: JsonObject): JsonObject {
  if (schema.nullable === true) return nullable(schema);
  if (typeof schema.nullable === 'boolean') delete schema.nullable;
  bound(schema, 'minimum', 'exclusiveMinimum');
  bound(schema, 'maximum', 'exclusiveMaximum');
  return schema;
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
