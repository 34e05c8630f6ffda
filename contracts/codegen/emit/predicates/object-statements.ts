import { arrayIn, isObject, type Json, type JsonObject, objectIn, stringsIn } from '../../document/json.ts';
import { quote } from '../../names.ts';
import { branchesOf } from '../../runtime/schema/object-keywords.ts';
import { refusal } from './condition.ts';
import { jsonCode } from './hoisted.ts';
import { ifOther, member, property } from './names.ts';
import { staticNames } from './static-names.ts';
import { below, block, inHolder, read, type SchemaPlace, type Value, type Writer } from './writer.ts';

/** What object keywords ask of an object: sizes come first. */
export function objectStatements(writer: Writer, schema: JsonObject, value: Value, place: SchemaPlace): string[] {
  return [
    ...(writer.fills ? defaults(writer, schema, value) : []),
    ...sizes(writer, schema, value),
    ...closed(writer, schema, value),
    ...members(writer, schema, value, place),
    ...names(writer, schema, value, place),
    ...others(writer, schema, value, place),
    ...dependents(writer, schema, value, place),
    ...tagged(writer, schema, value, place),
    ...unevaluated(writer, schema, value, place),
  ];
}

function defaults(writer: Writer, schema: JsonObject, { v }: Value): string[] {
  return Object.entries(objectIn(schema, 'properties')).flatMap(([name, inner]) => {
    const fallback = isObject(inner) ? inner.default : undefined;
    if (fallback === undefined) return [];
    return [`if (${member(writer, v, name)} === undefined) ${property(v, name)} = ${jsonCode(fallback)};`];
  });
}

function sizes(writer: Writer, { maxProperties: most, minProperties: least }: JsonObject, { v }: Value): string[] {
  if (typeof most !== 'number' && typeof least !== 'number') return [];
  const count = writer.variable();
  const faults = [
    ...(typeof most === 'number' ? [`${count} > ${most}`] : []),
    ...(typeof least === 'number' ? [`${count} < ${least}`] : []),
  ];
  return [`const ${count} = Object.keys(${v}).length;`, `if (${faults.join(' || ')}) return false;`];
}

/** What `properties` and `patternProperties` speak of. */
function declared(schema: JsonObject): { names: string[]; patterns: string[] } {
  return {
    names: Object.keys(objectIn(schema, 'properties')),
    patterns: Object.keys(objectIn(schema, 'patternProperties')),
  };
}

/** Statements of which each is run only for a key that nothing else speaks of. */
function onlyIf(test: string | undefined, statements: readonly string[]): readonly string[] {
  return test === undefined ? statements : block(test, statements);
}

function closed(writer: Writer, schema: JsonObject, { v }: Value): string[] {
  if (schema.additionalProperties !== false) return [];
  const key = writer.variable();
  return block(`for (const ${key} in ${v})`, onlyIf(ifOther(writer, key, declared(schema)), ['return false;']));
}

/** Whether a schema refuses what is not there. */
function refusesUndefined(schema: Json | undefined): boolean {
  if (!isObject(schema)) return schema === false;
  return schema.type !== undefined || schema.const !== undefined || Array.isArray(schema.enum);
}

function members(writer: Writer, schema: JsonObject, { v }: Value, place: SchemaPlace): string[] {
  const properties = objectIn(schema, 'properties');
  const required = new Set(stringsIn(schema, 'required'));
  const missing = [...required].filter(name => !Object.hasOwn(properties, name));
  const lines = missing.map(name => `if (${member(writer, v, name)} === undefined) return false;`);
  for (const [name, inner] of Object.entries(properties)) {
    const item = inHolder(writer, writer.variable(), v, quote(name));
    const statements = writer.statements(inner, item, below(place, 'properties', name));
    const isRequired = required.has(name);
    const found = member(writer, v, name);
    if (statements.length === 0) {
      if (isRequired) lines.push(`if (${found} === undefined) return false;`);
      continue;
    }
    lines.push(read(writer, item, found));
    const target = isObject(inner) && typeof inner.$ref === 'string' ? writer.schemas.get(inner.$ref) : undefined;
    if (!isRequired) lines.push(...block(`if (${item.v} !== undefined)`, statements));
    else if (refusesUndefined(inner) || refusesUndefined(target)) lines.push(...statements);
    else lines.push(`if (${item.v} === undefined) return false;`, ...statements);
  }
  return lines;
}

