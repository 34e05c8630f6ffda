import { isObject, type Json, type JsonObject, put } from './json.ts';

/**
 * A value in which what is equal to a part of an earlier one, at the same keys, is that part itself: who made something
 * of a part knows by it that nothing has changed there. The order of keys counts.
 */
export function withSharedParts(earlier: Json, value: Json): Json {
  if (typeof value !== 'object' || value === null || typeof earlier !== 'object' || earlier === null) return value;
  if (Array.isArray(value)) {
    if (!Array.isArray(earlier)) return value;
    const items = value.map((item, index) => withSharedParts(earlier[index] ?? null, item));
    const isSame = items.length === earlier.length && items.every((item, index) => Object.is(item, earlier[index]));
    return isSame ? earlier : items;
  }
  if (!isObject(earlier)) return value;
  const names = Object.keys(value);
  const before = Object.keys(earlier);
  let isSame = names.length === before.length;
  const shared: JsonObject = {};
  for (const [index, name] of names.entries()) {
    const known = Object.hasOwn(earlier, name) ? (earlier[name] ?? null) : null;
    const item = withSharedParts(known, value[name] ?? null);
    put(shared, name, item);
    isSame &&= before[index] === name && Object.is(item, known);
  }
  return isSame ? earlier : shared;
}

/** Where two texts differ: as far as `start` they are the same, and so are the `end` last characters of both. */
export function differenceOf(one: string, other: string): { start: number; end: number } {
  const length = Math.min(one.length, other.length);
  let start = 0;
  while (start + CHUNK <= length && one.slice(start, start + CHUNK) === other.slice(start, start + CHUNK))
    start += CHUNK;
  while (start < length && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  const rest = length - start;
  const chunk = (text: string, end: number) => text.slice(text.length - end - CHUNK, text.length - end);
  let end = 0;
  while (end + CHUNK <= rest && chunk(one, end) === chunk(other, end)) end += CHUNK;
  while (end < rest && one.charCodeAt(one.length - end - 1) === other.charCodeAt(other.length - end - 1)) end += 1;
  return { start, end };
}

/** Slices of so many characters are compared at once. */
const CHUNK = 65_536;
