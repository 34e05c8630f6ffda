import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { canonical } from '../runtime/schema/equality.ts';
import { inFormat } from './format-samples.ts';
import { type SchemaDocument, typeOf } from './schema-document.ts';

/** What a schema has seen of an instance, for the `unevaluated` keywords. JSON Schema 2020-12, 11. */
interface Seen {
  properties: Set<string>;
  items: Set<number>;
}

/**
 * Whether an instance is valid under a schema: a small interpreter of JSON Schema 2020-12 for the many questions of a
 * search, which compiling each schema would make slow. A test compares its verdicts with ajv's; `visited` collects the
 * references that the instance leads through.
 */
export function isValid(document: SchemaDocument, schema: Json, instance: Json, visited?: Set<string>): boolean {
  return new Evaluation(document, visited).valid(schema, instance, { properties: new Set(), items: new Set() });
}

class Evaluation {
  readonly #document: SchemaDocument;
  readonly #visited: Set<string> | undefined;
  #depth = 0;

  constructor(document: SchemaDocument, visited: Set<string> | undefined) {
    this.#document = document;
    this.#visited = visited;
  }

  valid(schema: Json, instance: Json, seen: Seen): boolean {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return true;
    this.#depth += 1;
    const verdict =
      this.#depth < 400 &&
      this.#applicators(schema, instance, seen) &&
      this.#anyType(schema, instance) &&
      this.#byType(schema, instance, seen);
    this.#depth -= 1;
    return verdict;
  }

