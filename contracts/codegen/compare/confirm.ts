import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { formats } from '../runtime/formats.ts';
import { isValid } from './evaluate.ts';
import type { SchemaDocument } from './schema-document.ts';

let ajv: Ajv2020 | undefined;

/** Whether ajv takes the instance as valid; undefined where it cannot compile the schema. */
export function ajvAccepts(document: SchemaDocument, schema: Json, instance: Json): boolean | undefined {
  if (!ajv) {
    ajv = new Ajv2020({ strict: false, validateSchema: false, addUsedSchema: false, logger: false });
    for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  }
  const visited = new Set<string>();
  isValid(document, schema, instance, visited);
  if ([...visited].some(ref => document.resolve(ref) === undefined)) return undefined;
  try {
    const validate: ValidateFunction = ajv.compile(selfContained(document, schema, visited, keysOf(instance)));
    return validate(instance);
  } catch {
    return undefined;
  }
}

/** The schema with every reference that the instance leads through inside it; what it does not lead to, as
 * properties that it has not, is left out. */
function selfContained(
  document: SchemaDocument,
  schema: Json,
  visited: ReadonlySet<string>,
  present: ReadonlySet<string>,
): JsonObject | boolean {
  const names = new Map([...visited].map((ref, index) => [ref, `r${index}`]));
  const rewrite = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isObject(value)) return value;
    const copy: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      if (
        ['$id', '$anchor', '$dynamicAnchor', '$defs', 'definitions', '$schema'].includes(key) &&
        !Array.isArray(item)
      ) {
        if (typeof item === 'string' || key === '$defs' || key === 'definitions') continue;
      }
      if (['enum', 'const', 'default', 'example', 'examples', 'required'].includes(key)) copy[key] = item;
      else if ((key === '$ref' || key === '$dynamicRef') && typeof item === 'string') {
        const name = names.get(item);
        if (name !== undefined) copy.$ref = `#/$defs/${name}`;
      } else if (key === 'properties' || key === 'patternProperties' || key === 'dependentSchemas') {
        const all = isObject(item) ? Object.entries(item) : [];
        const entries = key === 'properties' ? all.filter(([name]) => present.has(name)) : all;
        copy[key] = Object.fromEntries(entries.map(([name, held]) => [name, rewrite(held)]));
      } else copy[key] = rewrite(item);
    }
    return copy;
  };
  const main = rewrite(schema);
  if (typeof main === 'boolean') return main;
  const defs: JsonObject = {};
  for (const [ref, name] of names) defs[name] = rewrite(document.resolve(ref) ?? true);
  return { ...(isObject(main) ? main : {}), $defs: defs };
}

/** Every key that an object in the instance has. */
function keysOf(instance: Json, keys = new Set<string>()): Set<string> {
  if (Array.isArray(instance)) for (const item of instance) keysOf(item, keys);
  else if (isObject(instance)) {
    for (const [key, item] of Object.entries(instance)) keysOf(item, keys.add(key));
  }
  return keys;
}
