import type { Json, JsonObject } from '../document/json.ts';
import { type Check, type Violation, violations } from '../runtime/check.ts';
import { evaluate } from '../runtime/schema/evaluate.ts';
import { Place } from '../runtime/schema/place.ts';
import { checkedSchema, componentOf } from './checked-schemas.ts';
import type { Strictness } from './validation-schema.ts';

interface Known {
  checks: Map<Strictness, Map<Json, Check>>;
  components: Map<string, JsonObject | boolean>;
}

const documents = new WeakMap<JsonObject, Known>();

/**
 * Checks values against a schema of a document, as generated validators would; it fills in no defaults and coerces
 * nothing. Each document and schema is read once. Throws where no validator can be made of it.
 */
export function validatorOf(document: JsonObject, schema: Json, strictness: Strictness = 'plain'): Check {
  const known = documents.get(document) ?? { checks: new Map(), components: new Map() };
  documents.set(document, known);
  const checks = known.checks.get(strictness) ?? new Map<Json, Check>();
  known.checks.set(strictness, checks);
  const check = checks.get(schema) ?? makeCheck(document, schema, strictness, known);
  checks.set(schema, check);
  return check;
}

/** What is wrong with a value; nothing where no validator can be made of the schema, which is another finding. */
export function problemsOf(document: JsonObject, schema: Json, value: Json, strictness?: Strictness): Violation[] {
  try {
    const check = validatorOf(document, schema, strictness);
    return check(value) ? [] : violations(check, '');
  } catch {
    return [];
  }
}

function makeCheck(document: JsonObject, schema: Json, strictness: Strictness, { components }: Known): Check {
  const checked = checkedSchema(schema, strictness, document);
  const resolve = (id: string): JsonObject | boolean => {
    const component = components.get(id) ?? componentOf(document, id, false);
    components.set(id, component);
    return component;
  };
  const check: Check = value => {
    const errors = evaluate(checked, new Place(value), resolve, { coerces: false, fills: false });
    check.errors = errors ?? null;
    return errors === undefined;
  };
  return check;
}
