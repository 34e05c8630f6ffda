import { isObject, type Json, type JsonObject } from '../document/json.ts';

/** What was created, by the path of its collection (`/users/7/notes`), in the order in which it came. */
export class Collections {
  readonly #items = new Map<string, Map<string, JsonObject>>();

  /** The items of a collection, which begins with what `first` gives. */
  of(path: string, key: string, first: () => readonly Json[]): Map<string, JsonObject> {
    const known = this.#items.get(path);
    if (known) return known;
    const items = new Map<string, JsonObject>();
    this.#items.set(path, items);
    for (const item of first()) {
      const id = isObject(item) ? item[key] : undefined;
      if (isObject(item) && (typeof id === 'string' || typeof id === 'number')) items.set(String(id), item);
    }
    return items;
  }
}

/** RFC 7396, JSON Merge Patch, of an object by an object. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isObject(value) ? mergePatch(isObject(before) ? before : {}, value) : value;
  }
  return merged;
}
