import { data, kindOf, kindOfEntries, kindUnder } from './grammar.ts';
import { isObject, type Json, type JsonObject, put } from './json.ts';

type Visit = (object: JsonObject, kind: string, path: readonly (string | number)[]) => void;

/**
 * Visits every object of a document with its kind (`operation`, `schema`, …); maps and data are no objects. The path is
 * the visitor's until it returns: who keeps it copies it.
 */
export function visitKinds(value: Json, kind: string, visit: Visit): void {
  walkKinds(value, kind, visit, []);
}

function walkKinds(value: Json, kind: string, visit: Visit, path: (string | number)[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      walkKinds(item, kind, visit, path);
      path.pop();
    }
    return;
  }
  const entryKind = kindOfEntries(kind);
  const own = kindOf(kind, value);
  if (entryKind === undefined) visit(value, own, path);
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (typeof item !== 'object' || item === null) continue;
    const inner = entryKind ?? kindUnder(own, key);
    if (inner === data) continue;
    path.push(key);
    walkKinds(item, inner, visit, path);
    path.pop();
  }
}

/** A copy of a document in which each schema is another; inner schemas are rewritten before those that hold them. */
export function mapSchemas(value: Json, kind: string, rewrite: (schema: JsonObject) => Json): Json {
  if (kind === data) return value;
  if (Array.isArray(value)) return value.map(item => mapSchemas(item, kind, rewrite));
  if (!isObject(value)) return value;
  const entryKind = kindOfEntries(kind);
  const own = kindOf(kind, value);
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null;
    if (typeof item !== 'object' || item === null) put(copy, key, item);
    else put(copy, key, mapSchemas(item, entryKind ?? kindUnder(own, key), rewrite));
  }
  return entryKind === undefined && own === 'schema' ? rewrite(copy) : copy;
}
