import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { formatSamples } from './format-samples.ts';
import { type Item, type KeywordItem, type SchemaItem, schemaItem } from './item.ts';
import { type InstanceType, keywordTypes } from './schema-document.ts';
import { withoutUnevaluated } from './unevaluated.ts';

/** Ways to meet a demand, of which one is enough. */
export type Alternatives = readonly (readonly Item[])[];

/**
 * What a demand comes to for instances of one type: it cannot be met, follows from others, is one of some, or stands.
 */
export type Expansion =
  | { kind: 'closed' }
  | { kind: 'all'; items: readonly Item[] }
  | { kind: 'some'; choices: readonly Alternatives[] }
  | { kind: 'fact' };

const numberFormats = new Set(['int32', 'int64', 'float', 'double']);
/** Keywords that say something only beside another, which reads them. */
const passive = new Set(['then', 'else', 'minContains', 'maxContains']);
const closed: Expansion = { kind: 'closed' };
const holds: Expansion = { kind: 'all', items: [] };
const fact: Expansion = { kind: 'fact' };

/** Takes a demand on an instance of the type apart by the meaning of its keyword. JSON Schema 2020-12, 10 and 6. */
export function expand(item: Item, type: InstanceType): Expansion {
  if (item.kind === 'schema') return expandSchema(item, type);
  if (item.kind !== 'keyword') return fact;
  const about = keywordTypes.get(item.keyword);
  if (about !== 'any' && about !== type) return item.positive ? holds : closed;
  if (passive.has(item.keyword)) return item.positive ? holds : closed;
  const rule = rules[item.keyword];
  return rule ? rule(item, type) : fact;
}

function expandSchema({ document, schema, positive }: SchemaItem, type: InstanceType): Expansion {
  if (typeof schema === 'boolean') return schema === positive ? holds : closed;
  if (!isObject(schema)) return positive ? holds : closed;
  const items: KeywordItem[] = [];
  for (const keyword of Object.keys(schema)) {
    if (keywordTypes.has(keyword)) items.push({ kind: 'keyword', document, schema, keyword, positive });
  }
  if (positive) return { kind: 'all', items };
  // One list of all ways to violate a schema: the shortest list of a search is looked at first.
  return one(
    items.flatMap(item => {
      const expansion = expand(item, type);
      if (expansion.kind === 'closed') return [];
      if (expansion.kind === 'some' && expansion.choices.length === 1) return expansion.choices[0] ?? [];
      return expansion.kind === 'all' ? [expansion.items] : [[item]];
    }),
  );
}

function one(alternatives: Alternatives): Expansion {
  if (alternatives.length === 0) return closed;
  const [only] = alternatives;
  return alternatives.length === 1 && only ? { kind: 'all', items: only } : { kind: 'some', choices: [alternatives] };
}

type Rule = (item: KeywordItem, type: InstanceType) => Expansion;

