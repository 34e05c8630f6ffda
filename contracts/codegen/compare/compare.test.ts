import { describe, expect, test } from '@jest/globals';
import type { Json } from '../document/json.ts';
import { Comparison, type ComparisonOptions } from './compare.ts';
import { ajvAccepts } from './confirm.ts';
import { SchemaDocument } from './schema-document.ts';

function answers(before: Json, after: Json, options?: ComparisonOptions): [string, string] {
  const one = new SchemaDocument(before);
  const other = new SchemaDocument(after);
  return [
    new Comparison(one, other, options).within(one.root, other.root).answer,
    new Comparison(other, one, options).within(other.root, one.root).answer,
  ];
}

const conditional = (test: Json, held: Json): { [key: string]: Json } =>
  Object.fromEntries([
    ['if', test],
    ['then', held],
  ]);
const draft7 = 'http://json-schema.org/draft-07/schema#';
const node = (value: Json): Json => ({
  $ref: '#/$defs/node',
  $defs: { node: { type: 'object', properties: { value, next: { $ref: '#/$defs/node' } } } },
});

const table: [name: string, before: Json, after: Json, forth: string, back: string][] = [
  ['a wider bound', { type: 'string', maxLength: 5 }, { type: 'string', maxLength: 9 }, 'yes', 'no'],
  ['another type', { type: 'integer' }, { type: 'string' }, 'no', 'no'],
  ['integer and number', { type: 'integer' }, { type: 'number' }, 'yes', 'no'],
  ['integer and a factor', { type: 'integer' }, { multipleOf: 1, type: 'number' }, 'yes', 'yes'],
  ['factors', { type: 'integer', multipleOf: 6 }, { type: 'integer', multipleOf: 4 }, 'no', 'no'],
  ['a factor of a factor', { multipleOf: 0.25 }, { multipleOf: 0.05 }, 'yes', 'no'],
  ['bounds that leave few', { type: 'integer', minimum: 1, maximum: 3 }, { enum: [1, 2, 3] }, 'yes', 'yes'],
  [
    'exclusive bounds of integers',
    { type: 'integer', exclusiveMinimum: 0 },
    { type: 'integer', minimum: 1 },
    'yes',
    'yes',
  ],
  ['const and enum', { const: 'a' }, { enum: ['a', 'b'] }, 'yes', 'no'],
  [
    'null as a type and as a branch',
    { type: ['string', 'null'] },
    { anyOf: [{ type: 'null' }, { type: 'string' }] },
    'yes',
    'yes',
  ],
  ['patterns that differ', { type: 'string', pattern: '^a' }, { type: 'string', pattern: '^b' }, 'no', 'no'],
  [
    'patterns of the same texts',
    { type: 'string', pattern: '^ab?$' },
    { type: 'string', pattern: '^(a|ab)$' },
    'yes',
    'yes',
  ],
  [
    'a pattern within another',
    { type: 'string', pattern: '^[a-f0-9]{8}$' },
    { type: 'string', pattern: '^[a-z0-9]+$', maxLength: 8 },
    'yes',
    'no',
  ],
  [
    'a pattern that is found in every text, which nobody means',
    { type: 'string', pattern: '[a-z]*' },
    { type: 'string', pattern: '[A-Z]*' },
    'unknown',
    'unknown',
  ],
  [
    'patterns that may be the same',
    { type: 'string', pattern: '^ab?$' },
    { type: 'string', pattern: '^(?=a)(a|ab)$' },
    'unknown',
    'unknown',
  ],
  ['formats', { type: 'string', format: 'date' }, { type: 'string', format: 'date-time' }, 'no', 'no'],
  [
    'a format of a wider one',
    { type: 'string', format: 'uri' },
    { type: 'string', format: 'uri-reference' },
    'yes',
    'no',
  ],
  ['a format that no validator knows', { type: 'string' }, { type: 'string', format: 'sku' }, 'unknown', 'yes'],
  ['sizes of integers', { type: 'integer', format: 'int32' }, { type: 'integer', format: 'int64' }, 'yes', 'no'],
  ['an optional property', { type: 'object' }, { type: 'object', properties: { a: { type: 'string' } } }, 'no', 'yes'],
  ['a required property', { required: ['a'] }, { required: ['a', 'b'] }, 'no', 'yes'],
  [
    'closed and open',
    { properties: { a: true }, additionalProperties: false },
    { properties: { a: true } },
    'yes',
    'no',
  ],
  [
    'closed through allOf',
    { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
    { propertyNames: { const: 'a' } },
    'yes',
    'yes',
  ],
  [
    'patterns of keys',
    { patternProperties: { '^x': { type: 'string' } } },
    { properties: { xa: { type: 'string' } } },
    'yes',
    'no',
  ],
  ['dependencies', { dependentRequired: { a: ['b'] } }, { dependentSchemas: { a: { required: ['b'] } } }, 'yes', 'yes'],
  ['tuples', { prefixItems: [{ type: 'string' }], items: false }, { items: { type: 'string' } }, 'yes', 'no'],
  [
    'tuples of arrays',
    { type: 'array', prefixItems: [{ type: 'string' }], items: false },
    { type: 'array', maxItems: 1 },
    'yes',
    'no',
  ],
  ['contains', { type: 'array', contains: { const: 1 } }, { type: 'array', minItems: 1 }, 'yes', 'no'],
  ['unique items', { type: 'array', uniqueItems: true }, { type: 'array' }, 'yes', 'no'],
  [
    'reordered branches',
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    { anyOf: [{ type: 'null' }, { type: 'string' }] },
    'yes',
    'yes',
  ],
  [
    'wrapped in allOf',
    { type: 'string', maxLength: 3 },
    { allOf: [{ type: 'string' }, { maxLength: 3 }] },
    'yes',
    'yes',
  ],
  ['wrapped in oneOf', { type: 'string' }, { oneOf: [{ type: 'string' }] }, 'yes', 'yes'],
  [
    'branches of oneOf that overlap',
    { type: 'integer' },
    { oneOf: [{ type: 'integer' }, { minimum: 5, type: 'number' }] },
    'no',
    'no',
  ],
  [
    'branches with a constant as discriminator',
    { oneOf: [{ required: ['k'], properties: { k: { const: 'a' } } }] },
    {
      oneOf: [
        { required: ['k'], properties: { k: { const: 'a' } } },
        { required: ['k'], properties: { k: { const: 'b' } } },
      ],
    },
    'no',
    'no',
  ],
  ['not', { not: { type: 'string' } }, { not: { type: 'string', maxLength: 5 } }, 'yes', 'no'],
  [
    'conditions',
    { type: 'string', ...conditional({ maxLength: 2 }, { pattern: '^a' }) },
    { type: 'string', ...conditional({ maxLength: 1 }, { pattern: '^a' }) },
    'yes',
    'no',
  ],
  ['recursion', node({ type: 'integer' }), node({ type: 'number' }), 'yes', 'no'],
  [
    'a component that was renamed',
    node(true),
    {
      $ref: '#/$defs/item',
      $defs: { item: { type: 'object', properties: { value: {}, next: { $ref: '#/$defs/item' } } } },
    },
    'yes',
    'yes',
  ],
  ['annotations', { type: 'string', title: 'A', default: 'x', examples: ['y'] }, { type: 'string' }, 'yes', 'yes'],
  [
    'a schema that contradicts itself',
    { type: 'string', const: 1 },
    { type: 'string', const: 2 },
    'unknown',
    'unknown',
  ],
  ['false', false, { type: 'string' }, 'yes', 'no'],
  [
    'what is beside a $ref in draft 7',
    { $schema: draft7, $ref: '#/definitions/a', maxLength: 1, definitions: { a: { type: 'string' } } },
    { type: 'string' },
    'yes',
    'yes',
  ],
  [
    'dependencies of draft 7',
    { $schema: draft7, dependencies: { a: ['b'] } },
    { dependentRequired: { a: ['b'] } },
    'yes',
    'yes',
  ],
  [
    'bounds of draft 4',
    { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true },
    { exclusiveMinimum: 1 },
    'yes',
    'yes',
  ],
  ['a reference that leads nowhere', { type: 'string' }, { $ref: '#/$defs/gone' }, 'unknown', 'unknown'],
];

describe('whether every instance of one schema is valid under another', () => {
  test.each(table)('%s', (_name, before, after, forth, back) => {
    expect(answers(before, after)).toEqual([forth, back]);
  });

  test('a no has an instance that ajv takes under one and refuses under the other', () => {
    const before = new SchemaDocument({
      type: 'object',
      required: ['lines'],
      properties: { lines: { type: 'array', items: { $ref: '#/$defs/line' } } },
      $defs: {
        line: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' }, quantity: { minimum: 1 } } },
      },
    });
    const after = new SchemaDocument({
      type: 'object',
      properties: { lines: { type: 'array', items: { required: ['sku', 'quantity'] } } },
    });
    const verdict = new Comparison(before, after).within(before.root, after.root);
    expect(verdict).toEqual({ answer: 'no', counterexample: { lines: [{ sku: 'a' }] } });
    if (verdict.answer !== 'no') return;
    expect(ajvAccepts(before, before.root, verdict.counterexample)).toBe(true);
    expect(ajvAccepts(after, after.root, verdict.counterexample)).toBe(false);
  });

  test('a sender that holds to what it declares may be given new optional members to read', () => {
    const before = { type: 'object', properties: { a: { type: 'string' } } };
    const after = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } };
    expect(answers(before, after)).toEqual(['no', 'yes']);
    expect(answers(before, after, { declaredOnly: true })).toEqual(['yes', 'yes']);
  });
});
