import { isIntegerText, isNumberText } from './decimals.ts';
import { isRecord } from './schema.ts';

/** Whether a value has a type of JSON Schema; numbers are finite. */
export function isOfType(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

/**
 * A value as the first of some types that it can become: parameters and fields of forms are texts. Undefined where it
 * can become none. A number is what JSON writes as one; objects and lists never change.
 */
export function coerced(value: unknown, types: readonly unknown[]): unknown {
  for (const type of types) {
    const found = coercedTo(type, value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function coercedTo(type: unknown, value: unknown): unknown {
  const isEmpty = value === null;
  switch (type) {
    case 'string':
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      return isEmpty ? '' : undefined;
    case 'number':
      return typeof value === 'boolean' || isEmpty || (typeof value === 'string' && isNumberText(value))
        ? Number(value)
        : undefined;
    case 'integer':
      return typeof value === 'boolean' || isEmpty || (typeof value === 'string' && isIntegerText(value))
        ? Number(value)
        : undefined;
    case 'boolean':
      if (value === 'false' || value === 0 || isEmpty) return false;
      return value === 'true' || value === 1 ? true : undefined;
    case 'null':
      return value === '' || value === 0 || value === false ? null : undefined;
    default:
      return undefined;
  }
}

/** A text as the first of some values that is written so; undefined where there is none. */
export function meantBy(text: unknown, values: readonly unknown[]): unknown {
  return values.find(value => (typeof value === 'number' || typeof value === 'boolean') && String(value) === text);
}

/** A value as it is now: texts, lists and objects of them; anything else, such as a file, is the same. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isRecord(value) || ![Object.prototype, null].includes(Reflect.getPrototypeOf(value))) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) copy[key] = copyOf(item);
  return copy;
}
