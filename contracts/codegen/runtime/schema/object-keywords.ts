import type { Evaluation, Keyword } from './keyword.ts';
import type { Place } from './place.ts';
import { expressionOf } from './scalar-keywords.ts';
import { entriesIn, isRecord, namesIn, numberIn, type SchemaObject, toSchema } from './schema.ts';

/** The names that every object of JavaScript has. */
export const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A member of an object, undefined where it has none: what every object of JavaScript inherits is no member. */
export function memberOf(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || (inherited.has(name) && !Object.hasOwn(object, name)))
    return undefined;
  return Reflect.get(object, name);
}

function* namesOf(evaluation: Evaluation, { value }: Place): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const name in value) {
    if (evaluation.isFull) return;
    yield name;
  }
}

function limit(keyword: string, words: string, holds: (count: number, limit: number) => boolean): Keyword {
  return (evaluation, schema, place) => {
    const bound = numberIn(schema, keyword);
    if (bound === undefined || holds(Object.keys(Object(place.value)).length, bound)) return true;
    return evaluation.fail(place, keyword, `must NOT have ${words} than ${bound} properties`, { limit: bound });
  };
}

const required: Keyword = (evaluation, schema, place) => {
  let holds = true;
  for (const name of namesIn(schema, 'required'))
    if (memberOf(place.value, name) === undefined)
      holds = evaluation.fail(place, 'required', `must have required property '${name}'`, { missingProperty: name });
  return holds;
};

const propertyNames: Keyword = (evaluation, schema, place) => {
  const inner = toSchema(schema.propertyNames);
  let holds = true;
  for (const name of namesOf(evaluation, place))
    if (!evaluation.attempt(inner, place.beside(name)))
      holds = evaluation.fail(place, 'propertyNames', 'property name must be valid', { propertyName: name });
  return holds;
};

const additionalProperties: Keyword = (evaluation, schema, place, seen) => {
  const inner = toSchema(schema.additionalProperties);
  seen?.addAllNames();
  if (inner === true) return true;
  const { properties } = schema;
  const patterns = entriesIn(schema, 'patternProperties').map(([pattern]) => expressionOf(pattern));
  let holds = true;
  for (const name of namesOf(evaluation, place)) {
    if (isRecord(properties) && Object.hasOwn(properties, name)) continue;
    if (patterns.some(pattern => pattern.test(name))) continue;
    holds =
      (inner === false
        ? evaluation.fail(place, 'additionalProperties', 'must NOT have additional properties', {
            additionalProperty: name,
          })
        : evaluation.apply(inner, place.at(name))) && holds;
  }
  return holds;
};

const properties: Keyword = (evaluation, schema, place, seen) => {
  let holds = true;
  for (const [name, inner] of entriesIn(schema, 'properties')) {
    if (evaluation.isFull) return false;
    seen?.addNames([name]);
    if (memberOf(place.value, name) !== undefined) holds = evaluation.apply(toSchema(inner), place.at(name)) && holds;
  }
  return holds;
};

/** Gives members that are not there what their schemas have as default. */
export function fillDefaults(schema: SchemaObject, value: unknown): void {
  if (!isRecord(value)) return;
  for (const [name, inner] of entriesIn(schema, 'properties')) {
    if (!isRecord(inner) || inner.default === undefined || memberOf(value, name) !== undefined) continue;
    Reflect.set(value, name, structuredClone(inner.default));
  }
}

const patternProperties: Keyword = (evaluation, schema, place, seen) => {
  let holds = true;
  for (const [text, inner] of entriesIn(schema, 'patternProperties')) {
    const pattern = expressionOf(text);
    for (const name of namesOf(evaluation, place)) {
      if (!pattern.test(name)) continue;
      seen?.addNames([name]);
      holds = evaluation.apply(toSchema(inner), place.at(name)) && holds;
    }
  }
  return holds;
};

