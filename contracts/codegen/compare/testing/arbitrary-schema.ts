import fc from 'fast-check';
import type { Json, JsonObject } from '../../document/json.ts';

const keys = ['a', 'b', 'xa', 'xb'];
const scalars: readonly Json[] = [null, true, false, 0, 1, 2, 3, 6, -1, 0.5, '', 'a', 'ab', 'xa', '2026-01-31', 'bbb'];

const scalar = fc.constantFrom(...scalars);
const small = fc.integer({ min: 0, max: 4 });

/** Instances from the same few words that the schemas speak of, so that the two meet. */
export const instance: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...keys, 'other1'), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** Schemas over all keywords that decide something; `$ref` leads to `#/$defs/a` and `#/$defs/b`. */
export const schema: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>(tie => {
  const inner = tie('schema');
  const branches = fc.array(inner, { minLength: 1, maxLength: 3 });
  const map = (names: fc.Arbitrary<string>) =>
    fc.dictionary(names, inner, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
  const key = fc.constantFrom(...keys);
  const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
  const patterns = fc.constantFrom('^x', 'a$', '^a', 'b+');
  const words: Record<string, fc.Arbitrary<Json>> = {
    type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
    enum: fc.array(instance, { minLength: 1, maxLength: 4 }),
    const: instance,
    minimum: small,
    maximum: small,
    exclusiveMinimum: small,
    exclusiveMaximum: small,
    multipleOf: fc.constantFrom(1, 2, 3, 0.5),
    minLength: small,
    maxLength: small,
    pattern: patterns,
    format: fc.constantFrom('date', 'date-time', 'int32', 'email', 'no-such-format'),
    properties: map(key),
    patternProperties: map(patterns),
    additionalProperties: inner,
    unevaluatedProperties: inner,
    propertyNames: inner,
    required: fc.uniqueArray(key, { maxLength: 2 }),
    minProperties: small,
    maxProperties: small,
    dependentRequired: fc.dictionary(key, fc.uniqueArray(key, { maxLength: 2 }), {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    }),
    dependentSchemas: map(key),
    prefixItems: branches,
    items: inner,
    unevaluatedItems: inner,
    contains: inner,
    minContains: small,
    maxContains: small,
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    allOf: branches,
    anyOf: branches,
    oneOf: branches,
    not: inner,
    $ref: fc.constantFrom('#/$defs/a', '#/$defs/b'),
  };
  const conditional = fc.array(inner, { minLength: 2, maxLength: 3 }).map(parts => {
    const words = ['if', 'then', 'else'];
    return Object.fromEntries(parts.map((part, index) => [words[index] ?? 'else', part]));
  });
  const word = fc
    .constantFrom(...Object.keys(words))
    .chain(name => (words[name] ?? scalar).map(value => ({ [name]: value })));
  return {
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 4, withCrossShrink: true },
      fc.boolean(),
      fc.constant<Json>({}),
      fc.array(word, { minLength: 1, maxLength: 4 }).map(parts => Object.assign({}, ...parts) as JsonObject),
      conditional,
    ),
  };
}).schema;

/** A document with a schema and the two that its references lead to; these have no cycle without an instance's part. */
export const document: fc.Arbitrary<JsonObject> = fc
  .record({ main: schema, a: schema, b: schema })
  .map(({ main, a, b }) => ({ main, $defs: { a: guarded(a, []), b: guarded(b, ['#/$defs/a']) } }));

/** References that stand beside others, not below a property or an item, could be endless: these are cut. */
function guarded(value: Json, allowed: readonly string[]): Json {
  if (Array.isArray(value)) return value.map(item => guarded(item, allowed));
  if (typeof value !== 'object' || value === null) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === '$ref' && !allowed.includes(String(item))) continue;
    const below = ['properties', 'items', 'prefixItems', 'additionalProperties', 'patternProperties'].includes(key);
    copy[key] = below || ['enum', 'const'].includes(key) ? item : guarded(item, allowed);
  }
  return copy;
}

/** A document like another but for one place, as two versions of a contract are. */
export function edited(original: JsonObject): fc.Arbitrary<JsonObject> {
  return fc.tuple(fc.nat(), fc.nat(2), schema).map(([at, how, replacement]) => {
    const places: { holder: JsonObject; key: string }[] = [];
    const copy = structuredClone(original);
    const visit = (value: Json): void => {
      if (Array.isArray(value)) value.forEach(visit);
      else if (typeof value === 'object' && value !== null) {
        for (const key of Object.keys(value)) {
          places.push({ holder: value, key });
          visit(value[key] ?? null);
        }
      }
    };
    visit(copy.main ?? null);
    const place = places[at % Math.max(places.length, 1)];
    if (!place) return { ...copy, main: replacement };
    const held = place.holder[place.key] ?? null;
    if (how === 0) delete place.holder[place.key];
    else if (typeof held === 'number') place.holder[place.key] = held + (how === 1 ? 1 : -0.5);
    else if (typeof held === 'object' && !Array.isArray(held)) place.holder[place.key] = replacement;
    return copy;
  });
}
