import { arrayIn, isObject, type Json, type JsonObject, objectIn } from '../../document/json.ts';

/** Members that a schema looks at, whatever the value is. */
export interface StaticNames {
  names: Set<string>;
  /** Whether it looks at no other ones. */
  areAll: boolean;
}

/** Keywords whose schemas look at members of some values. */
const undecided = ['patternProperties', 'anyOf', 'oneOf', 'if', 'dependentSchemas'];

/**
 * The members that a schema, what it refers to and what it is composed of look at; `all` where it looks at every one.
 * Its own `unevaluatedProperties` aside.
 */
export function staticNames(
  schema: JsonObject,
  schemas: ReadonlyMap<string, JsonObject | boolean>,
): StaticNames | 'all' {
  const found: StaticNames = { names: new Set(), areAll: true };
  const seen = new Set<string>();
  const visit = (part: Json | undefined): boolean => {
    if (!isObject(part)) return false;
    if (part.additionalProperties !== undefined) return true;
    if (part !== schema && part.unevaluatedProperties !== undefined) return true;
    for (const name of Object.keys(objectIn(part, 'properties'))) found.names.add(name);
    if (undecided.some(keyword => part[keyword] !== undefined)) found.areAll = false;
    const { $ref } = part;
    if (typeof $ref === 'string' && !seen.has($ref)) {
      seen.add($ref);
      if (visit(schemas.get($ref))) return true;
    }
    return arrayIn(part, 'allOf').some(visit);
  };
  return visit(schema) ? 'all' : found;
}
