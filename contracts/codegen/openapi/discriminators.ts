import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  stringIn,
  stringsIn,
  valueAt,
} from '../document/json.ts';
import { mapSchemas } from '../document/visit-kinds.ts';
import { deref } from './deref.ts';
import { declaredProperties } from './shape.ts';

/**
 * A document in which the branches of each discriminator say what their tag is: what `mapping` calls them, else the
 * name of the component (OpenAPI 3.1.1, Discriminator Object). A branch that already fixes its tag keeps it.
 */
export function withTags(document: JsonObject): JsonObject {
  const tagged = mapSchemas(document, 'document', schema => tagBranches(schema, document));
  return isObject(tagged) ? tagged : document;
}

function tagBranches(schema: JsonObject, document: JsonObject): JsonObject {
  const tag = stringIn(schema.discriminator, 'propertyName');
  if (tag === undefined) return schema;
  const names = new Map<string, string[]>();
  for (const [name, target] of Object.entries(objectIn(schema.discriminator, 'mapping')))
    if (typeof target === 'string') names.set(target, [...(names.get(target) ?? []), name]);
  const own = objectIn(schema, 'properties')[tag];
  const copy = { ...schema };
  for (const key of ['oneOf', 'anyOf'])
    if (Array.isArray(schema[key]))
      copy[key] = schema[key].map(branch => {
        const ref = refOf(branch);
        if (ref === undefined || !isObject(branch)) return branch;
        const declared = deref(document, declaredProperties(document, branch).get(tag) ?? own);
        if (isFixed(declared)) return branch;
        const values = (names.get(ref) ?? [parsePointer(ref).at(-1) ?? '']).map(name => tagValue(name, declared));
        const [only] = values;
        const fixed: Json = values.length === 1 && only !== undefined ? { const: only } : { enum: values };
        return {
          ...branch,
          properties: { ...objectIn(branch, 'properties'), [tag]: fixed },
          required: [...new Set([...stringsIn(branch, 'required'), tag])],
        };
      });
  return copy;
}

/** A tag in a mapping is a text; the property may be a number. */
function tagValue(name: string, property: Json | undefined): Json {
  const type = stringIn(property, 'type');
  if ((type === 'integer' || type === 'number') && name.trim() !== '' && Number.isFinite(Number(name)))
    return Number(name);
  return type === 'boolean' && (name === 'true' || name === 'false') ? name === 'true' : name;
}

function isFixed(property: Json | undefined): boolean {
  return isObject(property) && ('const' in property || Array.isArray(property.enum));
}

/**
 * The property by which the branches of a `oneOf` can be told apart: each branch is an object that requires it and
 * fixes it to texts that no other branch has. Undefined where there is none: then every branch is tried.
 */
export function tagOf(schema: JsonObject, document: JsonObject): string | undefined {
  const branches = arrayIn(schema, 'oneOf');
  if (branches.length === 0) return undefined;
  const declared = stringIn(schema.discriminator, 'propertyName');
  const [first] = branches;
  const names = declared === undefined ? requiredBy(targetOf(first, document)) : [declared];
  return names.find(name => {
    const tags = branches.map(branch => tagsOf(branch, name, document));
    const all = tags.flat();
    return tags.every(values => values.length > 0) && new Set(all).size === all.length;
  });
}

/** The texts that a branch fixes its tag to; none where it does not, or is no object. */
function tagsOf(branch: Json, name: string, document: JsonObject): string[] {
  const own = isObject(branch) && isObject(branch.properties) && name in branch.properties;
  const target = targetOf(branch, document);
  if (!isObjectOnly(target)) return [];
  const holder = own ? branch : target;
  if (!requiredBy(holder).includes(name)) return [];
  const property = objectIn(objectIn(holder, 'properties'), name);
  const values = 'const' in property ? [property.const ?? null] : arrayIn(property, 'enum');
  const texts = values.filter(value => typeof value === 'string');
  return texts.length === values.length && !texts.some(text => text in {}) ? texts : [];
}

function targetOf(branch: Json | undefined, document: JsonObject): Json | undefined {
  const ref = refOf(branch);
  return ref === undefined ? branch : valueAt(document, parsePointer(ref));
}

function requiredBy(schema: Json | undefined): string[] {
  return stringsIn(schema, 'required');
}

function isObjectOnly(schema: Json | undefined): boolean {
  return isObject(schema) && (schema.type === 'object' || (schema.type === undefined && isObject(schema.properties)));
}
