import { arrayIn, isObject, type Json, type JsonObject, stringIn } from '../document/json.ts';
import type { SchemaDocument } from './schema-document.ts';

/**
 * A schema, the parts of its compositions, and what it refers to beside other keywords: all that is said of a place.
 */
export function schemaParts(document: SchemaDocument, schema: Json, depth = 6): JsonObject[] {
  const target = document.deref(schema);
  if (!isObject(target) || depth === 0) return [];
  const ref = stringIn(target, '$ref');
  const referenced = ref === undefined ? undefined : document.resolve(ref);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(key => arrayIn(target, key));
  const all = referenced === undefined ? parts : [...parts, referenced];
  return [target, ...all.flatMap(part => schemaParts(document, part, depth - 1))];
}
