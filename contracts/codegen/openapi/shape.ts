import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  parsePointer,
  refOf,
  valueAt,
} from '../document/json.ts';
import { visitKinds } from '../document/visit-kinds.ts';

/** The shapes that values of a schema may have. All are false where the schema does not say. */
export interface Shape {
  single: boolean;
  array: boolean;
  object: boolean;
  null: boolean;
}

const anything: Shape = { single: true, array: true, object: true, null: true };

/** What a schema says of the shape of its values: `type`, else the keywords that mean a type, parts included. */
export function shapeOf(document: JsonObject, schema: Json | undefined, seen: readonly string[] = []): Shape {
  return said(possible(document, schema, seen));
}

/** The names of the properties that the schema and its parts declare. */
export function declaredProperties(document: JsonObject, schema: Json | undefined): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const part of partsOf(document, schema))
    for (const [name, value] of Object.entries(objectIn(part, 'properties')))
      if (!found.has(name)) found.set(name, value);
  return found;
}

/** Whether an object may have names that it does not declare. */
export function isOpen(document: JsonObject, schema: Json | undefined): boolean {
  const parts = partsOf(document, schema);
  if (parts.some(part => isObject(part.additionalProperties) || part.additionalProperties === true)) return true;
  return declaredProperties(document, schema).size === 0 && !parts.some(part => part.additionalProperties === false);
}

/** What is in a list. */
export function itemsOf(document: JsonObject, schema: Json | undefined): Json | undefined {
  return partsOf(document, schema).find(part => part.items !== undefined)?.items;
}

/**
 * The paths of an object's lists, to a depth that recursion does not pass: `tags`, `lines[].tags`. `*` is any name that
 * is not declared, `!id` one that is declared beside such, and is no list.
 */
export function listPaths(document: JsonObject, schema: Json | undefined, path = '', depth = 0): string[] {
  if (depth > maximumDepth) return [];
  const shape = shapeOf(document, schema);
  if (shape.array) return [path, ...listPaths(document, itemsOf(document, schema), `${path}[]`, depth + 1)];
  if (!shape.object) return [];
  const under = (name: string, value: Json): string[] =>
    listPaths(document, value, path === '' ? name : `${path}.${name}`, depth + 1);
  const others = partsOf(document, schema).flatMap(part => [
    ...(isObject(part.additionalProperties) ? under('*', part.additionalProperties) : []),
    ...Object.values(objectIn(part, 'patternProperties')).flatMap(value => under('*', value)),
  ]);
  const declared = [...declaredProperties(document, schema)].flatMap(([name, value]) => {
    const own = under(name, value);
    return own.length > 0 || others.length === 0 ? own : [`!${path === '' ? name : `${path}.${name}`}`];
  });
  return [...declared, ...new Set(others)];
}

const maximumDepth = 5;

/** The object schemas that describe one value: the schema, what it refers to, its compositions. */
export function partsOf(document: JsonObject, schema: Json | undefined, seen = new Set<string>()): JsonObject[] {
  if (!isObject(schema)) return [];
  const ref = refOf(schema);
  const target = ref === undefined || seen.has(ref) ? undefined : valueAt(document, parsePointer(ref));
  if (ref !== undefined) seen.add(ref);
  const inner = ['allOf', 'anyOf', 'oneOf'].flatMap(key => arrayIn(schema, key));
  return [schema, ...[target, ...inner].flatMap(part => partsOf(document, part, seen))];
}

/** Whether a schema, or what it refers to, has a property called `__proto__`. */
export function namesProto(document: JsonObject, schema: Json | undefined, seen = new Set<string>()): boolean {
  let found = false;
  visitKinds(schema ?? true, 'schema', part => {
    if (Object.hasOwn(objectIn(part, 'properties'), '__proto__')) found = true;
    const ref = refOf(part);
    if (found || ref === undefined || seen.has(ref)) return;
    seen.add(ref);
    found = namesProto(document, valueAt(document, parsePointer(ref)), seen);
  });
  return found;
}

function said(shape: Shape): Shape {
  return shape.single && shape.array && shape.object
    ? { single: false, array: false, object: false, null: false }
    : shape;
}

function possible(document: JsonObject, schema: Json | undefined, seen: readonly string[]): Shape {
  if (!isObject(schema)) return anything;
  const ref = refOf(schema);
  let shape = own(schema);
  if (ref !== undefined && !seen.includes(ref))
    shape = both(shape, possible(document, valueAt(document, parsePointer(ref)), [...seen, ref]));
  for (const part of arrayIn(schema, 'allOf')) shape = both(shape, possible(document, part, seen));
  for (const key of ['anyOf', 'oneOf']) {
    const branches = arrayIn(schema, key).map(part => possible(document, part, seen));
    if (branches.length > 0) shape = both(shape, branches.reduce(either));
  }
  return shape;
}

function own(schema: JsonObject): Shape {
  const types = Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type];
  if (types.length > 0) {
    return {
      single: types.some(type => type !== 'array' && type !== 'object' && type !== 'null'),
      array: types.includes('array'),
      object: types.includes('object'),
      null: types.includes('null'),
    };
  }
  const values = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const ?? null] : [];
  if (values.length > 0)
    return {
      single: values.some(value => typeof value !== 'object'),
      array: values.some(value => Array.isArray(value)),
      object: values.some(isObject),
      null: values.includes(null),
    };
  if (isObject(schema.properties)) return { single: false, array: false, object: true, null: false };
  if (schema.items !== undefined || schema.prefixItems !== undefined)
    return { single: false, array: true, object: false, null: false };
  return anything;
}

function both(left: Shape, right: Shape): Shape {
  return {
    single: left.single && right.single,
    array: left.array && right.array,
    object: left.object && right.object,
    null: left.null && right.null,
  };
}

function either(left: Shape, right: Shape): Shape {
  return {
    single: left.single || right.single,
    array: left.array || right.array,
    object: left.object || right.object,
    null: left.null || right.null,
  };
}
