import { isObject, type Json, type JsonObject, put } from '../document/json.ts';

/** Keywords of schemas for another value: no part of the schema around them, which counts what its parts evaluate. */
const places = new Set(['items', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems']);
const placeMaps = new Set(['properties', 'patternProperties']);
const placeLists = new Set(['prefixItems']);
/** Keywords of schemas for the same value, and of those that are tried. */
const parts = new Set(['not', 'if', 'then', 'else', 'contains', 'propertyNames']);
const partMaps = new Set(['dependentSchemas']);
const partLists = new Set(['allOf', 'anyOf', 'oneOf']);

/**
 * Calls with each schema that a schema holds under a keyword, and gives back what it holds instead; `isPlace` says that
 * it is about another value.
 */
export function mapInner(key: string, value: Json, map: (schema: JsonObject, isPlace: boolean) => Json): Json {
  const one = (schema: Json, isPlace: boolean): Json => (isObject(schema) ? map(schema, isPlace) : schema);
  if (places.has(key) || parts.has(key)) return one(value, places.has(key));
  if ((placeLists.has(key) || partLists.has(key)) && Array.isArray(value))
    return value.map(schema => one(schema, placeLists.has(key)));
  if (!(placeMaps.has(key) || partMaps.has(key)) || !isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, schema] of Object.entries(value)) put(copy, name, one(schema, placeMaps.has(key)));
  return copy;
}

/** Calls with each reference of a schema and of those inside it. */
export function eachReference(schema: Json, visit: (id: string) => void): void {
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') visit(value);
    else if (typeof value !== 'object' || value === null) continue;
    else if (places.has(key) || parts.has(key)) eachReference(value, visit);
    else if ((placeLists.has(key) || partLists.has(key)) && Array.isArray(value))
      for (const inner of value) eachReference(inner, visit);
    else if ((placeMaps.has(key) || partMaps.has(key)) && isObject(value))
      for (const inner of Object.values(value)) eachReference(inner, visit);
  }
}
