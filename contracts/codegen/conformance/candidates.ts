import type { SchemaDocument } from '../compare/schema-document.ts';
import { schemaParts } from '../compare/schema-parts.ts';
import { arrayIn, isObject, type Json, type JsonObject, objectIn, put, stringIn, stringsIn } from '../document/json.ts';
import { type Candidate, hostileNumbers, hostileShapes, hostileTexts } from './hostile-values.ts';

/** What has no limit of its own; longer says nothing new. */
const MAX_TEXT = 20_000;
/** Limits of texts that are tried. */
const MAX_LIMIT = 300_000;
const MAX_ITEMS = 1_000;

const badFormats: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '2026-12-31T23:59:60Z'],
  date: ['0000-01-01', '9999-12-31', '2026-02-30'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
  email: ['a@b', `${'a'.repeat(64)}@example.com`, 'ä@example.com'],
  uri: ['javascript:alert(1)', 'http://169.254.169.254/', 'http://[::1]/'],
};

/**
 * Values at and beyond the limits of a schema, of other types, and hostile ones; whether one is valid is for a
 * validator to say.
 * @param schemas all that is said of the place
 */
export function candidatesFor(schemas: readonly JsonObject[], value: Json): Candidate[] {
  const found: Candidate[] = [...hostileShapes, ...hostileTexts];
  for (const schema of schemas) {
    found.push(...enumerated(schema), ...sized(schema, value), ...ranged(schema));
    for (const text of badFormats[stringIn(schema, 'format') ?? ''] ?? []) found.push({ label: text, value: text });
  }
  if (Array.isArray(value)) found.push(...lists(schemas, value));
  if (isObject(value)) found.push(...objects(value));
  return found;
}

const enumerated = (schema: JsonObject): Candidate[] =>
  arrayIn(schema, 'enum')
    .slice(0, 8)
    .map(value => ({ label: `the value ${JSON.stringify(value)}`, value }));

function sized(schema: JsonObject, value: Json): Candidate[] {
  if (typeof value !== 'string') return [];
  const unit = /^[0-9]+$/.test(value) ? '1' : 'a';
  const { maxLength } = schema;
  const lengths = ['minLength', 'maxLength'].flatMap(key => {
    const limit = schema[key];
    return typeof limit === 'number' && limit <= MAX_LIMIT ? [limit - 1, limit, limit + 1] : [];
  });
  const texts = (lengths.length === 0 ? [MAX_TEXT] : lengths.filter(length => length >= 0)).map(length => ({
    label: `a text of ${length} characters`,
    value: unit.repeat(length),
  }));
  if (typeof maxLength === 'number' && maxLength <= MAX_LIMIT / 4)
    texts.push({ label: `a text of ${maxLength} characters of four bytes`, value: '𝒜'.repeat(maxLength) });
  return texts;
}

function ranged(schema: JsonObject): Candidate[] {
  const types = [...stringsIn(schema, 'type'), stringIn(schema, 'type')];
  if (!types.includes('integer') && !types.includes('number')) return [];
  const limits = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].flatMap(key => {
    const limit = schema[key];
    return typeof limit === 'number' ? [limit - 1, limit, limit + 1] : [];
  });
  return [...hostileNumbers, ...limits.map(value => ({ label: `the number ${value}`, value }))];
}

function lists(schemas: readonly JsonObject[], value: Json[]): Candidate[] {
  const [first] = value;
  if (first === undefined) return [];
  const limits = schemas.flatMap(schema => ['minItems', 'maxItems'].map(key => schema[key]));
  return [2, ...limits.flatMap(limit => (typeof limit === 'number' ? [limit - 1, limit, limit + 1] : []))]
    .filter(length => length >= 0 && length <= MAX_ITEMS)
    .map(length => ({ label: `a list of ${length}`, value: Array.from({ length }, () => first) }));
}

function objects(value: JsonObject): Candidate[] {
  const without = Object.keys(value).map(key => ({
    label: `without ${key}`,
    value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)),
  }));
  const withKey = (key: string): Candidate => {
    const copy = { ...value };
    put(copy, key, 'x');
    return { label: `with ${key} beside`, value: copy };
  };
  return [...without, ...['unexpected', '__proto__', 'constructor', '$where', 'a.b', 'a\u0000'].map(withKey)];
}

/** A place of a value, and all that a schema says of it. */
export interface ValuePlace {
  at: (string | number)[];
  value: Json;
  schemas: JsonObject[];
}

/** The places of a value that a schema speaks of, the whole first; of a list, its first item. */
export function placesOf(document: SchemaDocument, schema: Json, value: Json, depth = 6): ValuePlace[] {
  const schemas = schemaParts(document, schema);
  const below = (at: string | number, member: Json, child: Json): ValuePlace[] =>
    placesOf(document, child, member, depth - 1).map(place => ({ ...place, at: [at, ...place.at] }));
  const places: ValuePlace[] = [{ at: [], value, schemas }];
  if (depth === 0) return places;
  if (isObject(value))
    for (const [key, member] of Object.entries(value)) {
      const children = schemas.flatMap(item => {
        const own = objectIn(item, 'properties')[key];
        return own === undefined ? [] : [own];
      });
      const [child] = children;
      if (child !== undefined) places.push(...below(key, member, children.length > 1 ? { allOf: children } : child));
    }
  const [first] = Array.isArray(value) ? value : [];
  const items = schemas.find(item => item.items !== undefined)?.items;
  if (first !== undefined && items !== undefined) places.push(...below(0, first, items));
  return places;
}

/** A copy of a value with another one in a place. */
export function replaced(value: Json, at: readonly (string | number)[], other: Json): Json {
  const [key, ...rest] = at;
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, other) : item));
  if (!isObject(value)) return value;
  const copy = { ...value };
  put(copy, String(key), replaced(value[key] ?? null, rest, other));
  return copy;
}
