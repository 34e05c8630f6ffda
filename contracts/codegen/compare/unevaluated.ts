import { isObject, type Json, type JsonObject } from '../document/json.ts';
import type { SchemaDocument } from './schema-document.ts';

/**
 * What a schema evaluates of an instance: names and patterns of keys, leading items; `all` where it may be anything.
 */
interface Evaluated {
  properties: JsonObject;
  patterns: JsonObject;
  prefix: number;
  allProperties: boolean;
  allItems: boolean;
}

const always = ['allOf', '$ref'];
const perhaps = ['allOf', '$ref', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'];

/**
 * An `unevaluatedProperties` or `unevaluatedItems` in the words of `additionalProperties` or `items`, so that it
 * follows from the original (`positive`), or the original follows from it: what only some branches evaluate counts as
 * evaluated in the first case and not in the second. Undefined where nothing follows.
 */
export function withoutUnevaluated(
  document: SchemaDocument,
  schema: JsonObject,
  keyword: 'unevaluatedProperties' | 'unevaluatedItems',
  positive: boolean,
): JsonObject | undefined {
  const found: Evaluated = { properties: {}, patterns: {}, prefix: 0, allProperties: false, allItems: false };
  collect(document, schema, positive ? perhaps : always, found, new Set(), true);
  const rest = schema[keyword] ?? true;
  if (keyword === 'unevaluatedProperties') {
    if (found.allProperties) return positive ? undefined : { additionalProperties: true };
    return { properties: found.properties, patternProperties: found.patterns, additionalProperties: rest };
  }
  if (found.allItems) return positive ? undefined : { items: true };
  return { prefixItems: Array.from({ length: found.prefix }, () => true), items: rest };
}

function collect(
  document: SchemaDocument,
  schema: Json,
  through: readonly string[],
  found: Evaluated,
  visited: Set<Json>,
  root: boolean,
): void {
  if (!isObject(schema) || visited.has(schema)) return;
  visited.add(schema);
  for (const key of Object.keys(objectOf(schema.properties))) found.properties[key] = true;
  for (const key of Object.keys(objectOf(schema.patternProperties))) found.patterns[key] = true;
  if (schema.additionalProperties !== undefined) found.allProperties = true;
  if (!root && schema.unevaluatedProperties !== undefined) found.allProperties = true;
  if (Array.isArray(schema.prefixItems)) found.prefix = Math.max(found.prefix, schema.prefixItems.length);
  if (schema.items !== undefined) found.allItems = true;
  if (!root && schema.unevaluatedItems !== undefined) found.allItems = true;
  if (schema.contains !== undefined && through === perhaps) found.allItems = true;
  for (const key of through) {
    const value = schema[key];
    if (key === '$ref') {
      const target = typeof value === 'string' ? document.resolve(value) : undefined;
      if (target !== undefined) collect(document, target, through, found, visited, false);
    } else if (key === 'dependentSchemas') {
      for (const branch of Object.values(objectOf(value))) collect(document, branch, through, found, visited, false);
    } else if (Array.isArray(value)) {
      for (const branch of value) collect(document, branch, through, found, visited, false);
    } else if (value !== undefined) collect(document, value, through, found, visited, false);
  }
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
