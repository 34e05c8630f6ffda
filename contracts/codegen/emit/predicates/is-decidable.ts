import { isObject, type Json, type JsonObject } from '../../document/json.ts';
import { mayCoerce, readsText } from './may-coerce.ts';
import { staticNames } from './static-names.ts';
import type { Writer } from './writer.ts';

/** Keywords whose schemas are tried on the same value. */
const tried = ['anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'contains', 'propertyNames', 'dependentSchemas'];

/**
 * Whether a predicate can decide on a value by a schema, inner schemas aside. What it cannot: which items no schema has
 * looked at; which members, where the value decides that and defaults change it; whether one of several schemas or
 * values fits, where it would make a text something else.
 */
export function isDecidable(
  { schemas, coerces, fills }: Pick<Writer, 'schemas' | 'coerces' | 'fills'>,
  schema: JsonObject,
): boolean {
  if (schema.unevaluatedItems !== undefined && schema.unevaluatedItems !== true) return false;
  if (coerces && readsText(schema)) return false;
  if (coerces && tried.some(keyword => schemasUnder(schema, keyword).some(part => mayCoerce(part, schemas))))
    return false;
  if (!fills || schema.unevaluatedProperties === undefined) return true;
  const names = staticNames(schema, schemas);
  return names === 'all' || (names.areAll && schema.unevaluatedProperties === false);
}

function schemasUnder(schema: JsonObject, keyword: string): readonly Json[] {
  const value = schema[keyword] ?? true;
  if (Array.isArray(value)) return value;
  return keyword === 'dependentSchemas' && isObject(value) ? Object.values(value) : [value];
}
