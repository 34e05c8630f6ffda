import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import type { Part } from './contract-version.ts';

/** What a change of one keyword does to the instances that are valid. */
export type Effect = 'narrowed' | 'widened' | 'changed';

/** A change of one keyword, described without regard to who sends and who reads. */
export interface SchemaFact {
  kind: string;
  effect: Effect;
  text: string;
  before: Part;
  after: Part;
  /** The keyword, where what it does is to be looked at by itself. */
  alone?: string;
}

type Rule = (before: Part, after: Part) => SchemaFact[];

/** The rules of a schema's own keywords; what is below properties, items and branches is looked at by itself. */
export const schemaFactRules: readonly Rule[] = [
  typeChanged,
  enumChanged,
  bound('minimum', 'min', true),
  bound('exclusiveMinimum', 'exclusive-min', true),
  bound('maximum', 'max', false),
  bound('exclusiveMaximum', 'exclusive-max', false),
  bound('minLength', 'min-length', true),
  bound('maxLength', 'max-length', false),
  bound('minItems', 'min-items', true),
  bound('maxItems', 'max-items', false),
  bound('minProperties', 'min-properties', true),
  bound('maxProperties', 'max-properties', false),
  bound('minContains', 'min-contains', true),
  bound('maxContains', 'max-contains', false),
  keyword('pattern', 'pattern'),
  keyword('format', 'format'),
  keyword('multipleOf', 'multiple-of'),
  keyword('uniqueItems', 'unique-items'),
  keyword('contentEncoding', 'content-encoding'),
  keyword('contentMediaType', 'content-media-type'),
  keyword('contentSchema', 'content-schema'),
  keyword('contains', 'contains'),
  keyword('not', 'not'),
  keyword('if', 'if'),
  keyword('then', 'then'),
  keyword('else', 'else'),
  keyword('propertyNames', 'property-names'),
  keyword('dependentRequired', 'dependent-required'),
  keyword('dependentSchemas', 'dependent-schemas'),
  keyword('unevaluatedProperties', 'unevaluated-properties'),
  keyword('unevaluatedItems', 'unevaluated-items'),
  additionalPropertiesChanged,
  patternPropertiesChanged,
  tupleChanged,
];

function typeChanged(before: Part, after: Part): SchemaFact[] {
  if (own(before.value, '$ref') !== undefined || own(after.value, '$ref') !== undefined) return [];
  const from = types(before.value);
  const to = types(after.value);
  if (from.join() === to.join()) return [];
  const text = `type ${from.join(' or ') || 'any'} → ${to.join(' or ') || 'any'}`;
  const nullable = (list: readonly string[]): boolean => list.length === 0 || list.includes('null');
  if (from.filter(name => name !== 'null').join() === to.filter(name => name !== 'null').join()) {
    const kind = nullable(to) ? 'became-nullable' : 'became-not-nullable';
    return [{ kind, effect: nullable(to) ? 'widened' : 'narrowed', text, ...places(before, after, 'type') }];
  }
  const within = (inner: readonly string[], outer: readonly string[]): boolean =>
    outer.length === 0 ||
    (inner.length > 0 && inner.every(name => outer.includes(name) || (name === 'integer' && outer.includes('number'))));
  const effect = within(from, to) ? 'widened' : within(to, from) ? 'narrowed' : 'changed';
  const kind = { widened: 'type-generalized', narrowed: 'type-specialized', changed: 'type-changed' }[effect];
  return [{ kind, effect, text, ...places(before, after, 'type') }];
}

function enumChanged(before: Part, after: Part): SchemaFact[] {
  const from = values(before.value);
  const to = values(after.value);
  if (!from && !to) return [];
  const at = places(before, after, values(before.value) && 'const' in Object(before.value) ? 'const' : 'enum');
  if (!from) return [{ kind: 'became-enum', effect: 'narrowed', text: `only ${show(to)} from now on`, ...at }];
  if (!to) return [{ kind: 'enum-removed', effect: 'widened', text: `any value, no longer only ${show(from)}`, ...at }];
  const missing = (left: readonly Json[], right: readonly Json[]): Json[] => {
    const texts = new Set(right.map(canonical));
    return left.filter(value => !texts.has(canonical(value)));
  };
  const facts: SchemaFact[] = [];
  const removed = missing(from, to);
  const added = missing(to, from);
  if (removed.length > 0)
    facts.push({
      kind: 'enum-value-removed',
      effect: 'narrowed',
      text: `${show(removed)} removed from the values`,
      ...at,
    });
  if (added.length > 0)
    facts.push({ kind: 'enum-value-added', effect: 'widened', text: `${show(added)} added to the values`, ...at });
  return facts;
}

