import { describe, expect, test } from '@jest/globals';
import type { Json } from '../document/json.ts';
import { fieldOf, membersOf, schemaAt } from './admin-fields.ts';

const document = {
  components: {
    schemas: {
      Price: { type: 'object', properties: { amount: { type: 'integer' }, currency: { type: 'string' } } },
      State: { type: 'string', enum: ['on', 'off'], description: 'Whether it is lit.' },
      Note: {
        type: 'object',
        required: ['text'],
        properties: {
          text: { type: 'string' },
          replies: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
        },
      },
      Named: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    },
  },
};

function field(schema: Json, name = 'lampId', references: Record<string, string> = {}) {
  return fieldOf(name, schema, { document, references, path: name, required: false, seen: [] });
}

describe('A field of the console', () => {
  const cases: [string, Json, Record<string, unknown>][] = [
    [
      'short text',
      { type: 'string', minLength: 2, maxLength: 80, pattern: '^a' },
      { kind: 'text', minLength: 2, maxLength: 80, pattern: '^a' },
    ],
    ['long text', { type: 'string', maxLength: 5000 }, { kind: 'paragraph', maxLength: 5000 }],
    ['an address', { type: 'string', format: 'email', maxLength: 254 }, { kind: 'text', format: 'email' }],
    ['a password', { type: 'string', format: 'password' }, { kind: 'password' }],
    ['an instant', { type: 'string', format: 'date-time' }, { kind: 'time' }],
    ['a day', { type: 'string', format: 'date' }, { kind: 'date' }],
    [
      'a whole number',
      { type: 'integer', minimum: 0, exclusiveMaximum: 9, default: 1 },
      { kind: 'number', integer: true, minimum: 0, exclusiveMaximum: 9, default: 1 },
    ],
    ['any number', { type: 'number' }, { kind: 'number', integer: undefined }],
    ['yes or no', { type: 'boolean', default: false }, { kind: 'boolean', default: false }],
    ['money', { $ref: '#/components/schemas/Price' }, { kind: 'money' }],
    [
      'choices',
      { $ref: '#/components/schemas/State' },
      { kind: 'enum', choices: ['on', 'off'], description: 'Whether it is lit.' },
    ],
    [
      'what stands beside a reference',
      { $ref: '#/components/schemas/State', description: 'Now.' },
      { kind: 'enum', description: 'Now.' },
    ],
    [
      'several choices',
      { type: 'array', uniqueItems: true, items: { $ref: '#/components/schemas/State' } },
      { kind: 'choices', choices: ['on', 'off'], uniqueItems: true },
    ],
    ['words', { type: 'array', maxItems: 3, items: { type: 'string' } }, { kind: 'tags', maxItems: 3 }],
    ['values by name', { type: 'object', additionalProperties: { type: 'integer' } }, { kind: 'map' }],
    ['anything', { type: 'object', additionalProperties: true }, { kind: 'json' }],
    ['what may be null', { type: ['string', 'null'] }, { kind: 'text', nullable: true }],
    [
      'a choice with null',
      { oneOf: [{ $ref: '#/components/schemas/Named' }, { type: 'null' }] },
      { kind: 'object', nullable: true },
    ],
    [
      'a choice of shapes',
      { oneOf: [{ $ref: '#/components/schemas/Named' }, { $ref: '#/components/schemas/Note' }] },
      { kind: 'json' },
    ],
    ['its own title', { type: 'string', title: 'Lamp number' }, { label: 'Lamp number' }],
  ];
  test.each(cases)('%s', (_name, schema, want) => {
    expect(field(schema)).toMatchObject(want);
  });

  test('is named as people write, and without the id of what it leads to', () => {
    expect(field({ type: 'string' }, 'trackingNumber').label).toBe('Tracking number');
    expect(field({ type: 'string' }).label).toBe('Lamp ID');
    expect(field({ type: 'string' }, 'lampId', { lampId: 'lamps' })).toMatchObject({
      label: 'Lamp',
      kind: 'reference',
      reference: 'lamps',
    });
  });

  test('holds the fields of an object, joined from its parts, with what is required', () => {
    const schema = {
      allOf: [
        { $ref: '#/components/schemas/Named' },
        { type: 'object', required: ['lit'], properties: { lit: { type: 'boolean' }, hue: { type: 'string' } } },
      ],
    };
    expect(membersOf(schema, { document, references: {} })).toMatchObject([
      { name: 'name', required: true },
      { name: 'lit', required: true },
      { name: 'hue', required: undefined },
    ]);
  });

  test('ends where a schema leads to itself', () => {
    expect(field({ $ref: '#/components/schemas/Note' })).toMatchObject({
      kind: 'object',
      fields: [{ name: 'text' }, { name: 'replies', kind: 'list', item: { kind: 'json' } }],
    });
  });
});

test('a path leads through objects and lists', () => {
  const schema = {
    type: 'object',
    properties: { lamps: { type: 'array', items: { $ref: '#/components/schemas/Named' } } },
  };
  expect(schemaAt(document, schema, 'lamps.0.name')).toEqual({ type: 'string' });
  expect(schemaAt(document, schema, 'lamps.0.hue')).toBeUndefined();
});
