import { isObject, type Json, type JsonObject } from './json.ts';

const nameMaps = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'schemas',
  'responses',
  'parameters',
  'headers',
  'securitySchemes',
  'requestBodies',
  'examples',
  'messages',
  'channels',
  'operations',
  'variables',
  'paths',
  'content',
  'callbacks',
  'links',
  'pathItems',
  'dependentSchemas',
]);

/**
 * Whether the last key of a path is a name that the author chose (of a property, a schema, a response), not a keyword.
 */
export function isName(path: readonly (string | number)[]): boolean {
  let name = false;
  for (let index = 1; index < path.length; index += 1)
    name = !name && nameMaps.has(String(path[index - 1])) && typeof path[index] === 'string';
  return name;
}

/** Whether the last key of a path holds data of the author's: examples, defaults, constants. */
export function isData(path: readonly (string | number)[]): boolean {
  const key = path.at(-1);
  if (isName(path)) return false;
  return key === 'example' || key === 'default' || key === 'const' || key === 'enum' || key === 'value';
}

/** Visits every object of a document outside of example data; names are distinguished from keywords. */
export function walk(
  value: Json,
  visit: (object: JsonObject, path: (string | number)[]) => void,
  path: (string | number)[] = [],
): void {
  if (isData(path)) return;
  if (Array.isArray(value)) {
    if (path.at(-1) === 'examples' && !isName(path)) return;
    value.forEach((item, index) => {
      walk(item, visit, [...path, index]);
    });
  } else if (isObject(value)) {
    visit(value, path);
    for (const [key, item] of Object.entries(value)) walk(item, visit, [...path, key]);
  }
}