  #fresh(schema: Json, instance: Json): boolean {
    return this.valid(schema, instance, { properties: new Set(), items: new Set() });
  }

  #branch(schema: Json, instance: Json, seen: Seen): boolean {
    const own: Seen = { properties: new Set(), items: new Set() };
    if (!this.valid(schema, instance, own)) return false;
    for (const key of own.properties) seen.properties.add(key);
    for (const index of own.items) seen.items.add(index);
    return true;
  }

  #applicators(schema: JsonObject, instance: Json, seen: Seen): boolean {
    for (const key of ['$ref', '$dynamicRef']) {
      const ref = schema[key];
      if (typeof ref !== 'string') continue;
      this.#visited?.add(ref);
      if (!this.#branch(this.#document.resolve(ref) ?? true, instance, seen)) return false;
    }
    if (!array(schema.allOf).every(branch => this.#branch(branch, instance, seen))) return false;
    if (Array.isArray(schema.anyOf)) {
      if (schema.anyOf.filter(branch => this.#branch(branch, instance, seen)).length === 0) return false;
    }
    if (Array.isArray(schema.oneOf)) {
      if (schema.oneOf.filter(branch => this.#branch(branch, instance, seen)).length !== 1) return false;
    }
    if (schema.not !== undefined && this.#fresh(schema.not, instance)) return false;
    if (schema.if === undefined) return true;
    const next = this.#branch(schema.if, instance, seen) ? schema.then : schema.else;
    return next === undefined || this.#branch(next, instance, seen);
  }

  #anyType({ type, enum: values, const: constant, format }: JsonObject, instance: Json): boolean {
    if (type !== undefined && !(Array.isArray(type) ? type : [type]).some(name => hasType(name, instance)))
      return false;
    if (Array.isArray(values) && !values.some(value => canonical(value) === canonical(instance))) return false;
    if (constant !== undefined && canonical(constant) !== canonical(instance)) return false;
    if (typeof format !== 'string' || (typeof instance !== 'string' && typeof instance !== 'number')) return true;
    return inFormat(format, instance) !== false;
  }

  #byType(schema: JsonObject, instance: Json, seen: Seen): boolean {
    if (typeof instance === 'number') return validNumber(schema, instance);
    if (typeof instance === 'string') return validString(schema, instance);
    if (Array.isArray(instance)) return this.#array(schema, instance, seen);
    return isObject(instance) ? this.#object(schema, instance, seen) : true;
  }

  #array(schema: JsonObject, instance: Json[], seen: Seen): boolean {
    const { minItems, maxItems, contains, items, unevaluatedItems } = schema;
    if (typeof minItems === 'number' && instance.length < minItems) return false;
    if (typeof maxItems === 'number' && instance.length > maxItems) return false;
    if (schema.uniqueItems === true && new Set(instance.map(canonical)).size !== instance.length) return false;
    const prefix = array(schema.prefixItems);
    const head = instance.slice(0, prefix.length);
    if (!head.every((item, index) => this.#fresh(prefix[index] ?? true, item))) return false;
    for (const index of head.keys()) seen.items.add(index);
    if (items !== undefined) {
      if (!instance.slice(prefix.length).every(item => this.#fresh(items, item))) return false;
      for (const index of instance.keys()) seen.items.add(index);
    }
    if (contains !== undefined) {
      const found = [...instance.keys()].filter(index => this.#fresh(contains, instance[index] ?? null));
      for (const index of found) seen.items.add(index);
      if (found.length < (typeof schema.minContains === 'number' ? schema.minContains : 1)) return false;
      if (typeof schema.maxContains === 'number' && found.length > schema.maxContains) return false;
    }
    if (unevaluatedItems === undefined) return true;
    const left = [...instance.keys()].filter(index => !seen.items.has(index));
    for (const index of left) seen.items.add(index);
    return left.every(index => this.#fresh(unevaluatedItems, instance[index] ?? null));
  }

  #object(schema: JsonObject, instance: JsonObject, seen: Seen): boolean {
    const keys = Object.keys(instance);
    if (typeof schema.minProperties === 'number' && keys.length < schema.minProperties) return false;
    if (typeof schema.maxProperties === 'number' && keys.length > schema.maxProperties) return false;
    if (array(schema.required).some(key => !Object.hasOwn(instance, String(key)))) return false;
    const names = schema.propertyNames;
    if (names !== undefined && !keys.every(key => this.#fresh(names, key))) return false;
    for (const [key, wanted] of Object.entries(object(schema.dependentRequired))) {
      if (Object.hasOwn(instance, key) && array(wanted).some(name => !Object.hasOwn(instance, String(name))))
        return false;
    }
    for (const [key, dependent] of Object.entries(object(schema.dependentSchemas))) {
      if (Object.hasOwn(instance, key) && !this.#branch(dependent, instance, seen)) return false;
    }
    return keys.every(key => this.#member(schema, key, instance[key] ?? null, seen));
  }

  #member(schema: JsonObject, key: string, value: Json, seen: Seen): boolean {
    const applied: Json[] = [];
    const own = object(schema.properties);
    const declared = Object.hasOwn(own, key) ? own[key] : undefined;
    if (declared !== undefined) applied.push(declared);
    for (const [pattern, item] of Object.entries(object(schema.patternProperties))) {
      if (patternOf(pattern).test(key)) applied.push(item);
    }
    if (applied.length === 0 && schema.additionalProperties !== undefined) applied.push(schema.additionalProperties);
    if (applied.length > 0) seen.properties.add(key);
    else if (schema.unevaluatedProperties !== undefined && !seen.properties.has(key)) {
      applied.push(schema.unevaluatedProperties);
      seen.properties.add(key);
    }
    return applied.every(item => this.#fresh(item, value));
  }
}

function validNumber(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return (
    (typeof minimum !== 'number' || value >= minimum) &&
    (typeof maximum !== 'number' || value <= maximum) &&
    (typeof exclusiveMinimum !== 'number' || value > exclusiveMinimum) &&
    (typeof exclusiveMaximum !== 'number' || value < exclusiveMaximum) &&
    (typeof multipleOf !== 'number' || Number.isInteger(value / multipleOf))
  );
}

function validString(schema: JsonObject, value: string): boolean {
  const length = [...value].length;
  return (
    (typeof schema.minLength !== 'number' || length >= schema.minLength) &&
    (typeof schema.maxLength !== 'number' || length <= schema.maxLength) &&
    (typeof schema.pattern !== 'string' || patternOf(schema.pattern).test(value))
  );
}

const patterns = new Map<string, RegExp>();

/** The expression of a `pattern`, as ajv reads it; one that is no expression matches nothing. */
export function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  let expression = /[^\s\S]/;
  for (const flags of ['', 'u']) {
    try {
      expression = new RegExp(pattern, flags);
    } catch {
      // Only one of the two readings takes this pattern.
    }
  }
  patterns.set(pattern, expression);
  return expression;
}

function hasType(name: Json, instance: Json): boolean {
  if (name === 'integer') return Number.isInteger(instance);
  return name === typeOf(instance);
}

function array(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
