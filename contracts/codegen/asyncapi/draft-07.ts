import { isObject, type JsonObject } from '../document/json.ts';
import { mapSchemas } from '../document/visit-kinds.ts';

/**
 * An AsyncAPI document, whose schemas are those of JSON Schema draft-07 (AsyncAPI 3.0, Schema Object), in the words of
 * 2020-12: a list of `items` is `prefixItems`, `dependencies` are two keywords.
 */
export function upgradeDraft07(document: JsonObject): JsonObject {
  const upgraded = mapSchemas(document, 'document', schema => upgrade(schema));
  return isObject(upgraded) ? upgraded : document;
}

function upgrade({ items, additionalItems, dependencies, ...schema }: JsonObject): JsonObject {
  const upgraded: JsonObject = schema;
  if (Array.isArray(items)) {
    upgraded.prefixItems = items;
    if (additionalItems !== undefined) upgraded.items = additionalItems;
  } else if (items !== undefined) upgraded.items = items;
  if (!isObject(dependencies)) return upgraded;
  const entries = Object.entries(dependencies);
  const required = entries.filter(([, value]) => Array.isArray(value));
  const schemas = entries.filter(([, value]) => !Array.isArray(value));
  if (required.length > 0) upgraded.dependentRequired = Object.fromEntries(required);
  if (schemas.length > 0) upgraded.dependentSchemas = Object.fromEntries(schemas);
  return upgraded;
}
