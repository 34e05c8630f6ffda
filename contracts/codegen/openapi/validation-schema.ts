import { isObject, type Json, type JsonObject } from '../document/json.ts';
import { isTagged } from '../emit/readable-schemas.ts';
import { knownFormats } from '../runtime/formats.ts';

/**
 * How strict a schema is about fields that it does not declare.
 * `plain`: as written (answers and events: consumers tolerate what they do not know).
 * `closed`: a request; an object schema with properties that is silent about `additionalProperties` refuses other
 * fields, at every depth. `open`: a request's schema that is part of a composition; the whole refuses what no part
 * declares, so the part itself does not.
 */
export type Strictness = 'plain' | 'closed' | 'open';

const keptKeywords = new Set([
  ...[
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
  ],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxContains', 'minContains'],
  ...['maxProperties', 'minProperties', 'required', 'dependentRequired', 'unevaluatedItems', 'unevaluatedProperties'],
]);
const singleKeywords = ['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else'];
const listKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const mapKeywords = ['properties', 'patternProperties', 'dependentSchemas'];
const compositions = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'];

/**
 * A schema as ajv compiles it: annotations gone, unknown formats gone, references into the schema set of the same
 * strictness.
 */
export function validationSchema(schema: Json, strictness: Strictness, document: JsonObject): Json {
  return new Rewriter(document).rewrite(schema, strictness);
}

class Rewriter {
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  rewrite(schema: Json, strictness: Strictness): Json {
    if (!isObject(schema)) return schema;
    const composed = strictness === 'closed' && this.#isComposition(schema);
    const parts: Strictness = composed || strictness === 'open' ? 'open' : strictness;
    const inner: Strictness = strictness === 'plain' ? 'plain' : 'closed';
    const copy: JsonObject = {};
    for (const [key, value] of Object.entries(schema)) {
      if (key === '$ref' && typeof value === 'string') copy.$ref = reference(value, parts);
      else if (key === 'format' && (typeof value !== 'string' || !knownFormats.has(value))) continue;
      else if (keptKeywords.has(key)) copy[key] = value;
      else if (singleKeywords.includes(key)) copy[key] = this.rewrite(value, this.#depth(key, parts, inner));
      else if (listKeywords.includes(key) && Array.isArray(value))
        copy[key] = value.map(item => this.rewrite(item, this.#depth(key, parts, inner)));
      else if (mapKeywords.includes(key) && isObject(value)) {
        copy[key] = Object.fromEntries(
          Object.entries(value).map(([name, item]) => [name, this.rewrite(item, this.#depth(key, parts, inner))]),
        );
      } else if (key === 'discriminator' && isTagged(schema, this.#document) && isObject(value))
        copy.discriminator = { propertyName: value.propertyName ?? '' };
    }
    if ('discriminator' in copy && !('oneOf' in copy)) delete copy.discriminator;
    if (strictness !== 'closed' || isSettled(schema)) return copy;
    if (composed) copy.unevaluatedProperties = false;
    else if (isObject(schema.properties)) copy.additionalProperties = false;
    return copy;
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
      count += this.#declaring(this.#resolve(schema.$ref), seen);
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

  #resolve(ref: string): Json | undefined {
    let value: Json | undefined = this.#document;
    for (const key of ref.slice(2).split('/'))
      value = isObject(value) ? value[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
    return value;
  }
}

const components = '#/components/schemas/';

/**
 * What a component is called among the schemas that ajv compiles: an absolute URI, so that it is the same from
 * everywhere.
 */
export function componentId(name: string, strictness: Strictness): string {
  return `${strictness}:${encodeURIComponent(name)}`;
}

function reference(ref: string, strictness: Strictness): string {
  if (!ref.startsWith(components)) return ref;
  const [name = '', ...inside] = ref.slice(components.length).split('/');
  return componentId(name, strictness) + (inside.length > 0 ? `#/${inside.join('/')}` : '');
}

function isSettled(schema: JsonObject): boolean {
  return 'additionalProperties' in schema || 'unevaluatedProperties' in schema;
}
