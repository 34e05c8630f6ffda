import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../document/json.ts';

/** Names that objects of JavaScript inherit, or that are keywords where they are no names. */
const names = ['a', 'b', 'constructor', 'toString', '$ref', 'example', 'x-1', 'properties'];
const name = fc.constantFrom(...names);
const scalar = fc.constantFrom<Json[]>(0, 1, -3, 2.5, '', 'a', 'bb', 'x-1', true, false, null);

const scalarSchema = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(2), maxLength: fc.nat(3) }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constant('integer'), minimum: fc.integer({ min: -2, max: 2 }), multipleOf: fc.constantFrom(2, 3) },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    { type: fc.constant('number'), exclusiveMaximum: fc.integer({ min: -2, max: 4 }) },
    { requiredKeys: ['type'] },
  ),
  fc.constantFrom<JsonObject[]>(
    { type: 'boolean' },
    { type: 'null' },
    { type: ['string', 'null'] },
    { type: ['integer', 'boolean'] },
  ),
  fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map(values => ({ enum: values })),
  scalar.map(value => ({ const: value })),
  fc.constantFrom<JsonObject[]>(
    { const: { a: 1 } },
    { enum: [[1], { b: null }, 'a'] },
    { type: 'string', enum: ['a', null, 1] },
  ),
);

interface Schemas {
  schema: Json;
}

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const { schema } = fc.letrec<Schemas>(tie => {
  const inner = tie('schema');
  const properties = fc.dictionary(name, inner, { maxKeys: 3, noNullPrototype: true });
  const required = fc.uniqueArray(name, { maxLength: 2 });
  const rest = fc.oneof(fc.boolean(), inner);
  const object = fc
    .record(
      {
        properties,
        required,
        additionalProperties: rest,
        patternProperties: inner.map(value => ({ '^x-': value })),
        maxProperties: fc.nat(3),
      },
      { requiredKeys: ['properties'] },
    )
    .map(value => ({ type: 'object', ...value }));
  const array = fc
    .oneof(
      fc.record({ items: inner, minItems: fc.nat(2), uniqueItems: fc.boolean() }, { requiredKeys: ['items'] }),
      fc.record(
        {
          prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
          items: rest,
          minItems: fc.nat(2),
          maxItems: fc.nat(3),
        },
        { requiredKeys: ['prefixItems'] },
      ),
    )
    .map(value => ({ type: 'array', ...value }));
  const list = fc.array(inner, { minLength: 1, maxLength: 3 });
  const reference = fc.constantFrom<JsonObject[]>(
    { $ref: '#/components/schemas/First' },
    { $ref: '#/components/schemas/Second' },
  );
  const composed = fc.oneof(
    list.map(allOf => ({ allOf })),
    list.map(anyOf => ({ anyOf })),
    list.map(oneOf => ({ oneOf })),
    inner.map(not => ({ not })),
    fc
      .tuple(inner, fc.dictionary(fc.constantFrom('then', 'else'), inner))
      .map(([test, ends]) => ({ if: test, ...ends })),
    reference,
    fc.tuple(reference, object).map(([ref, beside]) => ({ ...ref, ...beside })),
    fc.tuple(object, list).map(([beside, allOf]) => ({ ...beside, allOf })),
    fc.tuple(object, list).map(([beside, anyOf]) => ({ ...beside, anyOf })),
    fc.tuple(required, list).map(([names, allOf]) => ({ allOf, required: names })),
  );
  return {
    schema: fc
      .oneof(
        { maxDepth: 3, depthSize: 'small' },
        { arbitrary: scalarSchema, weight: 4 },
        { arbitrary: fc.boolean(), weight: 1 },
        { arbitrary: object, weight: 4 },
        { arbitrary: array, weight: 2 },
        { arbitrary: composed, weight: 4 },
      )
      .map(asJson),
  };
});

/** Components `First` and `Second`, and a schema `Whole` that may refer to them. */
export const schemaSets: fc.Arbitrary<JsonObject> = fc
  .record({
    First: fc.record({
      type: fc.constant('object'),
      properties: fc.record({ a: scalarSchema, b: scalarSchema }),
      required: fc.subarray(['a', 'constructor']),
    }),
    Second: scalarSchema,
    Whole: schema,
  })
  .map(value => ({ First: asJson(value.First), Second: asJson(value.Second), Whole: value.Whole }));

/** A value that the schema may well allow, made of what it says. */
export function likelyValue(value: Json, schemas: JsonObject, choose: (count: number) => number): Json {
  if (!isObject(value)) return choose(2) === 0 ? 'a' : {};
  if (typeof value.$ref === 'string' && choose(4) > 0)
    return likelyValue(schemas[value.$ref.slice(value.$ref.lastIndexOf('/') + 1)] ?? true, schemas, choose);
  const pick = (values: Json[]): Json => values[choose(values.length)] ?? null;
  if ('const' in value) return value.const ?? null;
  if (Array.isArray(value.enum)) return pick(value.enum);
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap(key => (Array.isArray(value[key]) ? value[key] : []));
  const made = parts.map(part => likelyValue(part, schemas, choose));
  const type = Array.isArray(value.type) ? pick(value.type) : value.type;
  if (type === 'object' || made.every(isObject)) {
    const own: JsonObject = Object.assign({}, ...made.filter(isObject));
    for (const [key, property] of Object.entries(isObject(value.properties) ? value.properties : {}))
      if (choose(4) > 0 || (Array.isArray(value.required) && value.required.includes(key)))
        own[key] = likelyValue(property, schemas, choose);
    for (const key of Array.isArray(value.required) ? value.required : [])
      if (typeof key === 'string' && !Object.hasOwn(own, key)) own[key] = pick(['a', 1, null]);
    if (choose(4) === 0) own[names[choose(names.length)] ?? 'a'] = pick(['a', 2, true]);
    return own;
  }
  if (type === 'array') {
    const prefix = Array.isArray(value.prefixItems) ? value.prefixItems : [];
    const count = choose(3);
    return Array.from({ length: count }, (_, index) =>
      likelyValue(prefix[index] ?? value.items ?? true, schemas, choose),
    );
  }
  if (type === 'string') return pick(['', 'a', 'bb', 'ccc']);
  if (type === 'integer') return pick([0, 6, -2, 3]);
  if (type === 'number') return pick([0, 1.5, -2]);
  if (type === 'boolean') return choose(2) === 0;
  return type === 'null' ? null : pick([...made, null, 'a']);
}
