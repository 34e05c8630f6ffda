import { describe, expect, test } from '@jest/globals';
import type { Json } from '../document/json.ts';
import { type Strictness, validationSchema } from './validation-schema.ts';
import { validatorOf } from './validator-of.ts';

const document = {
  components: {
    schemas: {
      Named: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      Open: { type: 'object', properties: { a: { type: 'integer' } }, additionalProperties: true },
      Cat: { type: 'object', required: ['kind'], properties: { kind: { const: 'cat' }, lives: { type: 'integer' } } },
      Dog: { type: 'object', required: ['kind'], properties: { kind: { const: 'dog' }, tricks: { type: 'array' } } },
    },
  },
};
const named = { $ref: '#/components/schemas/Named' };
const pet = {
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
  discriminator: { propertyName: 'kind' },
};
const aged = { type: 'object', properties: { age: { type: 'integer' } } };

const rewrites: [name: string, schema: Json, strictness: Strictness, want: Json][] = [
  [
    'annotations go',
    { type: 'string', description: 'd', example: 'e', 'x-owner': 'me', deprecated: true, title: 't' },
    'plain',
    { type: 'string' },
  ],
  ['formats that nobody knows go', { type: 'string', format: 'haiku' }, 'plain', { type: 'string' }],
  ['formats that are known stay', { type: 'string', format: 'uuid' }, 'plain', { type: 'string', format: 'uuid' }],
  ['an answer stays open', aged, 'plain', aged],
  ['a request is closed', aged, 'closed', { ...aged, additionalProperties: false }],
  [
    'what only `required` names may be there',
    { ...aged, required: ['age', 'name'] },
    'closed',
    { ...aged, required: ['age', 'name'], properties: { ...aged.properties, name: true }, additionalProperties: false },
  ],
  [
    'so it may in a composition',
    { allOf: [aged], required: ['name'] },
    'closed',
    { allOf: [aged], required: ['name'], properties: { name: true }, unevaluatedProperties: false },
  ],
  ['a free-form object stays open', { type: 'object' }, 'closed', { type: 'object' }],
  [
    'what the author said stays',
    { ...aged, additionalProperties: true },
    'closed',
    { ...aged, additionalProperties: true },
  ],
  [
    'values inside are closed too',
    { type: 'array', items: aged },
    'closed',
    { type: 'array', items: { ...aged, additionalProperties: false } },
  ],
  ['references stay within their strictness', { items: named }, 'closed', { items: { $ref: 'closed:Named' } }],
  [
    'the parts of a composition are open, the whole is closed',
    { allOf: [named, aged] },
    'closed',
    { allOf: [{ $ref: 'open:Named' }, aged], unevaluatedProperties: false },
  ],
  [
    'a property called example stays',
    { properties: { example: { type: 'string' } } },
    'plain',
    { properties: { example: { type: 'string' } } },
  ],
];

const verdicts: [name: string, schema: Json, accepted: Json[], refused: Json[]][] = [
  ['allOf', { allOf: [named, aged] }, [{ name: 'a', age: 1 }], [{ name: 'a', size: 1 }, { age: 1 }]],
  [
    'allOf that its author closed',
    { allOf: [named, aged], unevaluatedProperties: false },
    [{ name: 'a', age: 1 }],
    [{ name: 'a', size: 1 }],
  ],
  ['nested allOf', { allOf: [{ allOf: [named] }, aged] }, [{ name: 'a', age: 1 }], [{ name: 'a', size: 1 }]],
  [
    'oneOf with a discriminator',
    pet,
    [{ kind: 'cat', lives: 9 }, { kind: 'dog' }],
    [{ kind: 'cat', tricks: [] }, { kind: 'cow' }, {}],
  ],
  ['anyOf', { anyOf: [named, aged] }, [{ name: 'a' }, { age: 1 }, { name: 'a', age: 1 }], [{ name: 'a', size: 1 }]],
  ['anyOf over required', { ...aged, anyOf: [{ required: ['age'] }] }, [{ age: 1 }], [{ age: 1, size: 1 }, {}]],
  [
    'a part that is open on purpose',
    { allOf: [{ $ref: '#/components/schemas/Open' }, aged] },
    [{ a: 1, b: 2, age: 3 }],
    [{ a: 'x' }],
  ],
  [
    'a reference with properties beside it',
    { ...named, properties: { age: { type: 'integer' } } },
    [{ name: 'a', age: 1 }],
    [{ name: 'a', size: 1 }],
  ],
  ['null among the types', { type: ['object', 'null'], properties: { a: {} } }, [null, { a: 1 }], [{ b: 1 }]],
  ['nullable reference', { oneOf: [named, { type: 'null' }] }, [null, { name: 'a' }], [{ name: 'a', b: 1 }]],
  ['a map', { type: 'object', additionalProperties: named }, [{ x: { name: 'a' } }], [{ x: { name: 'a', b: 1 } }]],
  [
    'dependent schemas',
    { ...aged, dependentSchemas: { age: { properties: { toy: {} } } } },
    [{ age: 1, toy: 'x' }, {}],
    [{ age: 2, toys: 'x' }, { toy: 'x' }],
  ],
];

describe('validationSchema', () => {
  test.each(rewrites)('%s', (_name, schema, strictness, want) => {
    expect(validationSchema(schema, strictness, document)).toEqual(want);
  });

  test.each(verdicts)('%s in a request', (_name, schema, accepted, refused) => {
    const check = validatorOf(document, schema, 'closed');
    expect(accepted.filter(value => !check(value))).toEqual([]);
    expect(refused.filter(value => check(value))).toEqual([]);
  });

  test.each(verdicts)('%s in an answer takes fields that nobody declared', (_name, schema, accepted) => {
    const check = validatorOf(document, schema);
    expect(accepted.filter(value => !check(value))).toEqual([]);
  });
});
