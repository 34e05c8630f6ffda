import type { Check } from './check.ts';
import { type EvaluationOptions, evaluate } from './schema/evaluate.ts';
import { Place } from './schema/place.ts';
import { type Schema, toSchema } from './schema/schema.ts';

/** Whether a value is valid. It changes the value as a check does. */
export type Predicate = (value: unknown, holder?: unknown, key?: string | number) => boolean;

export interface Validator {
  /**
   * The check of a schema.
   *
   * @param isValid Says quickly that a value is valid; what it refuses, the schema itself decides on.
   */
  check(id: string, isValid: Predicate): Check;
  /** A predicate of a schema, or of one inside it, that the schema itself decides. */
  part(id: string, path: readonly (string | number)[]): Predicate;
  /** The schema of an id. Throws where there is none. */
  resolve(id: string): Schema;
}

/**
 * What a module of generated validators is made of.
 *
 * @param texts The schemas as JSON, by id. They are read when one of them is needed.
 * @param components Has the schemas of another module, which these refer to.
 */
export function validator(
  texts: Readonly<Record<string, string>>,
  options: EvaluationOptions,
  components?: Validator,
): Validator {
  const schemas = new Map<string, Schema>();
  const resolve = (id: string): Schema => {
    const known = schemas.get(id);
    if (known !== undefined) return known;
    const text = texts[id];
    if (text === undefined && components) return components.resolve(id);
    if (text === undefined) throw new Error(`There is no schema ${id}`);
    const schema = toSchema(JSON.parse(text));
    schemas.set(id, schema);
    return schema;
  };
  return {
    resolve,
    check(id, isValid) {
      const check: Check = value => {
        if (saysYes(isValid, value)) {
          check.errors = null;
          return true;
        }
        const errors = evaluate(resolve(id), new Place(value), resolve, options);
        check.errors = errors ?? null;
        return errors === undefined;
      };
      return check;
    },
    part(id, path) {
      let schema: Schema | undefined;
      return (value, holder, key) => {
        schema ??= toSchema(path.reduce((inner: unknown, step) => Reflect.get(Object(inner), step), resolve(id)));
        return evaluate(schema, new Place(value, holder, key), resolve, options) === undefined;
      };
    },
  };
}

/** What a predicate says; one that gets to the end of the stack says no. */
function saysYes(isValid: Predicate, value: unknown): boolean {
  try {
    return isValid(value);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
