import { isRecord } from './schema/schema.ts';

/**
 * Whether `JSON.stringify` writes a value just as it is (ECMA-262, SerializeJSONProperty), so that what holds of the
 * value holds of the text: objects and arrays without a prototype of their own, members that are `undefined`, numbers
 * that are not finite, or `toJSON`.
 */
export function isPlainJson(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? isPlainHolder(value) : isPlainScalar(value);
}

function isPlainScalar(value: unknown): boolean {
  return typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value) || value === null;
}

function isPlainHolder(holder: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(holder);
  if (isRecord(holder)) {
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const name in holder) {
      const member = holder[name];
      if (typeof member !== 'string' && !isPlainJson(member)) return false; // most are texts
    }
    return true;
  }
  if (!Array.isArray(holder) || prototype !== Array.prototype) return false;
  for (let index = 0; index < holder.length; index += 1) if (!isPlainJson(holder[index])) return false;
  return true;
}
