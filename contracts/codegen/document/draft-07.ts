import { isObject, type JsonObject } from './json.ts';
import { mapSchemas, visitKinds } from './visit-kinds.ts';

/**
 * A document in the words of JSON Schema 2020-12 where it has those of draft-07, which AsyncAPI's schemas are written
 * in (AsyncAPI 3.0, Schema Object) and which OpenAPI's may still hold (2020-12, Appendix on `dependencies`): a list of
 * `items` is `prefixItems`, `dependencies` are two keywords.
 */
export function upgradeDraft07(document: JsonObject): JsonObject {
  let isOld = false;
  visitKinds(document, 'document', (schema, kind) => {
    if (kind === 'schema' && ('dependencies' in schema || Array.isArray(schema.items))) isOld = true;
  });
  if (!isOld) return document;
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
