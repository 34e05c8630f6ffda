import {
  arrayIn,
  formatRef,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  put,
  refOf,
  stringIn,
} from '../document/json.ts';
import { freeName } from '../names.ts';
import type { WithCopies } from './copies.ts';
import { deref } from './deref.ts';
import { declaredProperties } from './shape.ts';

/**
 * A document in which a schema that others extend (`allOf`) and that has a discriminator is the union of them: each
 * fixes its tag to its name, and what they extend is a component of its own, `PetBase` for `Pet` (OpenAPI 3.1.1,
 * Discriminator Object, the `allOf` form).
 */
export function withInheritance(document: JsonObject): WithCopies {
  const schemas = objectIn(objectIn(document, 'components'), 'schemas');
  const children = childrenByParent(schemas);
  const roots = Object.entries(schemas).filter(
    ([name, schema]) => isRoot(schema) && children.has(refTo(name)) && hasTags(document, schemas, children, name),
  );
  const copies = new Map<string, string>();
  if (roots.length === 0) return { document, copies };
  const changed: JsonObject = {};
  for (const [name, schema] of Object.entries(schemas)) put(changed, name, schema);
  for (const [name] of roots)
    for (const [of, base] of extend(document, changed, name)) if (base !== of) copies.set(base, of);
  return { document: { ...document, components: { ...objectIn(document, 'components'), schemas: changed } }, copies };
}

function isRoot(schema: Json): boolean {
  const isUnion = isObject(schema) && (Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf));
  return stringIn(isObject(schema) ? schema.discriminator : undefined, 'propertyName') !== undefined && !isUnion;
}

/**
 * Whether one of the names can be the tag: not where the property has values of its own of which none is such a name,
 * since no value would fit the union.
 */
function hasTags(
  document: JsonObject,
  schemas: JsonObject,
  children: ReadonlyMap<string, readonly string[]>,
  root: string,
): boolean {
  const schema = schemas[root] ?? {};
  const { discriminator } = isObject(schema) ? schema : {};
  const tag = stringIn(discriminator, 'propertyName') ?? '';
  const property = deref(document, declaredProperties(document, schema).get(tag));
  const values = isObject(property) && 'const' in property ? [property.const] : arrayIn(property, 'enum');
  if (values.length === 0 || Object.keys(objectIn(discriminator, 'mapping')).length > 0) return true;
  return [root, ...descendantsOf(children, root)].some(name => {
    const own = schemas[name];
    return values.includes(name) || (name !== root && isObject(own) && declaresTag(own, tag));
  });
}

/** The components that extend another one, by the reference to that one. */
function childrenByParent(schemas: JsonObject): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas))
    for (const ref of new Set(arrayIn(schema, 'allOf').map(refOf)))
      if (ref !== undefined) children.set(ref, [...(children.get(ref) ?? []), name]);
  return children;
}

/** The components below one, at any depth, those nearest to it first. */
function descendantsOf(children: ReadonlyMap<string, readonly string[]>, name: string): string[] {
  const found = new Set<string>();
  for (let names = children.get(refTo(name)) ?? []; names.length > 0; ) {
    const added = names.filter(child => child !== name && !found.has(child));
    for (const child of added) found.add(child);
    names = [...new Set(added)].flatMap(child => children.get(refTo(child)) ?? []);
  }
  return [...found];
}

/** Makes a schema the union of those that extend it. @returns what they extend now, by the name that it had */
function extend(document: JsonObject, schemas: JsonObject, root: string): ReadonlyMap<string, string> {
  const schema = schemas[root];
  if (!isObject(schema)) return new Map();
  const tag = stringIn(schema.discriminator, 'propertyName') ?? '';
  const children = childrenByParent(schemas);
  const descendants = descendantsOf(children, root);
  const names = new Map<string, string[]>();
  for (const [value, target] of Object.entries(objectIn(schema.discriminator, 'mapping')))
    if (typeof target === 'string') names.set(target, [...(names.get(target) ?? []), value]);
  const tags = (name: string): JsonObject => {
    const values = names.get(refTo(name)) ?? [name];
    return {
      type: 'object',
      required: [tag],
      properties: { [tag]: values.length === 1 ? { const: values[0] ?? name } : { enum: values } },
    };
  };
  const { discriminator, ...base } = schema;
  const bases = new Map<string, string>();
  for (const name of [root, ...descendants.filter(child => children.has(refTo(child)))])
    bases.set(
      name,
      freeName(`${name}Base`, taken => Object.hasOwn(schemas, taken)),
    );
  const baseOf = new Map([...bases].map(([name, base]) => [refTo(name), base]));
  const based = (part: Json): Json => {
    const target = baseOf.get(refOf(part) ?? '');
    return target === undefined || !isObject(part) ? part : { ...part, $ref: refTo(target) };
  };
  const branches: Json[] = [];
  for (const name of descendants) {
    const own = schemas[name];
    if (!isObject(own)) continue;
    const inherited = { ...own, allOf: arrayIn(own, 'allOf').map(based) };
    const ownBase = bases.get(name);
    if (ownBase !== undefined) put(schemas, ownBase, inherited);
    const isFixed = declaresTag(own, tag);
    const parts = ownBase === undefined ? inherited.allOf : [{ $ref: refTo(ownBase) }];
    const rest = ownBase === undefined ? inherited : {};
    put(schemas, name, { ...rest, type: 'object', allOf: isFixed ? parts : [...parts, tags(name)] });
    branches.push(isFixed ? { $ref: refTo(name) } : { $ref: refTo(name), ...tags(name) });
  }
  const ownBase = bases.get(root) ?? root;
  put(schemas, ownBase, { ...base, type: 'object' });
  const values = deref(document, declaredProperties(document, base).get(tag));
  const mayBeItself = !isObject(values) || !Array.isArray(values.enum) || values.enum.includes(root);
  const itself = mayBeItself ? [{ $ref: refTo(ownBase), ...tags(root) }] : [];
  put(schemas, root, {
    ...(schema.description !== undefined && { description: schema.description }),
    oneOf: [...branches, ...itself],
    discriminator: discriminator ?? {},
  });
  return bases;
}

/** Whether a schema says itself what its tag is. */
function declaresTag(schema: JsonObject, tag: string): boolean {
  return [schema, ...arrayIn(schema, 'allOf')].some(part => {
    const property = objectIn(objectIn(part, 'properties'), tag);
    return 'const' in property || Array.isArray(property.enum);
  });
}

function refTo(name: string): string {
  return formatRef(['components', 'schemas', name]);
}