const dependentRequired: Keyword = (evaluation, schema, place) => {
  let holds = true;
  for (const [property, names] of entriesIn(schema, 'dependentRequired')) {
    if (memberOf(place.value, property) === undefined || !Array.isArray(names)) continue;
    const words = `${names.length === 1 ? 'property' : 'properties'} ${names.join(', ')}`;
    for (const name of names)
      if (memberOf(place.value, String(name)) === undefined)
        holds = evaluation.fail(place, 'dependentRequired', `must have ${words} when property ${property} is present`, {
          property,
          missingProperty: name,
          depsCount: names.length,
          deps: names.join(', '),
        });
  }
  return holds;
};

const dependentSchemas: Keyword = (evaluation, schema, place, seen) => {
  let holds = true;
  for (const [name, inner] of entriesIn(schema, 'dependentSchemas'))
    if (memberOf(place.value, name) !== undefined) holds = evaluation.apply(toSchema(inner), place, seen) && holds;
  return holds;
};

/** The branch that a tag names, by the texts that each of them fixes it to. */
const discriminator: Keyword = (evaluation, schema, place, seen) => {
  const tag = isRecord(schema.discriminator) ? String(schema.discriminator.propertyName) : '';
  const value = memberOf(place.value, tag);
  const params = { tag, tagValue: value };
  if (typeof value !== 'string')
    return evaluation.fail(place, 'discriminator', `tag "${tag}" must be string`, { error: 'tag', ...params });
  const branch = branchesOf(evaluation, schema, tag).get(value);
  return branch === undefined
    ? evaluation.fail(place, 'discriminator', `value of tag "${tag}" must be in oneOf`, { error: 'mapping', ...params })
    : evaluation.apply(toSchema(branch), place, seen);
};

const branches = new WeakMap<SchemaObject, ReadonlyMap<string, unknown>>();

/** The branches of a `oneOf` by the values of their tag. */
export function branchesOf(
  { resolve }: Pick<Evaluation, 'resolve'>,
  schema: SchemaObject,
  tag: string,
): ReadonlyMap<string, unknown> {
  const known = branches.get(schema);
  if (known) return known;
  const found = new Map<string, unknown>();
  for (const branch of Array.isArray(schema.oneOf) ? schema.oneOf : []) {
    const own = tagOf(branch, tag);
    const ref: unknown = isRecord(branch) ? branch.$ref : undefined;
    const fixed = own ?? (typeof ref === 'string' ? tagOf(resolve(ref), tag) : undefined);
    if (!isRecord(fixed)) continue;
    for (const value of Array.isArray(fixed.enum) ? fixed.enum : [fixed.const])
      if (typeof value === 'string') found.set(value, branch);
  }
  branches.set(schema, found);
  return found;
}

function tagOf(branch: unknown, tag: string): unknown {
  const declared = isRecord(branch) ? branch.properties : undefined;
  return isRecord(declared) && Object.hasOwn(declared, tag) ? declared[tag] : undefined;
}

const unevaluatedProperties: Keyword = (evaluation, schema, place, seen) => {
  const inner = toSchema(schema.unevaluatedProperties);
  let holds = true;
  for (const name of namesOf(evaluation, place)) {
    if (inner === true || seen?.hasName(name)) continue;
    holds =
      (inner === false
        ? evaluation.fail(place, 'unevaluatedProperties', 'must NOT have unevaluated properties', {
            unevaluatedProperty: name,
          })
        : evaluation.apply(inner, place.at(name))) && holds;
  }
  seen?.addAllNames();
  return holds;
};

/** Keywords of objects, in the order in which they are looked at: sizes come first. */
export const objectKeywords: Readonly<Record<string, Keyword>> = {
  maxProperties: limit('maxProperties', 'more', (found, bound) => found <= bound),
  minProperties: limit('minProperties', 'fewer', (found, bound) => found >= bound),
  required,
  propertyNames,
  additionalProperties,
  properties,
  patternProperties,
  dependentRequired,
  dependentSchemas,
  discriminator,
  unevaluatedProperties,
};
