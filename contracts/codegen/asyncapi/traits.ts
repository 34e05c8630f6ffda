import { arrayIn, isObject, type Json, type JsonObject } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';

/**
 * A message or an operation with its traits merged in: JSON Merge Patch (RFC 7396), in their order; what the object
 * says itself stays (AsyncAPI 3.0, Traits Merge Mechanism).
 */
export function withTraits(document: JsonObject, value: Json | undefined): JsonObject {
  const own = deref(document, value);
  if (!isObject(own)) return {};
  const { traits: _, ...rest } = own;
  const patches = [...arrayIn(own, 'traits'), rest];
  const merged = patches.reduce<Json>(
    (target, patch) => mergePatch(document, target, deref(document, patch) ?? {}),
    {},
  );
  return isObject(merged) ? merged : {};
}

function mergePatch(document: JsonObject, target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  if (!isObject(target) || Object.keys(target).length === 0) return patch;
  // Both say something of one schema, so that the reference to it would hide what the other says.
  const base = deref(document, target);
  const change = deref(document, patch);
  if (!isObject(base) || !isObject(change)) return patch;
  const merged = { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(document, merged[key] ?? {}, value);
  }
  return merged;
}
