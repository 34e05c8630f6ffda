import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deref } from '../openapi/deref.ts';
import { type Bundle, bundle } from './bundle.ts';
import { valueAt } from './json.ts';
import { SourceCache } from './source.ts';

function bundled(files: Record<string, string>): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-bundle-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    return bundle(join(folder, 'main.yaml'), new SourceCache());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const shared = `components:
  schemas:
    Money: { type: object, properties: { currency: { $ref: '#/components/schemas/Currency' } } }
    Currency: { type: string }
    Tree: { type: array, items: { $ref: '#/components/schemas/Tree' } }
  responses:
    Gone: { description: Gone. }
parts: { size: { type: integer } }
`;

const files = {
  'shared.yaml': shared,
  'Shelf.yaml': `type: object
properties:
  books: { type: array, items: { $ref: 'a%20book.yaml' } }
  label: { $ref: '#/$defs/label' }
$defs: { label: { $anchor: name, type: string } }
`,
  'a book.yaml': `type: object\nproperties: { shelf: { $ref: 'Shelf.yaml' }, size: { $ref: './shared.yaml#/parts/size' } }\n`,
  'index.yaml': `components:
  schemas:
    Person: { $ref: Person.yaml }
    Human: { $ref: '#/components/schemas/Person' }
    Main: { $ref: 'main.yaml#/components/schemas/Main' }
`,
  'Person.yaml': `type: object\nproperties: { boss: { $ref: 'index.yaml#/components/schemas/Person' } }\n`,
  'paths.yaml': `/books: { get: { responses: { '200': { $ref: 'shared.yaml#/components/responses/Gone' } } } }\n`,
};

const money = {
  Money: { type: 'object', properties: { currency: { $ref: '#/components/schemas/Currency' } } },
  Currency: { type: 'string' },
};

/** A document of these component schemas, and what they are when they are bundled. */
type SchemaCase = [name: string, schemas: string, want: unknown];

const schemas: SchemaCase[] = [
  [
    'components of another file become its own, with what they need',
    `A: { items: { $ref: 'shared.yaml#/components/schemas/Money' } }`,
    { A: { items: { $ref: '#/components/schemas/Money' } }, ...money },
  ],
  [
    'a component that only points to one of the same name is that one',
    `Currency: { $ref: 'shared.yaml#/components/schemas/Currency' }`,
    { Currency: { type: 'string' } },
  ],
  [
    'a schema that is no component becomes one, named after its place',
    `A: { $ref: 'shared.yaml#/parts/size', description: Big. }`,
    {
      A: { $ref: '#/components/schemas/PartsSize', description: 'Big.' },
      PartsSize: { type: 'integer' },
    },
  ],
  [
    'recursion ends',
    `A: { items: { $ref: 'shared.yaml#/components/schemas/Tree' } }`,
    {
      A: { items: { $ref: '#/components/schemas/Tree' } },
      Tree: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
    },
  ],
  [
    'whole files become components, those that lead to each other too',
    `Shelf: { $ref: ./Shelf.yaml }`,
    {
      Shelf: {
        type: 'object',
        properties: {
          books: { type: 'array', items: { $ref: '#/components/schemas/ABook' } },
          label: { $ref: '#/components/schemas/Label' },
        },
        $defs: { label: { $anchor: 'name', type: 'string' } },
      },
      ABook: {
        type: 'object',
        properties: {
          shelf: { $ref: '#/components/schemas/Shelf' },
          size: { $ref: '#/components/schemas/PartsSize' },
        },
      },
      PartsSize: { type: 'integer' },
      Label: { $anchor: 'name', type: 'string' },
    },
  ],
  [
    'a component of another file that only points to a file is that file, whichever is met first',
    `A: { items: { $ref: 'index.yaml#/components/schemas/Person' } }\n    B: { items: { $ref: Person.yaml } }`,
    {
      A: { items: { $ref: '#/components/schemas/Person' } },
      B: { items: { $ref: '#/components/schemas/Person' } },
      Person: { type: 'object', properties: { boss: { $ref: '#/components/schemas/Person' } } },
    },
  ],
  [
    'so it is when the file is met first',
    `A: { items: { $ref: Person.yaml } }\n    B: { items: { $ref: 'index.yaml#/components/schemas/Person' } }`,
    {
      A: { items: { $ref: '#/components/schemas/Person' } },
      B: { items: { $ref: '#/components/schemas/Person' } },
      Person: { type: 'object', properties: { boss: { $ref: '#/components/schemas/Person' } } },
    },
  ],
  [
    'a component of another file that points back is the one of the document',
    `Main: { type: string }\n    A: { items: { $ref: 'index.yaml#/components/schemas/Main' } }`,
    { Main: { type: 'string' }, A: { items: { $ref: '#/components/schemas/Main' } } },
  ],
  [
    'an alias of another file keeps its name',
    `A: { items: { $ref: 'index.yaml#/components/schemas/Human' } }`,
    {
      A: { items: { $ref: '#/components/schemas/Human' } },
      Human: { $ref: '#/components/schemas/Person' },
      Person: { type: 'object', properties: { boss: { $ref: '#/components/schemas/Person' } } },
    },
  ],
  [
    'a name that is taken gets a number',
    `Label: { type: number }\n    A: { items: { $ref: 'Shelf.yaml#/$defs/label' } }`,
    {
      Label: { type: 'number' },
      A: { items: { $ref: '#/components/schemas/Label2' } },
      Label2: { $anchor: 'name', type: 'string' },
    },
  ],
  [
    'any place of the document can be referred to, in escaped and encoded form',
    `A: { properties: { 'a/b%': { type: string } }, items: { $ref: '#/components/schemas/A/properties/a~1b%25' } }`,
    {
      A: { properties: { 'a/b%': { type: 'string' } }, items: { $ref: '#/components/schemas/AB' } },
      AB: { type: 'string' },
    },
  ],
  [
    'a plain name leads to its schema',
    `A: { items: { $ref: 'Shelf.yaml#name' } }`,
    { A: { items: { $ref: '#/components/schemas/Label' } }, Label: { $anchor: 'name', type: 'string' } },
  ],
  [
    'a tag of a discriminator leads to a component, by name or by place',
    `A: { oneOf: [], discriminator: { propertyName: kind, mapping: { b: B, size: 'shared.yaml#/parts/size' } } }\n    B: {}`,
    {
      A: {
        oneOf: [],
        discriminator: {
          propertyName: 'kind',
          mapping: { b: '#/components/schemas/B', size: '#/components/schemas/PartsSize' },
        },
      },
      B: {},
      PartsSize: { type: 'integer' },
    },
  ],
  [
    'a $ref in an example, a default, an enum, a constant or an extension is data',
    `A: { example: { $ref: a }, examples: [{ $ref: b }], default: { $ref: c }, enum: [{ $ref: d }], const: { $ref: e }, x-f: { $ref: f } }`,
    {
      A: {
        example: { $ref: 'a' },
        examples: [{ $ref: 'b' }],
        default: { $ref: 'c' },
        enum: [{ $ref: 'd' }],
        const: { $ref: 'e' },
        'x-f': { $ref: 'f' },
      },
    },
  ],
  [
    'a property may be called $ref, default, or example',
    `A: { properties: { $ref: { type: string }, default: { $ref: '#/components/schemas/B' }, example: { $ref: '#/components/schemas/B' } } }\n    B: {}`,
    {
      A: {
        properties: {
          $ref: { type: 'string' },
          default: { $ref: '#/components/schemas/B' },
          example: { $ref: '#/components/schemas/B' },
        },
      },
      B: {},
    },
  ],
];

