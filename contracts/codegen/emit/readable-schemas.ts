import {
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  stringIn,
  valueAt,
} from '../document/json.ts';

/**
 * Schemas whose types read well. Drops each `discriminator` whose branches already say what their tag is (`const` or
 * `enum`): the union is exact without it. Drops examples that are objects.
 */
export function readableSchemas(schemas: JsonObject): JsonObject {
  const root: JsonObject = { components: { schemas } };
  const copy: JsonObject = {};
  for (const [name, schema] of Object.entries(schemas)) copy[name] = rewrite(schema, root);
  return copy;
}

function rewrite(value: Json, root: JsonObject): Json {
  if (Array.isArray(value)) return value.map(item => rewrite(item, root));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  const drop = isTagged(value, root);
  for (const [key, item] of Object.entries(value)) {
    if (!(drop && key === 'discriminator') && !isLongExample(key, item)) copy[key] = rewrite(item, root);
  }
  return copy;
}

/** An example that is an object would fill the screen of whoever hovers over the type. */
function isLongExample(key: string, value: Json): boolean {
  const examples = key === 'examples' && Array.isArray(value) ? value : key === 'example' ? [value] : [];
  return examples.some(example => typeof example === 'object' && example !== null);
}

/** Whether every branch of a `oneOf` with a discriminator requires the tag and fixes its value. */
export function isTagged(schema: JsonObject, root: Json): boolean {
  const tag = stringIn(schema.discriminator, 'propertyName');
  const branches = Array.isArray(schema.oneOf) ? schema.oneOf : Array.isArray(schema.anyOf) ? schema.anyOf : [];
  if (tag === undefined || branches.length === 0) return false;
  return branches.every(branch => {
    const ref = refOf(branch);
    const target = ref === undefined ? branch : valueAt(root, parsePointer(ref));
    const property = objectIn(objectIn(target, 'properties'), tag);
    const required = isObject(target) && Array.isArray(target.required) && target.required.includes(tag);
    return required && (typeof property.const === 'string' || Array.isArray(property.enum));
  });
}
