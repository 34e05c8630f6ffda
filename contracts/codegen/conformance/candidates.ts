import type { SchemaDocument } from '../compare/schema-document.ts';
import { schemaParts } from '../compare/schema-parts.ts';
import { arrayIn, isObject, type Json, type JsonObject, objectIn, put, stringIn, stringsIn } from '../document/json.ts';

/** A value to try in one place of a request. */
export interface Candidate {
  label: string;
  value: Json;
}

/** Longer texts and lists say nothing new. */
const MAX_TEXT = 20_000;
const MAX_ITEMS = 1_000;

/** Texts that have broken other programs. */
const hostileTexts: readonly Candidate[] = [
  { label: 'an empty text', value: '' },
  { label: 'blanks', value: '   ' },
  { label: 'quotes', value: `'";--` },
  { label: 'markup', value: '<script>alert(1)</script>' },
  { label: 'a template', value: '{{7*7}}{% x %}#{7*7}' },
  { label: 'an emoji of several code points', value: '👩‍👩‍👧‍👦' },
  { label: 'a combining character', value: 'é' },
  { label: 'right-to-left text', value: '‮مرحبا' },
  { label: 'a zero character', value: 'a\u0000b' },
  { label: 'a lone surrogate', value: 'a\ud800b' },
  { label: 'line ends', value: 'a\r\nx-injected: 1' },
  { label: 'a path', value: '../../etc/passwd' },
  { label: 'a name that objects inherit', value: 'constructor' },
  { label: 'a percent sign', value: '%' },
];

const badFormats: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '2026-12-31T23:59:60Z'],
  date: ['0000-01-01', '9999-12-31', '2026-02-30'],
  uuid: ['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
  email: ['a@b', `${'a'.repeat(64)}@example.com`, 'ä@example.com'],
  uri: ['javascript:alert(1)', 'http://169.254.169.254/', 'http://[::1]/'],
};

const numbers: readonly number[] = [0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308];

/**
 * Values at and beyond the limits of a schema, of other types, and hostile ones; whether one is valid is for a
 * validator to say.
 * @param schemas all that is said of the place
 */
export function candidatesFor(schemas: readonly JsonObject[], value: Json): Candidate[] {
  const found: Candidate[] = [
    { label: 'null', value: null },
    { label: 'true', value: true },
    { label: 'an object', value: {} },
    { label: 'a list', value: [] },
    { label: 'a nested list', value: [[[]]] },
    { label: 'the number 1', value: 1 },
    ...hostileTexts,
  ];
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
  const limits = ['minLength', 'maxLength'].flatMap(key => {
    const limit = schema[key];
    return typeof limit === 'number' ? [limit - 1, limit, limit + 1] : [];
  });
  const isText = typeof value === 'string';
  const lengths = isText ? [...limits, ...(limits.length === 0 ? [MAX_TEXT] : [])] : [];
  const unit = isText && /^[0-9]+$/.test(value) ? '1' : 'a';
  return lengths
    .filter(length => length >= 0 && length <= MAX_TEXT)
    .map(length => ({ label: `a text of ${length} characters`, value: unit.repeat(length) }));
}

function ranged(schema: JsonObject): Candidate[] {
  const types = [...stringsIn(schema, 'type'), stringIn(schema, 'type')];
  if (!types.includes('integer') && !types.includes('number')) return [];
  const limits = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].flatMap(key => {
    const limit = schema[key];
    return typeof limit === 'number' ? [limit - 1, limit, limit + 1] : [];
  });
  return [...numbers, ...limits].map(value => ({ label: `the number ${value}`, value }));
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
  return [...without, withKey('unexpected'), withKey('__proto__'), withKey('constructor')];
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
