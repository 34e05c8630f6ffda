import {
  arrayIn,
  formatRef,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  valueAt,
} from '../document/json.ts';
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
export function holdsDefault(document: JsonObject, schema: Json): boolean {
  const { hasDefault, refs } = ownOf(schema);
  if (hasDefault || refs.length === 0) return hasDefault;
  const known = holders.get(document) ?? findHolders(document);
  holders.set(document, known);
  return refs.some(ref => known.has(ref));
}

/** By document: the references to components that hold a default. */
const holders = new WeakMap<JsonObject, ReadonlySet<string>>();

function findHolders(document: JsonObject): ReadonlySet<string> {
  const found = new Set<string>();
  const users = new Map<string, string[]>();
  const open: string[] = [];
  for (const [name, schema] of Object.entries(objectIn(objectIn(document, 'components'), 'schemas'))) {
    const own = formatRef(['components', 'schemas', name]);
    const { hasDefault, refs } = ownOf(schema);
    if (hasDefault) open.push(own);
    for (const ref of refs) users.set(ref, [...(users.get(ref) ?? []), own]);
  }
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (found.has(ref)) continue;
    found.add(ref);
    open.push(...(users.get(ref) ?? []));
  }
  return found;
}

/** Whether a schema itself has a default, and what it refers to. */
function ownOf(schema: Json): { hasDefault: boolean; refs: string[] } {
  let hasDefault = false;
  const refs: string[] = [];
  visitKinds(schema, 'schema', (part, kind) => {
    if (kind !== 'schema') return;
    hasDefault ||= part.default !== undefined;
    const ref = refOf(part);
    if (ref !== undefined) refs.push(ref);
  });
  return { hasDefault, refs };
}