function bound(name: string, kind: string, lower: boolean): Rule {
  return (before, after) => {
    const from = number(before.value, name);
    const to = number(after.value, name);
    if (from === to) return [];
    const at = places(before, after, name);
    if (from === undefined) return [{ kind: `${kind}-set`, effect: 'narrowed', text: `${name} ${to} set`, ...at }];
    if (to === undefined)
      return [{ kind: `${kind}-unset`, effect: 'widened', text: `${name} ${from} taken away`, ...at }];
    const increased = to > from;
    return [
      {
        kind: `${kind}-${increased ? 'increased' : 'decreased'}`,
        effect: increased === lower ? 'narrowed' : 'widened',
        text: `${name} ${from} → ${to}`,
        ...at,
      },
    ];
  };
}

function keyword(name: string, kind: string): Rule {
  return (before, after) => {
    const from = own(before.value, name);
    const to = own(after.value, name);
    if (canonical(from ?? null) === canonical(to ?? null)) return [];
    const at = { ...places(before, after, name), ...(alone.has(name) && { alone: name }) };
    const valueText = (value: Json | undefined): string =>
      isObject(value) || Array.isArray(value) ? '' : ` ${JSON.stringify(value)}`;
    if (from === undefined)
      return [{ kind: `${kind}-added`, effect: 'narrowed', text: `${name}${valueText(to)} added`, ...at }];
    if (to === undefined)
      return [{ kind: `${kind}-removed`, effect: 'widened', text: `${name}${valueText(from)} removed`, ...at }];
    const change = valueText(from) === '' ? `${name} changed` : `${name}${valueText(from)} →${valueText(to)}`;
    return [{ kind: `${kind}-changed`, effect: 'changed', text: change, ...at }];
  };
}

const alone = new Set(['pattern', 'format', 'contentEncoding', 'contentMediaType', 'multipleOf']);

function additionalPropertiesChanged(before: Part, after: Part): SchemaFact[] {
  const from = own(before.value, 'additionalProperties') ?? true;
  const to = own(after.value, 'additionalProperties') ?? true;
  if ((from === false) === (to === false) && isObject(from) === isObject(to)) return [];
  const effect = to === false || from === true ? 'narrowed' : from === false || to === true ? 'widened' : 'changed';
  const describe = (value: Json): string => (value === false ? 'none' : value === true ? 'any' : 'those of a schema');
  return [
    {
      kind: 'additional-properties-changed',
      effect,
      text: `additional properties: ${describe(from)} → ${describe(to)}`,
      ...places(before, after, 'additionalProperties'),
    },
  ];
}

function patternPropertiesChanged(before: Part, after: Part): SchemaFact[] {
  const from = keys(before.value, 'patternProperties');
  const to = keys(after.value, 'patternProperties');
  const at = places(before, after, 'patternProperties');
  return [
    ...to
      .filter(key => !from.includes(key))
      .map(key => ({
        kind: 'pattern-property-added',
        effect: 'changed' as const,
        text: `pattern ${key} added`,
        ...at,
      })),
    ...from
      .filter(key => !to.includes(key))
      .map(key => ({
        kind: 'pattern-property-removed',
        effect: 'changed' as const,
        text: `pattern ${key} removed`,
        ...at,
      })),
  ];
}

function tupleChanged(before: Part, after: Part): SchemaFact[] {
  const count = (part: Part): number => {
    const items = own(part.value, 'prefixItems');
    return Array.isArray(items) ? items.length : 0;
  };
  const from = count(before);
  const to = count(after);
  if (from === to) return [];
  const kind = to > from ? 'prefix-items-added' : 'prefix-items-removed';
  return [{ kind, effect: 'changed', text: `tuple of ${from} → of ${to}`, ...places(before, after, 'prefixItems') }];
}

/** The part of each schema that a keyword is, or the schema itself where it does not say it. */
function places(before: Part, after: Part, name: string): { before: Part; after: Part } {
  return { before: before.raw(name) ?? before, after: after.raw(name) ?? after };
}

function own(schema: Json, name: string): Json | undefined {
  return isObject(schema) ? schema[name] : undefined;
}

function number(schema: Json, name: string): number | undefined {
  const value = own(schema, name);
  return typeof value === 'number' ? value : undefined;
}

export function keys(schema: Json, name: string): string[] {
  const value = own(schema, name);
  return isObject(value) ? Object.keys(value) : [];
}

function types(schema: Json): string[] {
  const value = own(schema, 'type');
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map(String).sort();
}

function values(schema: Json): Json[] | undefined {
  const constant = own(schema, 'const');
  if (constant !== undefined) return [constant];
  const list = own(schema, 'enum');
  return Array.isArray(list) ? list : undefined;
}

function show(list: readonly Json[] | undefined): string {
  return (list ?? []).map(value => JSON.stringify(value)).join(', ');
}

export function requiredOf(schema: Json): string[] {
  const list = isObject(schema) ? schema.required : undefined;
  return Array.isArray(list) ? list.map(String) : [];
}

export function isSchemaObject(schema: Json): schema is JsonObject {
  return isObject(schema);
}