const inSchemas = (text: string) => `openapi: 3.1.1\ncomponents:\n  schemas:\n    ${text}\n`;

/** No name of a map holds a text, so a text under `$ref` is a reference to entries. */
const maps: [name: string, text: string, want: Record<string, unknown>][] = [
  [
    'properties of another file, beside others',
    `A: { properties: { $ref: 'shared.yaml#/parts', label: { type: string } } }`,
    { A: { properties: { label: { type: 'string' }, size: { type: 'integer' } } } },
  ],
  [
    'properties of another schema, which its own come before',
    `A: { properties: { $ref: '#/components/schemas/B/properties', b: { type: string } } }\n    B: { properties: { a: true, b: true } }`,
    { A: { properties: { a: true, b: { type: 'string' } } }, B: { properties: { a: true, b: true } } },
  ],
  [
    'a property of that name',
    `A: { properties: { $ref: { type: string } } }`,
    { A: { properties: { $ref: { type: 'string' } } } },
  ],
];

test.each(maps)('a map may hold %s', (_name, text, want) => {
  const { document, problems } = bundled({ 'main.yaml': inSchemas(text), ...files });
  expect(problems).toEqual([]);
  expect(document.components).toEqual({ schemas: want });
});

test('a map that refers to nothing, or to itself, is a problem', () => {
  const text = `A: { properties: { $ref: 'gone.yaml' } }\n    B: { properties: { $ref: '#/components/schemas/B/properties' } }`;
  expect(bundled({ 'main.yaml': inSchemas(text) }).problems).toMatchObject([
    { rule: 'no-unresolved-ref', path: ['components', 'schemas', 'A', 'properties'] },
    { rule: 'not-supported', path: ['components', 'schemas', 'B', 'properties'] },
  ]);
});

