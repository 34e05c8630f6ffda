import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Bundle, bundle } from './bundle.ts';
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
parts: { size: { type: integer } }
`;

const table: [name: string, main: string, want: unknown][] = [
  [
    'components of another file become its own, with what they need',
    `a: { $ref: 'shared.yaml#/components/schemas/Money' }`,
    {
      a: { $ref: '#/components/schemas/Money' },
      components: {
        schemas: {
          Money: { type: 'object', properties: { currency: { $ref: '#/components/schemas/Currency' } } },
          Currency: { type: 'string' },
        },
      },
    },
  ],
  [
    'a component that only points to one of the same name is that one',
    `components: { schemas: { Currency: { $ref: 'shared.yaml#/components/schemas/Currency' } } }`,
    { components: { schemas: { Currency: { type: 'string' } } } },
  ],
  [
    'what is not a component is put in place',
    `a: { $ref: 'shared.yaml#/parts/size', description: Big. }`,
    { a: { type: 'integer', description: 'Big.' } },
  ],
  [
    'recursion ends',
    `a: { $ref: 'shared.yaml#/components/schemas/Tree' }`,
    {
      a: { $ref: '#/components/schemas/Tree' },
      components: { schemas: { Tree: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
    },
  ],
  ['a $ref in an example is data', `example: { $ref: 'nowhere.yaml' }`, { example: { $ref: 'nowhere.yaml' } }],
  [
    'a property may be called $ref or default',
    `components: { schemas: { A: { properties: { $ref: { type: string }, default: { $ref: '#/components/schemas/B' } } }, B: {} } }`,
    {
      components: {
        schemas: {
          A: { properties: { $ref: { type: 'string' }, default: { $ref: '#/components/schemas/B' } } },
          B: {},
        },
      },
    },
  ],
  [
    'the default response is no default value',
    `responses: { default: { $ref: 'shared.yaml#/components/schemas/Currency' } }`,
    {
      responses: { default: { $ref: '#/components/schemas/Currency' } },
      components: { schemas: { Currency: { type: 'string' } } },
    },
  ],
];

describe('bundle', () => {
  test.each(table)('%s', (_name, main, want) => {
    const { document, problems } = bundled({ 'main.yaml': main, 'shared.yaml': shared });
    expect(problems).toEqual([]);
    expect(document).toEqual(want);
  });

  test.each([
    ['a pointer to nothing', `a: { $ref: '#/components/schemas/Nope' }`, 'no-unresolved-ref'],
    ['a file that is not there', `a: { $ref: 'gone.yaml#/a' }`, 'no-unresolved-ref'],
    [
      'two components of one name',
      `components: { schemas: { Currency: {} } }\na: { $ref: 'shared.yaml#/components/schemas/Currency' }`,
      'no-name-conflict',
    ],
  ])('%s is a problem', (_name, main, rule) => {
    expect(bundled({ 'main.yaml': main, 'shared.yaml': shared }).problems).toMatchObject([{ rule }]);
  });

  test('knows where an imported component was written', () => {
    const { origin, files } = bundled({
      'main.yaml': `a: { $ref: 'shared.yaml#/components/schemas/Money' }`,
      'shared.yaml': shared,
    });
    expect(origin(['components', 'schemas', 'Money', 'type'])).toEqual({
      file: files[0],
      path: ['components', 'schemas', 'Money', 'type'],
    });
  });
});
