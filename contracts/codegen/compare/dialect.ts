import { isObject, type Json, type JsonObject } from '../document/json.ts';

/** How a schema's words are meant: a draft of JSON Schema, or the dialect of an OpenAPI version. */
export type Dialect = 'draft-04' | 'draft-07' | 'openapi-3.0' | '2020-12';

/** The dialect that `$schema` names; 2020-12 without one. */
export function dialectOf(schema: Json): Dialect {
  const uri = isObject(schema) && typeof schema.$schema === 'string' ? schema.$schema : '';
  if (/draft-0[34]/.test(uri)) return 'draft-04';
  if (/draft-0[67]|2019-09/.test(uri)) return 'draft-07';
  return '2020-12';
}

/**
 * A schema, or a document of schemas, in the words of JSON Schema 2020-12: tuples become `prefixItems`,
 * `dependencies` are split, exclusive bounds are numbers, `nullable` is a type, what stands beside a `$ref` is dropped
 * where the dialect ignores it. Names of properties are left alone.
 */
export function toCurrentDialect(value: Json, dialect: Dialect): Json {
  return dialect === '2020-12' ? value : rewrite(value, dialect, false);
}

const schemaMaps = new Set(
  `properties patternProperties definitions $defs dependentSchemas schemas responses parameters headers requestBodies
  callbacks paths content links securitySchemes channels messages operations variables pathItems webhooks encoding
  mapping scopes replies servers`.split(/\s+/),
);
const data = new Set(['enum', 'const', 'default', 'example', 'examples']);

function rewrite(value: Json, dialect: Dialect, names: boolean): Json {
  if (Array.isArray(value)) return value.map(item => rewrite(item, dialect, false));
  if (!isObject(value)) return value;
  if (names) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewrite(item, dialect, false)]));
  }
  if (typeof value.$ref === 'string') return { $ref: value.$ref, ...definitions(value, dialect) };
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    copy[key] = data.has(key) ? item : rewrite(item, dialect, schemaMaps.has(key) && isObject(item));
  }
  identifiers(copy);
  bounds(copy);
  if (dialect === 'openapi-3.0') return nullable(copy);
  tuples(copy);
  dependencies(copy);
  return copy;
}

function definitions(value: JsonObject, dialect: Dialect): JsonObject {
  const kept: JsonObject = {};
  for (const key of ['definitions', '$defs']) {
    const map = value[key];
    if (isObject(map)) kept[key] = rewrite(map, dialect, true);
  }
  return kept;
}

function identifiers(schema: JsonObject): void {
  const id = schema.$id;
  if (typeof id !== 'string' || !id.startsWith('#')) return;
  schema.$anchor = id.slice(1);
  delete schema.$id;
}

function bounds(schema: JsonObject): void {
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const value = schema[limit];
    if (typeof schema[exclusive] !== 'boolean') continue;
    if (schema[exclusive] === true && typeof value === 'number') {
      schema[exclusive] = value;
      delete schema[limit];
    } else delete schema[exclusive];
  }
}

function nullable(schema: JsonObject): Json {
  const { nullable: flag, ...rest } = schema;
  if (typeof flag !== 'boolean') return schema;
  if (!flag) return rest;
  if (typeof rest.type === 'string') {
    const values = rest.enum;
    if (Array.isArray(values) && !values.includes(null)) rest.enum = [...values, null];
    return { ...rest, type: [rest.type, 'null'] };
  }
  return { anyOf: [rest, { type: 'null' }] };
}

function tuples(schema: JsonObject): void {
  if (Array.isArray(schema.items)) {
    schema.prefixItems = schema.items;
    delete schema.items;
    if (schema.additionalItems !== undefined) schema.items = schema.additionalItems;
  }
  delete schema.additionalItems;
}

function dependencies(schema: JsonObject): void {
  if (!isObject(schema.dependencies)) return;
  const required: JsonObject = {};
  const schemas: JsonObject = {};
  for (const [key, value] of Object.entries(schema.dependencies)) {
    if (Array.isArray(value)) required[key] = value;
    else schemas[key] = value;
  }
  delete schema.dependencies;
  if (Object.keys(required).length > 0) schema.dependentRequired = required;
  if (Object.keys(schemas).length > 0) schema.dependentSchemas = schemas;
}
