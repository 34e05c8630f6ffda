/** A JSON value, as a parsed YAML or JSON document holds it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a member; `__proto__` is a name like any other. */
export function put(object: JsonObject, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** The object under `key`, or an empty one. */
export function objectIn(parent: Json | undefined, key: string): JsonObject {
  const value = isObject(parent) ? parent[key] : undefined;
  return isObject(value) ? value : {};
}

/** The array under `key`, or an empty one. */
export function arrayIn(parent: Json | undefined, key: string): Json[] {
  const value = isObject(parent) ? parent[key] : undefined;
  return Array.isArray(value) ? value : [];
}

export function stringIn(parent: Json | undefined, key: string): string | undefined {
  const value = isObject(parent) ? parent[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function stringsIn(parent: Json | undefined, key: string): string[] {
  return arrayIn(parent, key).filter(value => typeof value === 'string');
}

/** The `$ref` of a reference object, else undefined. */
export function refOf(value: Json | undefined): string | undefined {
  return stringIn(value, '$ref');
}

/** The keys that a JSON pointer (`/components/schemas/Order`, with or without `#`) walks through. RFC 6901. */
export function parsePointer(pointer: string): string[] {
  const path = pointer.startsWith('#') ? pointer.slice(1) : pointer;
  if (path === '') return [];
  return path
    .slice(1)
    .split('/')
    .map(key => decodePercent(key).replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function formatPointer(keys: readonly (string | number)[]): string {
  return keys.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The reference to a place of the same document: a JSON pointer as a URI fragment. RFC 6901, section 6. */
export function formatRef(keys: readonly (string | number)[]): string {
  return `#${formatPointer(keys).replaceAll('%', '%25')}`;
}

/** The value that the keys lead to, or undefined. */
export function valueAt(root: Json | undefined, keys: readonly (string | number)[]): Json | undefined {
  let value = root;
  for (const key of keys) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The JSON value that a text holds, else the text. */
export function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
