import {
  arrayIn,
  isObject,
  type Json,
  type JsonObject,
  objectIn,
  refOf,
  stringIn,
  stringsIn,
} from '../document/json.ts';
import { humanize } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import type { Printable } from './printer.ts';

/** Fields of this length and more are written in several lines. */
const paragraph = 300;

export interface FieldContext {
  document: JsonObject;
  /** By path of a field: the resource that its value is a key of. */
  references: Readonly<Record<string, string>>;
}

/** The members of an object schema, in the order of the contract. */
export function membersOf(
  schema: Json | undefined,
  context: FieldContext,
  path = '',
  seen: readonly Json[] = [],
): Printable[] {
  const whole = resolve(context.document, schema);
  const required = new Set(stringsIn(whole, 'required'));
  return Object.entries(objectIn(whole, 'properties')).map(([name, value]) =>
    fieldOf(name, value, {
      ...context,
      path: path === '' ? name : `${path}.${name}`,
      required: required.has(name),
      seen,
    }),
  );
}

interface Place extends FieldContext {
  path: string;
  required: boolean;
  seen: readonly Json[];
}

/** What a console needs to know of a value. */
export function fieldOf(name: string, written: Json | undefined, place: Place): { readonly [key: string]: Printable } {
  const { document, path, required, seen } = place;
  const { schema, nullable } = withoutNull(document, resolve(document, written));
  const reference = place.references[path];
  const target = deref(document, written);
  const last = path.split('.').at(-1) ?? path;
  const nested = target !== undefined && seen.includes(target) ? undefined : [...seen, target ?? null];
  const kind = reference === undefined ? kindOf(document, schema) : 'reference';
  return {
    name,
    label: stringIn(schema, 'title') ?? humanize(reference === undefined ? last : last.replace(/Id$/, '')),
    kind: nested ? kind : 'json',
    description: stringIn(schema, 'description'),
    required: required || undefined,
    nullable: nullable || undefined,
    ...(nested && details(schema, kind, place, nested)),
    reference,
  };
}

function details(schema: JsonObject, kind: string, place: Place, seen: readonly Json[]): Record<string, Printable> {
  const { document, path } = place;
  const child = (value: Json | undefined, at: string) =>
    fieldOf('', value, { ...place, path: at, required: true, seen });
  const limits = [
    'minLength',
    'maxLength',
    'pattern',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'minItems',
    'maxItems',
  ];
  const format = stringIn(schema, 'format');
  return {
    ...(kind === 'text' && { format }),
    ...(kind !== 'money' && Object.fromEntries(limits.map(limit => [limit, scalar(schema[limit])]))),
    integer: kind === 'number' && schema.type === 'integer' ? true : undefined,
    uniqueItems: schema.uniqueItems === true || undefined,
    default: isObject(schema.default) || Array.isArray(schema.default) ? undefined : scalar(schema.default),
    ...(kind === 'enum' && { choices: choicesOf(schema) }),
    ...(kind === 'choices' && { choices: choicesOf(resolve(document, schema.items)) }),
    ...(kind === 'object' && { fields: membersOf(schema, place, path, seen) }),
    ...(kind === 'list' && { item: child(schema.items, path) }),
    ...(kind === 'map' && { item: child(schema.additionalProperties, path) }),
  };
}

function kindOf(document: JsonObject, schema: JsonObject): string {
  if (choicesOf(schema).length > 0) return 'enum';
  switch (schema.type) {
    case 'string':
      return textKind(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array': {
      const items = resolve(document, schema.items);
      if (choicesOf(items).length > 0) return 'choices';
      return items.type === 'string' ? 'tags' : 'list';
    }
    case 'object':
      return objectKind(document, schema);
    default:
      return isObject(schema.properties) ? objectKind(document, schema) : 'json';
  }
}

function textKind({ format, maxLength, 'x-secret': secret }: JsonObject): string {
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'time';
  if (format === 'password' || secret === true) return 'password';
  return format === undefined && typeof maxLength === 'number' && maxLength > paragraph ? 'paragraph' : 'text';
}

/**
 * An `amount` in minor units and its `currency` are money; an object without properties of its own is a map or
 * anything.
 */
function objectKind(document: JsonObject, schema: JsonObject): string {
  const properties = objectIn(schema, 'properties');
  const names = Object.keys(properties);
  if (names.length === 0) return isObject(schema.additionalProperties) ? 'map' : 'json';
  const isMoney =
    names.length === 2 && resolve(document, properties.amount).type === 'integer' && 'currency' in properties;
  return isMoney ? 'money' : 'object';
}

function choicesOf(schema: JsonObject): (string | number)[] {
  const values = schema.const === undefined ? arrayIn(schema, 'enum') : [schema.const];
  return values.filter(value => typeof value === 'string' || typeof value === 'number');
}

function scalar(value: Json | undefined): string | number | boolean | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** A schema as one object: references followed, what stands beside them kept, `allOf` joined. */
export function resolve(document: JsonObject, written: Json | undefined, depth = 0): JsonObject {
  if (!isObject(written) || depth > 16) return {};
  const { $ref, allOf, ...own } = written;
  const target = refOf(written) === undefined ? {} : resolve(document, deref(document, written), depth + 1);
  const parts = (Array.isArray(allOf) ? allOf : []).map(part => resolve(document, part, depth + 1));
  return [target, ...parts, own].reduce(joined, {});
}

function joined(left: JsonObject, right: JsonObject): JsonObject {
  const both = { ...left, ...right };
  const required = [...new Set([...stringsIn(left, 'required'), ...stringsIn(right, 'required')])];
  if (required.length > 0) both.required = required;
  const properties = { ...objectIn(left, 'properties'), ...objectIn(right, 'properties') };
  if (Object.keys(properties).length > 0) both.properties = properties;
  return both;
}

/** `[string, 'null']` and a choice between a schema and null are that schema, and may be null. */
function withoutNull(document: JsonObject, schema: JsonObject): { schema: JsonObject; nullable: boolean } {
  if (Array.isArray(schema.type)) {
    const [type, ...more] = schema.type.filter(item => item !== 'null');
    const rest = type !== undefined && more.length === 0 ? { ...schema, type } : schema;
    return { schema: rest, nullable: schema.type.includes('null') };
  }
  const branches = [...arrayIn(schema, 'oneOf'), ...arrayIn(schema, 'anyOf')];
  const others = branches.filter(branch => resolve(document, branch).type !== 'null');
  if (branches.length !== 2 || others.length !== 1) return { schema, nullable: false };
  const { oneOf: _, anyOf: __, ...own } = schema;
  return { schema: joined(resolve(document, others[0]), own), nullable: true };
}

/** The schema of the field that a path leads to; a number in it is a place in a list. */
export function schemaAt(document: JsonObject, schema: Json | undefined, path: string): Json | undefined {
  let found = schema;
  for (const name of path.split('.')) {
    const whole = withoutNull(document, resolve(document, found)).schema;
    found = /^\d+$/.test(name) ? whole.items : objectIn(whole, 'properties')[name];
    if (found === undefined) found = inBranch(document, whole, name);
  }
  return found;
}

function inBranch(document: JsonObject, schema: JsonObject, name: string): Json | undefined {
  const branches = [...arrayIn(schema, 'oneOf'), ...arrayIn(schema, 'anyOf')];
  return branches
    .map(branch => objectIn(resolve(document, branch), 'properties')[name])
    .find(value => value !== undefined);
}