const rules: Readonly<Record<string, Rule>> = {
  type: ({ schema, positive }, type) => {
    const names = Array.isArray(schema.type) ? schema.type : [schema.type ?? null];
    if (type === 'number' && names.includes('integer') && !names.includes('number')) return fact;
    return names.includes(type) === positive ? holds : closed;
  },
  format: ({ schema, positive }, type) => {
    const ofNumbers = numberFormats.has(String(schema.format));
    if (type === 'string' ? !ofNumbers : type === 'number' && (ofNumbers || !(String(schema.format) in formatSamples)))
      return fact;
    return positive ? holds : closed;
  },
  $ref: reference,
  $dynamicRef: reference,
  allOf: ({ document, schema, positive }) => {
    const branches = list(schema.allOf).map(branch => schemaItem(document, branch, positive));
    return positive ? { kind: 'all', items: branches } : one(branches.map(branch => [branch]));
  },
  anyOf: ({ document, schema, positive }) => {
    const branches = list(schema.anyOf).map(branch => schemaItem(document, branch, positive));
    return positive ? one(branches.map(branch => [branch])) : { kind: 'all', items: branches };
  },
  oneOf: ({ document, schema, positive }) => {
    const branches = list(schema.oneOf);
    const exactly = (chosen?: number): Item[] => branches.map((s, index) => schemaItem(document, s, index === chosen));
    if (positive) return one(branches.map((_, index) => exactly(index)));
    const pairs = branches.flatMap((left, index) =>
      branches.slice(index + 1).map(right => [schemaItem(document, left, true), schemaItem(document, right, true)]),
    );
    return one([exactly(), ...pairs]);
  },
  not: ({ document, schema, positive }) => ({
    kind: 'all',
    items: [schemaItem(document, schema.not ?? true, !positive)],
  }),
  if: ({ document, schema, positive }) => {
    const test = schema.if ?? true;
    return one([
      [schemaItem(document, test, true), schemaItem(document, schema.then ?? true, positive)],
      [schemaItem(document, test, false), schemaItem(document, schema.else ?? true, positive)],
    ]);
  },
  properties: ({ document, schema, positive }) => {
    if (positive) return fact;
    const members = Object.entries(map(schema.properties));
    return one(members.map(([key, item]) => [{ kind: 'member', key, of: schemaItem(document, item, false) }]));
  },
  required: ({ schema, positive }) => {
    const keys = list(schema.required).map(String);
    if (positive) return { kind: 'all', items: keys.map(present) };
    return one(keys.map(key => [{ kind: 'absent', key }]));
  },
  patternProperties: ({ document, schema, positive }) => {
    if (positive) return fact;
    const entries = Object.entries(map(schema.patternProperties));
    return one(entries.map(([pattern, s]) => [{ kind: 'matching', pattern, of: schemaItem(document, s, false) }]));
  },
  dependentRequired: ({ schema, positive }) => {
    const entries = Object.entries(map(schema.dependentRequired));
    if (positive)
      return dependencies(entries.map(([key, keys]) => [key, list(keys).map(name => present(String(name)))]));
    return one(
      entries.flatMap(([key, keys]) =>
        list(keys).map((name): Item[] => [present(key), { kind: 'absent', key: String(name) }]),
      ),
    );
  },
  dependentSchemas: ({ document, schema, positive }) => {
    const entries = Object.entries(map(schema.dependentSchemas));
    if (positive) return dependencies(entries.map(([key, s]) => [key, [schemaItem(document, s, true)]]));
    return one(entries.map(([key, s]): Item[] => [present(key), schemaItem(document, s, false)]));
  },
  prefixItems: ({ document, schema, positive }) => {
    if (positive) return fact;
    return one(
      list(schema.prefixItems).map((s, index) => [{ kind: 'position', index, of: schemaItem(document, s, false) }]),
    );
  },
  unevaluatedProperties: item => unevaluated(item, 'unevaluatedProperties', 'additionalProperties'),
  unevaluatedItems: item => unevaluated(item, 'unevaluatedItems', 'items'),
};

/** The key is not there, or what depends on it holds. */
function dependencies(entries: readonly [key: string, dependent: Item[]][]): Expansion {
  return { kind: 'some', choices: entries.map(([key, dependent]) => [[{ kind: 'absent', key }], dependent]) };
}

function present(key: string): Item {
  return { kind: 'member', key, of: undefined };
}

function reference({ document, schema, keyword, positive }: KeywordItem): Expansion {
  const ref = schema[keyword];
  const target = typeof ref === 'string' ? document.resolve(ref) : undefined;
  return target === undefined ? fact : { kind: 'all', items: [schemaItem(document, target, positive)] };
}

const rewritten = new WeakMap<JsonObject, Map<string, JsonObject | undefined>>();

function unevaluated(
  { document, schema, positive }: KeywordItem,
  keyword: 'unevaluatedProperties' | 'unevaluatedItems',
  as: 'additionalProperties' | 'items',
): Expansion {
  const known = rewritten.get(schema) ?? new Map<string, JsonObject | undefined>();
  rewritten.set(schema, known);
  const id = `${keyword}${positive}`;
  if (!known.has(id)) known.set(id, withoutUnevaluated(document, schema, keyword, positive));
  const plain = known.get(id);
  if (!plain) return positive ? holds : closed;
  return { kind: 'all', items: [{ kind: 'keyword', document, schema: plain, keyword: as, positive }] };
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function map(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