describe('bundle', () => {
  test.each(schemas)('%s', (_name, text, want) => {
    const { document, problems } = bundled({ 'main.yaml': inSchemas(text), ...files });
    expect(problems).toEqual([]);
    expect(document.components).toEqual({ schemas: want });
  });

  test('a path of another file is put in place, its components become those of the document', () => {
    const { document, problems, origin } = bundled({
      'main.yaml': `openapi: 3.1.1\npaths: { /books: { $ref: 'paths.yaml#/~1books' } }`,
      ...files,
    });
    expect(problems).toEqual([]);
    expect(document).toEqual({
      openapi: '3.1.1',
      paths: { '/books': { get: { responses: { '200': { $ref: '#/components/responses/Gone' } } } } },
      components: { responses: { Gone: { description: 'Gone.' } } },
    });
    expect(origin(['paths', '/books', 'get'])).toMatchObject({
      file: expect.stringMatching(/paths\.yaml$/),
      path: ['/books', 'get'],
    });
  });

  test('an address of a message stays a reference, as AsyncAPI names channels by it', () => {
    const operation = { channel: { $ref: '#/channels/teas' }, messages: [{ $ref: '#/channels/teas/messages/a' }] };
    const text = JSON.stringify({
      asyncapi: '3.0.0',
      channels: { teas: { messages: { a: {} } } },
      operations: { operation },
    });
    expect(bundled({ 'main.yaml': text }).document).toEqual(JSON.parse(text));
  });

  test.each([
    ['a pointer to nothing', `A: { $ref: '#/components/schemas/Nope' }`, 'no-unresolved-ref'],
    ['a file that is not there', `A: { $ref: 'gone.yaml#/a' }`, 'no-unresolved-ref'],
    ['a plain name that nothing has', `A: { $ref: 'shared.yaml#small' }`, 'no-unresolved-ref'],
    [
      'two components of one name',
      `Currency: {}\n    A: { $ref: 'shared.yaml#/components/schemas/Currency' }`,
      'no-name-conflict',
    ],
    ['a document of another host', `A: { $ref: 'https://example.com/a.yaml' }`, 'not-supported'],
  ])('%s is a problem', (_name, text, rule) => {
    expect(bundled({ 'main.yaml': inSchemas(text), ...files }).problems).toMatchObject([{ rule }]);
  });

  test('references that lead to each other and nowhere else are problems', () => {
    const text = `A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }`;
    expect(bundled({ 'main.yaml': inSchemas(text) }).problems).toMatchObject([
      { rule: 'not-supported', path: ['components', 'schemas', 'A'] },
      { rule: 'not-supported', path: ['components', 'schemas', 'B'] },
    ]);
  });

  test('a path item has its own operations beside those of what it refers to', () => {
    const paths = `paths: { /a: { $ref: '#/components/pathItems/A', post: { operationId: own } } }`;
    const { document, problems } = bundled({
      'main.yaml': `${paths}\ncomponents: { pathItems: { A: { get: { operationId: other } } } }\n`,
    });
    expect(document.paths).toEqual({ '/a': { get: { operationId: 'other' }, post: { operationId: 'own' } } });
    expect(problems).toEqual([]);
  });

  test('an operation that both have is refused', () => {
    const paths = `paths: { /a: { $ref: '#/components/pathItems/A', get: { operationId: own } } }`;
    const { problems } = bundled({ 'main.yaml': `${paths}\ncomponents: { pathItems: { A: { get: {} } } }\n` });
    expect(problems).toEqual([expect.objectContaining({ rule: 'not-supported', path: ['paths', '/a', 'get'] })]);
  });

  test.each([
    ['the document', '#/components/parameters/P'],
    ['another one', 'more.yaml#/parts/p'],
  ])('what stands beside a reference to an object of %s is ignored, with a word', (_name, ref) => {
    const { document, problems } = bundled({
      'main.yaml': `paths: { /a: { get: { parameters: [{ $ref: '${ref}', required: true, description: D. }] } } }
components: { parameters: { P: { name: p, in: query } } }
`,
      'more.yaml': 'parts: { p: { name: p, in: query } }\n',
    });
    const path = ['paths', '/a', 'get', 'parameters', 0];
    expect(valueAt(document, path)).not.toHaveProperty('required');
    expect(valueAt(document, path)).toHaveProperty('description', 'D.');
    expect(problems).toEqual([expect.objectContaining({ rule: 'not-checked', path: [...path, 'required'] })]);
  });

  test('a pointer leads on below a reference', () => {
    const { document, problems } = bundled({
      'main.yaml': `paths:
  /a: { $ref: '#/components/pathItems/A%7Bx%7D' }
  /b: { get: { parameters: [{ $ref: '#/paths/~1a/get/parameters/0' }, { $ref: '#/paths/~1c/get/parameters/0' }] } }
  /c: { $ref: 'more.yaml#/c' }
components: { pathItems: { 'A{x}': { get: { parameters: [{ name: p, in: query }] } } } }
`,
      'more.yaml': 'c: { get: { parameters: [{ name: q, in: query }] } }\n',
    });
    expect(problems).toEqual([]);
    const [first, second] = [0, 1].map(index => valueAt(document, ['paths', '/b', 'get', 'parameters', index]));
    expect(deref(document, first)).toEqual({ name: 'p', in: 'query' });
    expect(deref(document, second)).toEqual({ name: 'q', in: 'query' });
  });

  test('knows where an imported component was written', () => {
    const { origin, files: read } = bundled({
      'main.yaml': inSchemas(`A: { $ref: 'shared.yaml#/components/schemas/Money' }`),
      'shared.yaml': shared,
    });
    expect(origin(['components', 'schemas', 'Money', 'type'])).toEqual({
      file: read[0],
      path: ['components', 'schemas', 'Money', 'type'],
    });
  });
});
