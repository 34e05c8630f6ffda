import { expect, test } from '@jest/globals';
import { type SchemaNode, schemaTree } from './schema-tree.ts';

const document = {
  components: {
    schemas: {
      Money: {
        type: 'object',
        required: ['amount'],
        properties: {
          currency: { type: 'string', pattern: '^[A-Z]{3}$' },
          amount: { type: 'integer', maximum: 9007199254740991 },
        },
      },
      Status: { type: 'string', enum: ['draft', 'active'] },
      Base: { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } },
      Product: {
        allOf: [
          { $ref: '#/components/schemas/Base' },
          { type: 'object', properties: { price: { $ref: '#/components/schemas/Money' } } },
        ],
      },
      Category: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Category' } },
        },
      },
    },
  },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const lines = ({ children }: SchemaNode): string[] =>
  children.flatMap(child => [
    `${child.name}${child.required ? '*' : ''}: ${child.type}`,
    ...lines(child).map(line => `  ${line}`),
  ]);

test('parts of an allOf are one object, what is required comes first, references keep their name', () => {
  const tree = schemaTree(document, ref('Product'));
  expect(tree.type).toBe('Product');
  expect(lines(tree)).toEqual(['id*: string (uuid)', 'price: Money', '  amount*: integer', '  currency: string']);
});

test('a schema that contains itself ends', () => {
  const tree = schemaTree(document, ref('Category'));
  expect(lines(tree)).toEqual(['name: string', 'children: list of Category']);
});

test('lists show what their entries hold', () => {
  const tree = schemaTree(document, { type: 'array', maxItems: 5, items: ref('Money') });
  expect(tree.type).toBe('list of Money');
  expect(tree.notes).toEqual(['at most 5 entries']);
  expect(lines(tree)).toEqual(['amount*: integer', 'currency: string']);
});

test('says in words what a value must keep to', () => {
  const notes = (schema: unknown) => schemaTree(document, schema).notes;
  expect(notes(ref('Status'))).toEqual(['one of draft, active']);
  expect(notes({ type: 'integer', minimum: 1, maximum: 100, default: 20 })).toEqual(['1 to 100', '20 if left out']);
  expect(notes({ type: 'string', minLength: 2, maxLength: 2 })).toEqual(['exactly 2 characters']);
  expect(notes({ type: 'integer', maximum: 9007199254740991 })).toEqual([]);
  expect(notes({ type: 'array', minItems: 1 })).toEqual(['at least 1 entry']);
  expect(notes({ const: 'ready' })).toEqual(['always "ready"']);
});

test('null, choices, maps, anything, and references into nowhere', () => {
  expect(schemaTree(document, { type: ['string', 'null'] }).type).toBe('string or null');
  expect(lines(schemaTree(document, { oneOf: [ref('Money'), { type: 'null' }] }))[0]).toBe('choice 1: Money');
  expect(lines(schemaTree(document, { type: 'object', additionalProperties: { type: 'string' } }))).toEqual([
    'any other name: string',
  ]);
  expect(schemaTree(document, true).type).toBe('anything');
  expect(schemaTree(document, ref('Missing'))).toMatchObject({ type: 'anything', children: [] });
});
