import { arrayIn, type Json, type JsonObject } from '../../document/json.ts';
import { type Condition, choice, contrary, one, some } from './condition.ts';
import { below, type SchemaPlace, type Value, type Writer } from './writer.ts';

/** What keywords ask that try other schemas on the same value. */
export function compositionConditions(
  writer: Writer,
  schema: JsonObject,
  value: Value,
  place: SchemaPlace,
): Condition[] {
  const { not, if: test, then: yes, else: no } = schema;
  const says = (inner: Json, ...steps: (string | number)[]): Condition =>
    writer.condition(inner, value, below(place, ...steps));
  const branches = (key: string): Condition[] => arrayIn(schema, key).map((inner, index) => says(inner, key, index));
  const found: Condition[] = [];
  if (not !== undefined) found.push(contrary(says(not, 'not')));
  if (schema.anyOf !== undefined) found.push(some(branches('anyOf')));
  if (schema.oneOf !== undefined && schema.discriminator === undefined) found.push(one(branches('oneOf')));
  if (test !== undefined && (yes !== undefined || no !== undefined))
    found.push(choice(says(test, 'if'), says(yes ?? true, 'then'), says(no ?? true, 'else')));
  return found;
}