function names(writer: Writer, { propertyNames }: JsonObject, { v }: Value, place: SchemaPlace): string[] {
  if (propertyNames === undefined) return [];
  const key = writer.variable();
  const condition = writer.condition(propertyNames, { v: key }, below(place, 'propertyNames'));
  return block(`for (const ${key} in ${v})`, refusal(condition));
}

/** Members by pattern, and those that nothing else is said of. */
function others(writer: Writer, schema: JsonObject, { v }: Value, place: SchemaPlace): string[] {
  const { additionalProperties } = schema;
  const key = writer.variable();
  const item = inHolder(writer, writer.variable(), v, key);
  const lines = Object.entries(objectIn(schema, 'patternProperties')).flatMap(([pattern, inner]) =>
    block(
      `if (${writer.hoisted.expression(pattern)}.test(${key}))`,
      writer.statements(inner, item, below(place, 'patternProperties', pattern)),
    ),
  );
  if (isObject(additionalProperties)) {
    const statements = writer.statements(additionalProperties, item, below(place, 'additionalProperties'));
    lines.push(...onlyIf(ifOther(writer, key, declared(schema)), statements));
  }
  return lines.length === 0 ? [] : [`for (const ${key} in ${v}) {`, read(writer, item, `${v}[${key}]`), ...lines, '}'];
}

function dependents(writer: Writer, schema: JsonObject, value: Value, place: SchemaPlace): string[] {
  const { v } = value;
  const required = Object.entries(objectIn(schema, 'dependentRequired')).flatMap(([name, needed]) => {
    const missing = arrayIn({ needed }, 'needed').map(one => `${member(writer, v, String(one))} === undefined`);
    return block(
      `if (${member(writer, v, name)} !== undefined)`,
      missing.map(test => `if (${test}) return false;`),
    );
  });
  const schemas = Object.entries(objectIn(schema, 'dependentSchemas')).flatMap(([name, inner]) =>
    block(
      `if (${member(writer, v, name)} !== undefined)`,
      writer.statements(inner, value, below(place, 'dependentSchemas', name)),
    ),
  );
  return [...required, ...schemas];
}

/** The branch that a tag names. */
function tagged(writer: Writer, schema: JsonObject, value: Value, place: SchemaPlace): string[] {
  const { propertyName: tag } = objectIn(schema, 'discriminator');
  if (typeof tag !== 'string') return [];
  const resolve = (id: string): JsonObject | boolean => writer.schemas.get(id) ?? true;
  const tags = new Map<unknown, string[]>();
  for (const [text, branch] of branchesOf({ resolve }, schema, tag))
    tags.set(branch, [...(tags.get(branch) ?? []), `case ${quote(text)}:`]);
  const cases = arrayIn(schema, 'oneOf').flatMap((branch, index) => [
    `${(tags.get(branch) ?? []).join(' ')} {`,
    ...writer.statements(branch, value, below(place, 'oneOf', index)),
    'break;',
    '}',
  ]);
  return [`switch (${member(writer, value.v, tag)}) {`, ...cases, 'default: return false;', '}'];
}

/** What no schema has looked at; where the value decides what that is, the schema says it. */
function unevaluated(writer: Writer, schema: JsonObject, value: Value, place: SchemaPlace): string[] {
  const { unevaluatedProperties } = schema;
  if (unevaluatedProperties === undefined || unevaluatedProperties === true) return [];
  const known = staticNames(schema, writer.schemas);
  if (known === 'all') return [];
  const key = writer.variable();
  const isFault = known.areAll && unevaluatedProperties === false;
  const statements = isFault ? ['return false;'] : [...refusal(writer.decision(value, place)), 'break;'];
  return block(
    `for (const ${key} in ${value.v})`,
    onlyIf(ifOther(writer, key, { names: [...known.names], patterns: [] }), statements),
  );
}
