import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../document/json.ts';
import { modernize } from './modernize.ts';

const table: [name: string, schema: JsonObject, want: JsonObject][] = [
  ['a nullable type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
  ['a nullable enum', { type: 'string', enum: ['a'], nullable: true }, { type: ['string', 'null'], enum: ['a', null] }],
  [
    'a nullable union',
    { anyOf: [{ type: 'string' }], nullable: true },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
  ],
  ['a nullable reference', { $ref: '#/a', nullable: true }, { anyOf: [{ $ref: '#/a' }, { type: 'null' }] }],
  ['a constraint beside a reference', { $ref: '#/a', maxLength: 1, title: 'A' }, { $ref: '#/a', title: 'A' }],
  [
    'a nullable exclusive bound',
    { type: 'number', minimum: 1, exclusiveMinimum: true, nullable: true },
    { type: ['number', 'null'], exclusiveMinimum: 1 },
  ],
  ['what is not nullable', { type: 'string', nullable: false }, { type: 'string' }],
  [
    'an exclusive bound',
    { minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false },
    { exclusiveMinimum: 1, maximum: 5 },
  ],
];

const documentOf = (openapi: string, schema: JsonObject) => ({ openapi, components: { schemas: { A: schema } } });

describe('modernize', () => {
  test.each(table)('%s of OpenAPI 3.0', (_name, schema, want) => {
    expect(modernize(documentOf('3.0.3', schema))).toEqual(documentOf('3.0.3', want));
  });

  test('leaves examples, defaults and properties of these names alone', () => {
    const schema = {
      properties: { nullable: { type: 'boolean' } },
      example: { nullable: true, type: 'a' },
      default: { minimum: 1, exclusiveMinimum: true },
    };
    expect(modernize(documentOf('3.0.3', schema))).toEqual(documentOf('3.0.3', schema));
  });

  test('leaves OpenAPI 3.1 alone, what stands beside a reference too', () => {
    const document = documentOf('3.1.0', { exclusiveMinimum: 1, items: { $ref: '#/a', maxLength: 1 } });
    expect(modernize(document)).toBe(document);
  });

  test('reads in OpenAPI 3.1 what only 3.0 has as 3.0 does', () => {
    const schema = { type: 'number', minimum: 1, exclusiveMinimum: true, nullable: true };
    const want = { type: ['number', 'null'], exclusiveMinimum: 1 };
    expect(modernize(documentOf('3.1.0', schema))).toEqual(documentOf('3.1.0', want));
  });
});
