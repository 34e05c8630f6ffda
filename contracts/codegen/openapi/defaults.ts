import { arrayIn, isObject, type Json, type JsonObject, parsePointer, refOf, valueAt } from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';

/** The default of a schema: its own, else that of what it refers to or is composed of. */
export function defaultOf(document: JsonObject, schema: Json | undefined, seen = new Set<string>()): Json | undefined {
  if (!isObject(schema)) return undefined;
  if (schema.default !== undefined) return schema.default;
  const ref = refOf(schema);
  if (ref !== undefined && !seen.has(ref)) {
    seen.add(ref);
    const found = defaultOf(document, valueAt(document, parsePointer(ref)), seen);
    if (found !== undefined) return found;
  }
  for (const part of arrayIn(schema, 'allOf')) {
    const found = defaultOf(document, part, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a schema, or what it refers to, has a default anywhere in it. */
export function holdsDefault(document: JsonObject, schema: Json, seen = new Set<string>()): boolean {
  let found = false;
  visitKinds(schema, 'schema', part => {
    if (part.default !== undefined) found = true;
    const ref = refOf(part);
    if (found || ref === undefined || seen.has(ref)) return;
    seen.add(ref);
    found = holdsDefault(document, valueAt(document, parsePointer(ref)) ?? true, seen);
  });
  return found;
}
