import { arrayIn, isObject, type Json, type JsonObject, parsePointer, put, valueAt } from '../document/json.ts';
import { knownFormats } from '../runtime/formats.ts';
import { defaultOf, holdsDefault } from './defaults.ts';
import { tagOf } from './discriminators.ts';
import { assertKeyword } from './keyword-values.ts';
import { unicodePattern } from './pattern.ts';

/**
 * How strict a schema is about fields that it does not declare.
 * `plain`: as written (answers and events: consumers tolerate what they do not know).
 * `closed`: a request; an object schema with properties that is silent about `additionalProperties` refuses other
 * fields, at every depth. `open`: a request's schema that is part of a composition; the whole refuses what no part
 * declares, so the part itself does not.
 */
export type Strictness = 'plain' | 'closed' | 'open';

/**
 * What becomes of defaults. `filled`: a validator fills them in. `stripped`: it does not, because the schema is one of
 * several that are tried: a branch that fails must leave no trace. `ignored`: no default of the module is filled in.
 */
export type Defaults = 'filled' | 'stripped' | 'ignored';

const keptKeywords = new Set([
  '$ref',
  'type',
  'enum',
  'const',
  'format',
  'default',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxContains',
  'minContains',
  'maxProperties',
  'minProperties',
  'required',
  'dependentRequired',
]);
const singleKeywords = [
  'items',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
];
const listKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const mapKeywords = ['properties', 'patternProperties', 'dependentSchemas'];
const compositions = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'];

/** Schemas that are tried: what they find wrong is not wrong with the value. */
const triedKeywords = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'propertyNames']);

/**
 * A schema as validators know it: annotations gone, unknown formats gone, references into the schema set of the same
 * strictness. Throws for a keyword with a value that it cannot have.
 */
export function validationSchema(
  schema: Json,
  strictness: Strictness,
  document: JsonObject,
  defaults: Defaults = 'ignored',
): Json {
  return new Rewriter(document).rewrite(schema, strictness, defaults);
}

/** The value of a keyword. Throws for one that it cannot have. */
function kept(keyword: string, value: Json): Json {
  assertKeyword(keyword, value);
  return value;
}

/** What must be there is declared by that: a property that only `required` names may have any value. */
function declareRequired(schema: JsonObject): void {
  const declared = isObject(schema.properties) ? schema.properties : {};
  for (const name of arrayIn(schema, 'required'))
    if (typeof name === 'string' && name !== '__proto__' && !Object.hasOwn(declared, name)) put(declared, name, true);
  if (Object.keys(declared).length > 0) schema.properties = declared;
}

