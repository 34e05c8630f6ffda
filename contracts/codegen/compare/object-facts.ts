import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { isValid, patternOf } from './evaluate.ts';
import { type Item, type KeywordItem, keywordItems, numbersOf, type SchemaItem, schemaItem } from './item.ts';
import type { SchemaDocument } from './schema-document.ts';

/** A demand that some key, not named yet, holds something: which keys may, and what they hold. */
export interface SomeKey {
  may(key: string): boolean;
  /** The schemas of the key's name itself. */
  name: readonly SchemaItem[];
  holds: SchemaItem | undefined;
}

interface Declared {
  own: readonly KeywordItem[];
  patterns: readonly string[];
  /** Keys that nobody names may be there, too. */
  others: boolean;
}

/** What the facts say of an object, by key. */
export class ObjectFacts {
  readonly present = new Map<string, SchemaItem[]>();
  readonly absent = new Set<string>();
  readonly patterns: readonly string[];
  readonly demands: SomeKey[] = [];
  readonly least: number;
  readonly most: number;
  readonly nameSchemas: readonly SchemaItem[];
  /** The document whose objects are closed declares keys here, so that there are no others. */
  readonly #declared: Declared | undefined;
  readonly #required = new Set<string>();
  readonly #facts: readonly Item[];
  #named: ReadonlySet<string> | undefined;
  readonly #properties: readonly KeywordItem[];
  readonly #patterned: readonly KeywordItem[];
  readonly #additional: readonly KeywordItem[];

  constructor(facts: readonly Item[], closed: SchemaDocument | undefined) {
    this.#facts = facts;
    this.#properties = keywordItems(facts, 'properties', true);
    this.#patterned = keywordItems(facts, 'patternProperties', true);
    this.#additional = keywordItems(facts, 'additionalProperties', true);
    this.nameSchemas = keywordItems(facts, 'propertyNames', true).map(({ document, schema }) =>
      schemaItem(document, schema.propertyNames ?? true, true),
    );
    this.least = Math.max(
      0,
      ...numbersOf(facts, 'minProperties', true),
      ...numbersOf(facts, 'maxProperties', false).map(at => Math.floor(at) + 1),
    );
    this.most = Math.min(
      Infinity,
      ...numbersOf(facts, 'maxProperties', true),
      ...numbersOf(facts, 'minProperties', false).map(at => Math.ceil(at) - 1),
    );
    const patterns = new Set<string>();
    for (const item of facts) this.#read(item, patterns);
    this.patterns = [...patterns];
    this.#declared = closed && this.#declaredIn(closed);
  }

  #read(item: Item, patterns: Set<string>): void {
    if (item.kind === 'absent') this.absent.add(item.key);
    if (item.kind === 'member') {
      const held = this.present.get(item.key) ?? [];
      if (item.of) held.push(item.of);
      else this.#required.add(item.key);
      this.present.set(item.key, held);
    }
    if (item.kind === 'matching') {
      patterns.add(item.pattern);
      this.demands.push({ may: key => patternOf(item.pattern).test(key), name: [], holds: item.of });
    }
    if (item.kind !== 'keyword') return;
    const { document, schema, keyword, positive } = item;
    if (keyword === 'patternProperties' || keyword === 'additionalProperties') {
      for (const pattern of Object.keys(members(schema.patternProperties))) patterns.add(pattern);
    }
    if (positive) return;
    if (keyword === 'additionalProperties') {
      const holds = schemaItem(document, schema.additionalProperties ?? true, false);
      this.demands.push({ may: key => !covers(schema, key), name: [], holds });
    }
    if (keyword === 'propertyNames') {
      const names = schema.propertyNames ?? true;
      const name = [schemaItem(document, names, false)];
      this.demands.push({ may: key => !isValid(document, names, key), name, holds: undefined });
    }
  }

  /**
   * What the closed document declares of this object. Where it says only that it is an object, or that it takes more
   * keys, it may hold other keys, but none that a schema of the other side names by chance.
   */
  #declaredIn(closed: SchemaDocument): Declared | undefined {
    const own = this.#properties.filter(({ document }) => document === closed);
    const additional = this.#additional.filter(({ document }) => document === closed);
    if (additional.some(({ schema }) => isObject(schema.additionalProperties))) return undefined;
    const patterned = this.#patterned.filter(({ document }) => document === closed);
    const patterns = patterned.flatMap(({ schema }) => Object.keys(members(schema.patternProperties)));
    const others = own.length === 0 || additional.some(({ schema }) => schema.additionalProperties === true);
    return { own, patterns, others };
  }

  /** Every key that a schema or a demand speaks of. */
  get named(): ReadonlySet<string> {
    if (this.#named) return this.#named;
    const named = new Set([...this.absent, ...this.present.keys()]);
    for (const item of this.#facts) {
      if (item.kind !== 'keyword' || !['properties', 'additionalProperties'].includes(item.keyword)) continue;
      for (const key of Object.keys(members(item.schema.properties))) named.add(key);
    }
    this.#named = named;
    return named;
  }

  #declares({ own, patterns }: Declared, key: string): boolean {
    if (this.#required.has(key) || patterns.some(pattern => patternOf(pattern).test(key))) return true;
    return own.some(({ schema }) => Object.hasOwn(members(schema.properties), key));
  }

  /** Whether the facts let an object have the key at all. */
  allows(key: string): boolean {
    if (this.absent.has(key)) return false;
    const declared = this.#declared;
    if (declared && !this.#declares(declared, key) && (!declared.others || this.named.has(key))) return false;
    return this.nameSchemas.every(({ document, schema }) => isValid(document, schema, key));
  }

  /** Whether keys that no schema names are possible. */
  get open(): boolean {
    return this.#declared === undefined || this.#declared.others || this.#declared.patterns.length > 0;
  }

  /** What every value under the key satisfies. */
  applied(key: string): SchemaItem[] {
    const items: SchemaItem[] = [];
    for (const { document, schema } of this.#properties) {
      const own = members(schema.properties);
      if (Object.hasOwn(own, key)) items.push(schemaItem(document, own[key] ?? true, true));
    }
    const matching = this.patterns.filter(pattern => patternOf(pattern).test(key));
    return [...items, ...this.appliedToOthers(matching, key)];
  }

  /** What every value satisfies whose key only the patterns match; with a name, what else applies to that one. */
  appliedToOthers(matching: readonly string[], key?: string): SchemaItem[] {
    const items: SchemaItem[] = [];
    for (const { document, schema } of this.#patterned) {
      for (const [pattern, held] of Object.entries(members(schema.patternProperties))) {
        if (matching.includes(pattern)) items.push(schemaItem(document, held, true));
      }
    }
    for (const { document, schema } of this.#additional) {
      const named = key !== undefined && Object.hasOwn(members(schema.properties), key);
      if (named || Object.keys(members(schema.patternProperties)).some(pattern => matching.includes(pattern))) continue;
      items.push(schemaItem(document, schema.additionalProperties ?? true, true));
    }
    return items;
  }
}

function covers(schema: JsonObject, key: string): boolean {
  if (Object.hasOwn(members(schema.properties), key)) return true;
  return Object.keys(members(schema.patternProperties)).some(pattern => patternOf(pattern).test(key));
}

function members(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
