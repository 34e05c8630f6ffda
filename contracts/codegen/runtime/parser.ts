import { type Check, type Violation, violations } from './check.ts';

/** A value that breaks its schema; `violations` says what is wrong, and where. */
export class InvalidValueError extends Error {
  override readonly name = 'InvalidValueError';
  readonly violations: readonly Violation[];

  constructor(schema: string, found: readonly Violation[]) {
    super(`This is no ${schema}: ${found.map(({ path, message }) => `${path || '/'} ${message}`).join('; ')}`);
    this.violations = found;
  }
}

/**
 * Makes a parser of a schema: it gives back the value that it got, with every field, also those that the schema leaves
 * open, and throws `InvalidValueError` for one that breaks the schema. Nothing is coerced, no default is filled in.
 */
export function parser<T>(schema: string, check: Check): (value: unknown) => T {
  return value => {
    if (conforms<T>(check, value)) return value;
    throw new InvalidValueError(schema, violations(check, ''));
  };
}

function conforms<T>(check: Check, value: unknown): value is T {
  return check(value);
}
