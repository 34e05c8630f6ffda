import type { SchemaDocument } from '../compare/schema-document.ts';
import { schemaParts } from '../compare/schema-parts.ts';
import { isObject, type Json, type JsonObject, objectIn, put } from '../document/json.ts';
import { replaced } from './candidates.ts';
import { sampleOf } from './samples.ts';

const MAX_DEPTH = 6;

/**
 * A sample with every field that its schema declares, as far as it stays valid: each field that is missing gets a
 * sample of its own, which is kept where the whole is still valid with it.
 */
export function withEveryField(
  document: SchemaDocument,
  schema: Json,
  sample: Json,
  isValid: (value: Json) => boolean,
): Json {
  let whole = sample;
  const complete = (at: readonly (string | number)[], value: Json, parts: readonly JsonObject[], depth: number) => {
    if (depth === 0) return;
    const [first] = Array.isArray(value) ? value : [];
    const items = parts.find(part => part.items !== undefined)?.items;
    if (first !== undefined && items !== undefined)
      complete([...at, 0], first, schemaParts(document, items), depth - 1);
    if (!isObject(value)) return;
    const declared = new Map(parts.flatMap(part => Object.entries(objectIn(part, 'properties'))));
    let object = value;
    for (const [name, child] of declared) {
      if (!Object.hasOwn(object, name)) {
        const added = sampleOf(document, {}, child);
        if (added === undefined) continue;
        const wider = { ...object };
        put(wider, name, added);
        const candidate = replaced(whole, at, wider);
        if (!isValid(candidate)) continue;
        [whole, object] = [candidate, wider];
      }
      complete([...at, name], object[name] ?? null, schemaParts(document, child), depth - 1);
    }
  };
  complete([], sample, schemaParts(document, schema), MAX_DEPTH);
  return whole;
}
