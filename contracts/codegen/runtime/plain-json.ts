/**
 * Whether `JSON.stringify` writes a value just as it is (ECMA-262, SerializeJSONProperty), so that what holds of the
 * value holds of the text: objects and arrays without a prototype of their own, members that are `undefined`, numbers
 * that are not finite, or `toJSON`.
 */
export function isPlainJson(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || (Array.isArray(value) ? isPlainArray(value) : isPlainObject(value));
    default:
      return false;
  }
}

function isPlainArray(items: readonly unknown[]): boolean {
  if (Object.getPrototypeOf(items) !== Array.prototype) return false;
  for (let index = 0; index < items.length; index += 1) if (!isPlainJson(items[index])) return false;
  return true;
}

function isPlainObject(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const name in object) if (!isPlainJson(Reflect.get(object, name))) return false;
  return true;
}
