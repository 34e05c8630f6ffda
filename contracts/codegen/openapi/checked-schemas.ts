import { type Json, type JsonObject, objectIn } from '../document/json.ts';
import { eachReference } from './inner-schemas.ts';
import { type Defaults, parseComponentId, type Strictness, validationSchema } from './validation-schema.ts';

/** Schemas as validators know them, by their id (`componentId`). */
type CheckedSchemas = ReadonlyMap<string, JsonObject | boolean>;

/**
 * A schema of the document as validators know it. Throws where no validator can be made of it: a keyword with a value
 * that it cannot have.
 */
export function checkedSchema(
  schema: Json,
  strictness: Strictness,
  document: JsonObject,
  defaults: Defaults = 'ignored',
): JsonObject | boolean {
  const rewritten = validationSchema(schema, strictness, document, defaults);
  if (typeof rewritten === 'boolean') return rewritten;
  return objectIn({ rewritten }, 'rewritten');
}

/** The components that schemas lead to. Throws for a reference to none. */
export function componentsBelow(
  document: JsonObject,
  schemas: Iterable<JsonObject | boolean>,
  useDefaults: boolean,
): CheckedSchemas {
  const found = new Map<string, JsonObject | boolean>();
  const visit = (schema: JsonObject | boolean): void => {
    for (const id of referencesOf(schema)) {
      if (found.has(id)) continue;
      const component = componentOf(document, id, useDefaults);
      found.set(id, component);
      visit(component);
    }
  };
  for (const schema of schemas) visit(schema);
  return found;
}

const references = new WeakMap<JsonObject, ReadonlySet<string>>();

function referencesOf(schema: JsonObject | boolean): ReadonlySet<string> {
  if (typeof schema === 'boolean') return new Set();
  const known = references.get(schema);
  if (known) return known;
  const found = new Set<string>();
  eachReference(schema, id => found.add(id));
  references.set(schema, found);
  return found;
}

/** By the components of a document: what each of them is to validators. */
const components = new WeakMap<JsonObject, Map<string, JsonObject | boolean>>();

/** The component that an id names. Throws where there is none. */
export function componentOf(document: JsonObject, id: string, useDefaults: boolean): JsonObject | boolean {
  const all = objectIn(document, 'components');
  const known = components.get(all) ?? new Map<string, JsonObject | boolean>();
  components.set(all, known);
  const key = `${useDefaults} ${id}`;
  const component = known.get(key) ?? readComponent(document, id, useDefaults);
  known.set(key, component);
  return component;
}

function readComponent(document: JsonObject, id: string, useDefaults: boolean): JsonObject | boolean {
  const said = parseComponentId(id);
  const schemas = objectIn(objectIn(document, 'components'), 'schemas');
  if (!said || !Object.hasOwn(schemas, said.name)) throw new Error(`can't resolve reference ${id}`);
  const defaults = said.isStripped ? 'stripped' : useDefaults ? 'filled' : 'ignored';
  return checkedSchema(schemas[said.name] ?? true, said.strictness, document, defaults);
}

/** Throws where no validator can be made of a schema; what it refers to is looked at as little as must be. */
export function assertCheckable(document: JsonObject, schema: Json): void {
  const components = objectIn(objectIn(document, 'components'), 'schemas');
  eachReference(checkedSchema(schema, 'closed', document), id => {
    const name = parseComponentId(id)?.name;
    if (name === undefined || !Object.hasOwn(components, name)) throw new Error(`can't resolve reference ${id}`);
  });
}