class Rewriter {
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  rewrite(schema: Json, strictness: Strictness, defaults: Defaults): Json {
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) throw new Error('a schema must be an object or a boolean');
    if (Array.isArray(schema.enum) && schema.enum.length === 0) return false;
    const composed = strictness === 'closed' && this.#isComposition(schema);
    const parts: Strictness = composed || strictness === 'open' ? 'open' : strictness;
    const inner: Strictness = strictness === 'plain' ? 'plain' : 'closed';
    const tag = this.#tag(schema, defaults);
    const copy: JsonObject = {};
    for (const [key, value] of Object.entries(schema)) {
      const depth = this.#depth(key, parts, inner);
      const isTried = triedKeywords.has(key) && !(key === 'oneOf' && tag !== undefined);
      const within = isTried && defaults === 'filled' ? 'stripped' : defaults;
      if (key === '$ref' && typeof value === 'string') copy.$ref = this.#reference(value, parts, defaults);
      else if (key === 'format' && (typeof value !== 'string' || !knownFormats.has(value))) continue;
      else if (key === 'default' && defaults === 'stripped') continue;
      else if (key === 'pattern' && typeof value === 'string') copy.pattern = kept(key, unicodePattern(value));
      else if (keptKeywords.has(key)) copy[key] = kept(key, value);
      else if (singleKeywords.includes(key)) copy[key] = this.rewrite(value, depth, within);
      else if (listKeywords.includes(key) && Array.isArray(value))
        copy[key] = value.map(item => this.rewrite(item, depth, within));
      else if (mapKeywords.includes(key) && isObject(value)) this.#rewriteMap(copy, key, value, depth, within);
    }
    if (tag !== undefined) {
      copy.discriminator = { propertyName: tag };
      copy.type ??= 'object'; // only objects have a tag
    }
    const isClosed = parts === 'open' || (strictness === 'closed' && isObject(schema.properties));
    if (isClosed && !isSettled(schema)) declareRequired(copy);
    if (strictness !== 'closed' || isSettled(schema)) return copy;
    if (composed) copy.unevaluatedProperties = false;
    else if (isObject(schema.properties)) copy.additionalProperties = false;
    return copy;
  }

  /** Schemas by name. A property called `__proto__` is a pattern that only it matches: no code sets it by its name. */
  #rewriteMap(copy: JsonObject, key: string, schemas: JsonObject, strictness: Strictness, defaults: Defaults): void {
    const written = isObject(copy[key]) ? copy[key] : {};
    copy[key] = written;
    for (const [name, schema] of Object.entries(schemas)) {
      const rewritten = this.rewrite(schema, strictness, defaults);
      if (key === 'properties' && name === '__proto__') {
        const patterns = isObject(copy.patternProperties) ? copy.patternProperties : {};
        copy.patternProperties = { ...patterns, '^__proto__$': rewritten };
        continue;
      }
      const fallback = key === 'properties' && defaults === 'filled' ? defaultOf(this.#document, schema) : undefined;
      const filled = fallback !== undefined && isObject(rewritten) ? { ...rewritten, default: fallback } : rewritten;
      if (key === 'patternProperties') put(written, String(kept('pattern', unicodePattern(name))), filled);
      else put(written, name, filled);
    }
  }

  /**
   * The tag that tells the branches apart: for errors about the right branch alone, and so that defaults are filled in.
   */
  #tag(schema: JsonObject, defaults: Defaults): string | undefined {
    const branches = arrayIn(schema, 'oneOf');
    const isNeeded = defaults === 'filled' && branches.some(branch => holdsDefault(this.#document, branch));
    return isNeeded || isObject(schema.discriminator) ? tagOf(schema, this.#document) : undefined;
  }

  /**
   * The strictness under a keyword: parts of the same object share its strictness, values inside it are objects of
   * their own.
   */
  #depth(key: string, parts: Strictness, inner: Strictness): Strictness {
    if (key === 'not' || key === 'contains' || key === 'propertyNames' || key === 'if')
      return parts === 'plain' ? 'plain' : 'open';
    return compositions.includes(key) ? parts : inner;
  }

  /** Whether properties of one object are declared by several schemas, so that only the whole can refuse others. */
  #isComposition(schema: JsonObject): boolean {
    const parts = compositions.filter(key => key in schema);
    if (parts.length === 0 && !('$ref' in schema && isObject(schema.properties))) return false;
    if (parts.length === 1 && parts[0] === 'oneOf' && !isObject(schema.properties) && !('$ref' in schema)) return false;
    const declared = this.#declaring(schema, new Set());
    return isObject(schema.properties) ? declared > 1 : declared > 0;
  }

  /** How many schemas of a composition declare properties. */
  #declaring(schema: Json | undefined, seen: Set<string>): number {
    if (!isObject(schema)) return 0;
    let count = isObject(schema.properties) ? 1 : 0;
    if (typeof schema.$ref === 'string' && !seen.has(schema.$ref)) {
      seen.add(schema.$ref);
      count += this.#declaring(valueAt(this.#document, parsePointer(schema.$ref)), seen);
    }
    for (const key of compositions) {
      const part = schema[key];
      const items = Array.isArray(part)
        ? part
        : key === 'dependentSchemas' && isObject(part)
          ? Object.values(part)
          : [part];
      for (const item of items) count += this.#declaring(item, seen);
    }
    return count;
  }

  #reference(ref: string, strictness: Strictness, defaults: Defaults): string {
    if (!ref.startsWith(components)) return ref;
    const name = parsePointer(ref).at(-1) ?? '';
    const target = valueAt(this.#document, parsePointer(ref)) ?? true;
    const isSame = defaults !== 'stripped' || !holdsDefault(this.#document, target);
    return componentId(name, strictness, isSame ? 'filled' : defaults);
  }
}

const components = '#/components/schemas/';

/** What a component is called among the schemas of validators, wherever it is referred to. */
export function componentId(name: string, strictness: Strictness, defaults: Defaults): string {
  return `${defaults === 'stripped' ? 'untouched-' : ''}${strictness}:${encodeURIComponent(name)}`;
}

/** What such an id says; undefined for any other. */
export function parseComponentId(
  id: string,
): { name: string; strictness: Strictness; isStripped: boolean } | undefined {
  const [, stripped, strictness, name] = /^(untouched-)?(plain|closed|open):([^#]*)$/.exec(id) ?? [];
  if (name === undefined || (strictness !== 'plain' && strictness !== 'closed' && strictness !== 'open'))
    return undefined;
  return { name: decodeURIComponent(name), strictness, isStripped: stripped !== undefined };
}

function isSettled(schema: JsonObject): boolean {
  return 'additionalProperties' in schema || 'unevaluatedProperties' in schema;
}
