import { isObject, type Json, type JsonObject, parsePointer, stringIn, valueAt } from '../document/json.ts';
import { type Dialect, dialectOf, toCurrentDialect } from './dialect.ts';

/** A document that schemas stand in, and the one place where their `$ref` lead to. */
export class SchemaDocument {
  readonly root: Json;
  readonly #named = new Map<string, Json>();
  readonly #resolved = new Map<string, Json | undefined>();
  readonly #targets = new WeakMap<JsonObject, Json>();
  #indexed = false;

  /** The schema of `root` is brought to JSON Schema 2020-12 first, from `dialect` or what its `$schema` names. */
  constructor(root: Json, dialect: Dialect = dialectOf(root)) {
    this.root = toCurrentDialect(root, dialect);
  }

  /** What a `$ref` leads to (JSON pointer, anchor or `$id`); undefined where it leads nowhere in this document. */
  resolve(ref: string): Json | undefined {
    if (this.#resolved.has(ref)) return this.#resolved.get(ref);
    const target = this.#find(ref);
    this.#resolved.set(ref, target);
    return target;
  }

  #find(ref: string): Json | undefined {
    if (ref === '#') return this.root;
    if (ref.startsWith('#/')) return valueAt(this.root, parsePointer(ref));
    if (!this.#indexed) {
      this.#indexed = true;
      this.#index(this.root, '');
    }
    const known = this.#named.get(ref);
    if (known !== undefined) return known;
    const hash = ref.indexOf('#');
    if (hash === -1) return undefined;
    const base = this.#named.get(ref.slice(0, hash));
    return base === undefined ? undefined : valueAt(base, parsePointer(ref.slice(hash)));
  }

  /** The schema that a schema stands for: its `$ref` followed as far as nothing else is said beside it. */
  deref(schema: Json): Json {
    if (!isObject(schema) || schema.$ref === undefined) return schema;
    const known = this.#targets.get(schema);
    if (known !== undefined) return known;
    const target = this.#follow(schema);
    this.#targets.set(schema, target);
    return target;
  }

  #follow(schema: Json): Json {
    let target = schema;
    for (let steps = 0; steps < 32 && isObject(target); steps += 1) {
      const ref = stringIn(target, '$ref');
      if (ref === undefined || constrains(target)) return target;
      const next = this.resolve(ref);
      if (next === undefined) return target;
      target = next;
    }
    return target;
  }

  #index(value: Json, base: string): void {
    if (Array.isArray(value)) for (const item of value) this.#index(item, base);
    if (!isObject(value)) return;
    const id = stringIn(value, '$id');
    const scope = id ?? base;
    if (id !== undefined) this.#named.set(id, value);
    for (const key of ['$anchor', '$dynamicAnchor']) {
      const anchor = stringIn(value, key);
      if (anchor === undefined) continue;
      this.#named.set(`#${anchor}`, value);
      this.#named.set(`${scope}#${anchor}`, value);
    }
    for (const item of Object.values(value)) this.#index(item, scope);
  }
}

function constrains(schema: JsonObject): boolean {
  return Object.keys(schema).some(key => key !== '$ref' && keywordTypes.has(key));
}

export type InstanceType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

const families: readonly [InstanceType | 'any', string][] = [
  ['any', 'type enum const $ref $dynamicRef allOf anyOf oneOf not if then else format'],
  ['number', 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'],
  ['string', 'minLength maxLength pattern contentEncoding contentMediaType contentSchema'],
  ['array', 'prefixItems items contains minContains maxContains minItems maxItems uniqueItems unevaluatedItems'],
  ['object', 'properties patternProperties additionalProperties required minProperties maxProperties propertyNames'],
  ['object', 'dependentRequired dependentSchemas unevaluatedProperties'],
];

/**
 * The keywords that decide what is valid, with the type of instance that each speaks of; all others are annotations.
 */
export const keywordTypes: ReadonlyMap<string, InstanceType | 'any'> = new Map(
  families.flatMap(([type, words]) => words.split(' ').map(word => [word, type] as const)),
);

/** The type of a JSON value; an integer is a number. */
export function typeOf(value: Json): InstanceType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}
