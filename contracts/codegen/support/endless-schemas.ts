import { arrayIn, isObject, type Json, type JsonObject, objectIn, parsePointer, refOf } from '../document/json.ts';

type Path = readonly (string | number)[];

/** A reference that is applied to the same value as the component in which it stands. */
interface Step {
  to: string;
  at: Path;
}

/**
 * The references by which a component schema leads to itself for one and the same value, so that judging it never ends:
 * "a schema MUST NOT be run into an infinite loop against an instance" (JSON Schema Core 2020-12, 9.4.1).
 */
export function endlessReferences(document: JsonObject): Step[] {
  const schemas = objectIn(objectIn(document, 'components'), 'schemas');
  const found: Step[] = [];
  const done = new Set<string>();
  const open = new Set<string>();
  const follow = (name: string): void => {
    open.add(name);
    for (const step of stepsOf(schemas[name], ['components', 'schemas', name])) {
      if (open.has(step.to)) found.push(step);
      else if (!done.has(step.to)) follow(step.to);
    }
    open.delete(name);
    done.add(name);
  };
  for (const name of Object.keys(schemas)) if (!done.has(name)) follow(name);
  return found;
}

function stepsOf(schema: Json | undefined, at: Path): Step[] {
  if (!isObject(schema)) return [];
  const [top, section, to] = parsePointer(refOf(schema) ?? '');
  const own = top === 'components' && section === 'schemas' && to !== undefined ? [{ to, at: [...at, '$ref'] }] : [];
  return [
    ...own,
    ...['allOf', 'anyOf', 'oneOf'].flatMap(key =>
      arrayIn(schema, key).flatMap((part, index) => stepsOf(part, [...at, key, index])),
    ),
    ...['not', 'if', 'then', 'else'].flatMap(key => stepsOf(schema[key], [...at, key])),
    ...Object.entries(objectIn(schema, 'dependentSchemas')).flatMap(([name, part]) =>
      stepsOf(part, [...at, 'dependentSchemas', name]),
    ),
  ];
}
