import { isObject, type Json, objectIn } from '../document/json.ts';
import { type Caller, isGranted } from './callers.ts';
import type { OperationSample } from './known-values.ts';

/** Callers by name, each with its headers and the roles that it holds of each scheme. Throws RangeError. */
export function readCallers(file: Readonly<Record<string, Json>>): Caller[] {
  return Object.entries(file).map(([name, value]) => {
    if (!isObject(value)) throw new RangeError(`${name} is no caller`);
    const headers = Object.fromEntries(
      Object.entries(objectIn(value, 'headers')).map(([header, text]) => [header, String(text)]),
    );
    const grants = Object.fromEntries(
      Object.entries(objectIn(value, 'grants')).map(([scheme, roles]) => {
        if (!Array.isArray(roles)) throw new RangeError(`${name}: the roles of ${scheme} are no list`);
        return [scheme, roles.map(String)];
      }),
    );
    return { name, headers: () => headers, allows: operation => isGranted(operation, grants) };
  });
}

/** What operations are called with, by operationId. Throws RangeError. */
export function readSamples(file: Readonly<Record<string, Json>>): Record<string, OperationSample> {
  return Object.fromEntries(
    Object.entries(file).map(([operation, value]) => {
      if (!isObject(value)) throw new RangeError(`${operation} has no sample`);
      const { body } = value;
      return [operation, { parameters: objectIn(value, 'parameters'), ...(body === undefined ? {} : { body }) }];
    }),
  );
}
