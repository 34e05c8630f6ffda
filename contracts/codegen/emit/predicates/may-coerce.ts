import { arrayIn, isObject, type Json, type JsonObject } from '../../document/json.ts';

const parts = ['allOf', 'anyOf', 'oneOf'];

/** Whether a text may become a value that is written so, for no type says what it is: `enum: [1, auto]`. */
export function readsText(schema: JsonObject): boolean {
  const types: readonly Json[] = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'string'];
  const values = [...arrayIn(schema, 'enum'), ...('const' in schema ? [schema.const ?? null] : [])];
  return types.includes('string') && values.some(value => typeof value === 'number' || typeof value === 'boolean');
}

/** Whether a schema, or one for the same value inside it, turns a text into another type. */
export function mayCoerce(
  schema: Json | undefined,
  schemas: ReadonlyMap<string, JsonObject | boolean>,
  seen = new Set<string>(),
): boolean {
  if (!isObject(schema)) return false;
  const types: readonly Json[] = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'object'];
  if (types.some(type => type !== 'object' && type !== 'array') || readsText(schema)) return true;
  const { $ref } = schema;
  if (typeof $ref === 'string' && !seen.has($ref)) {
    seen.add($ref);
    if (mayCoerce(schemas.get($ref), schemas, seen)) return true;
  }
  const inner = [
    ...parts.flatMap(key => arrayIn(schema, key)),
    ...['not', 'if', 'then', 'else'].flatMap(key => schema[key] ?? []),
    ...(isObject(schema.dependentSchemas) ? Object.values(schema.dependentSchemas) : []),
  ];
  return inner.some(part => mayCoerce(part, schemas, seen));
}
