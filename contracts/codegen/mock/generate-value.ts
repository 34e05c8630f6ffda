import { formatSamples, inFormat } from '../compare/format-samples.ts';
import { patternSamples } from '../compare/pattern-samples.ts';
import { SchemaDocument } from '../compare/schema-document.ts';
import { sampleOf } from '../conformance/samples.ts';
import { arrayIn, isObject, type Json, type JsonObject, objectIn, put, stringIn, stringsIn } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import type { Random } from './random.ts';

/** Below this depth only what must be there is there. */
const USUAL_DEPTH = 5;

const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven', 'islet', 'juniper'];

/** Makes values of the schemas of a document: examples first, then values that look like what a schema describes. */
export class ValueGenerator {
  readonly #document: JsonObject;
  readonly #solver: SchemaDocument;
  readonly #depth: number;

  /** @param depth below it only what must be there is there */
  constructor(document: JsonObject, depth = USUAL_DEPTH) {
    this.#document = document;
    this.#depth = depth;
    this.#solver = new SchemaDocument(document, '2020-12');
  }

  /** A value that is valid, where one is found; the same for the same random numbers. */
  value(schema: Json, random: Random): Json {
    const made = this.#make(schema, random, 0);
    if (this.#isValid(schema, made)) return made;
    const solved = sampleOf(this.#solver, {}, schema);
    return solved === undefined ? made : structuredClone(solved);
  }

  /** Whether a value is valid; a schema that nothing can be compiled of lets everything through. */
  #isValid(schema: Json, value: Json): boolean {
    try {
      return validatorOf(this.#document, schema)(value);
    } catch {
      return true;
    }
  }

  /** Everything that is said of a place as one schema: references, `allOf`, and one branch of each choice. */
  #flat(schema: Json, random: Random, depth = 0): JsonObject | boolean {
    const target = deref(this.#document, schema);
    if (!isObject(target)) return target !== false;
    const { $ref, allOf: _all, anyOf: _any, oneOf: _one, ...own } = target;
    const branches = (['oneOf', 'anyOf'] as const).flatMap(key => {
      const useful = arrayIn(target, key).filter(branch => !isNull(branch));
      const chosen = random.pick(useful);
      return chosen === undefined ? [] : [chosen];
    });
    const beside = typeof $ref === 'string' ? [{ $ref }] : [];
    let merged: JsonObject = {};
    if (depth < 12)
      for (const part of [...beside, ...arrayIn(target, 'allOf'), ...branches]) {
        const flat = this.#flat(part, random, depth + 1);
        if (isObject(flat)) merged = mergeSchemas(merged, flat);
      }
    return mergeSchemas(merged, own);
  }

  #make(schema: Json, random: Random, depth: number, name = ''): Json {
    const flat = this.#flat(schema, random);
    if (!isObject(flat)) return flat ? (random.pick(words) ?? null) : null;
    const [example] = arrayIn(flat, 'examples');
    for (const given of [flat.const, example, flat.example, flat.default])
      if (given !== undefined) return depth === 0 ? this.#filled(given, flat, random) : structuredClone(given);
    const listed = arrayIn(flat, 'enum').filter(item => item !== null);
    if (Array.isArray(flat.enum)) return random.pick(listed) ?? null;
    const type = typeOf(flat);
    if (type === 'object') return this.#object(flat, random, depth);
    if (type === 'array') return this.#array(flat, random, depth);
    if (type === 'string') return text(flat, random, name);
    if (type === 'integer' || type === 'number') return number(flat, type === 'integer', random);
    if (type === 'boolean') return random.next() < 0.5;
    return type === 'null' ? null : (random.pick(words) ?? null);
  }

  /** The example of a page is often an empty one: its list has items, each the example of an item. */
  #filled(example: Json, schema: JsonObject, random: Random): Json {
    if (!isObject(example)) return structuredClone(example);
    const filled = structuredClone(example);
    for (const [name, property] of Object.entries(objectIn(schema, 'properties'))) {
      const list = filled[name];
      const items = this.#flat(property, random);
      if (Array.isArray(list) && list.length === 0 && isObject(items)) put(filled, name, this.#array(items, random, 1));
    }
    return this.#isValid(schema, structuredClone(filled)) ? filled : structuredClone(example);
  }

  #object(schema: JsonObject, random: Random, depth: number): Json {
    const value: JsonObject = {};
    const required = new Set(stringsIn(schema, 'required'));
    for (const [name, property] of Object.entries(objectIn(schema, 'properties'))) {
      if (!required.has(name) && (depth >= this.#depth || property === false)) continue;
      if (isObject(property) && property.writeOnly === true) continue;
      put(value, name, depth > this.#depth + 10 ? null : this.#make(property, random, depth + 1, name));
    }
    const { additionalProperties: rest } = schema;
    for (const name of required)
      if (!Object.hasOwn(value, name)) put(value, name, this.#make(rest ?? true, random, depth + 1));
    if (Object.keys(value).length === 0 && isObject(rest) && depth < this.#depth)
      put(value, random.pick(words) ?? 'key', this.#make(rest, random, depth + 1));
    return value;
  }

  #array(schema: JsonObject, random: Random, depth: number): Json {
    const { minItems, maxItems, items = true } = schema;
    const least = typeof minItems === 'number' ? minItems : depth >= this.#depth ? 0 : 1;
    const most = typeof maxItems === 'number' ? maxItems : Math.max(least, 2);
    const first = arrayIn(schema, 'prefixItems').map(item => this.#make(item, random, depth + 1));
    const count =
      items === false ? first.length : Math.max(first.length, random.between(least, Math.min(most, least + 2)));
    const found = new Map(first.map((item, index) => [index, item]));
    const made = Array.from({ length: count }, (_, index) => found.get(index) ?? this.#make(items, random, depth + 1));
    return schema.uniqueItems === true ? [...new Map(made.map(item => [JSON.stringify(item), item])).values()] : made;
  }
}

function mergeSchemas(left: JsonObject, right: JsonObject): JsonObject {
  const merged = { ...left, ...right };
  if (isObject(left.properties) && isObject(right.properties))
    merged.properties = { ...left.properties, ...right.properties };
  if (Array.isArray(left.required) && Array.isArray(right.required))
    merged.required = [...left.required, ...right.required];
  return merged;
}

function isNull(schema: Json): boolean {
  return isObject(schema) && schema.type === 'null';
}

function typeOf(schema: JsonObject): string | undefined {
  const written = stringIn(schema, 'type') ?? stringsIn(schema, 'type').find(type => type !== 'null');
  if (written !== undefined) return written;
  if (isObject(schema.properties) || isObject(schema.additionalProperties)) return 'object';
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array';
  return Array.isArray(schema.type) ? 'null' : undefined;
}

function text(schema: JsonObject, random: Random, name: string): string {
  const format = stringIn(schema, 'format') ?? '';
  const pattern = stringIn(schema, 'pattern');
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : Infinity;
  const fits = (value: string) => value.length >= least && value.length <= most;
  if (pattern !== undefined) {
    const matching = patternSamples(pattern).filter(sample => fits(sample) && matches(pattern, sample));
    return random.pick(matching) ?? '';
  }
  const formatted = formattedText(format, random);
  if (formatted !== undefined && fits(formatted)) return formatted;
  const known = (formatSamples[format] ?? []).filter(sample => fits(sample) && inFormat(format, sample) !== false);
  if (known.length > 0) return random.pick(known) ?? '';
  const isId = /(^|[_-])id$|Id$|ID$/.test(name);
  const plain = isId
    ? `${random.pick(words)}-${random.between(1000, 9999)}`
    : `${random.pick(words)} ${random.pick(words)}`;
  return plain.padEnd(least, ' amber').slice(0, Math.max(least, Math.min(most, plain.length)));
}

/** Texts of the formats that a list should not show twice. */
function formattedText(format: string, random: Random): string | undefined {
  const day = () => `2026-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  if (format === 'uuid') return random.uuid();
  if (format === 'date') return day();
  if (format === 'date-time')
    return `${day()}T${two(random.between(0, 23))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}Z`;
  if (format === 'email') return `${random.pick(words)}.${random.pick(words)}@example.com`;
  if (format === 'uri' || format === 'url') return `https://example.com/${random.pick(words)}`;
  return undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

function matches(pattern: string, sample: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(sample);
  } catch {
    return false;
  }
}

function number(schema: JsonObject, isWhole: boolean, random: Random): number {
  const limit = (key: string) => (typeof schema[key] === 'number' ? schema[key] : undefined);
  const step = limit('multipleOf') ?? (isWhole ? 1 : 0.25);
  const above = limit('exclusiveMinimum');
  const below = limit('exclusiveMaximum');
  const least =
    above === undefined ? (limit('minimum') ?? (below === undefined ? 0 : below - 100 * step)) : above + step;
  const most = Math.min(
    limit('maximum') ?? Infinity,
    below === undefined ? Infinity : below - step,
    least + 1000 * step,
  );
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Number((random.between(first, Math.max(first, last)) * step).toFixed(6));
}
