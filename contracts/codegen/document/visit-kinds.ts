import { data, kindOf, kindOfEntries, kindUnder } from './grammar.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

type Visit = (object: JsonObject, kind: string, path: readonly (string | number)[]) => void;

/** Visits every object of a document with its kind (`operation`, `schema`, …); maps and data are no objects. */
export function visitKinds(value: Json, kind: string, visit: Visit, path: readonly (string | number)[] = []): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visitKinds(item, kind, visit, [...path, index]);
    return;
  }
  if (!isObject(value)) return;
  const entryKind = kindOfEntries(kind);
  const own = kindOf(kind, value);
  if (entryKind === undefined) visit(value, own, path);
  for (const [key, item] of Object.entries(value)) {
    const inner = entryKind ?? kindUnder(own, key);
    if (inner !== data) visitKinds(item, inner, visit, [...path, key]);
  }
}
