import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runCommand } from './command.ts';
import type { Project } from './config.ts';
import { bundle } from './document/bundle.ts';
import { SourceCache } from './document/source.ts';
import { Memory } from './memory.ts';
import { readContracts } from './read-contracts.ts';
import { filesIn, projectFolder } from './testing/project-folder.ts';
import { RandomEdits } from './testing/random-edits.ts';

/** A document is read and generated again in part, where a part has changed: it gives what a first run gives. */
const contract = (name: string): string => {
  const file = fileURLToPath(new URL(`../openapi/${name}.yaml`, import.meta.url));
  return JSON.stringify(bundle(file, new SourceCache()).document, null, 2);
};

const older = JSON.stringify(
  {
    openapi: '3.0.3',
    info: { title: 'Older', version: '1.0.0' },
    paths: Object.fromEntries(
      ['cats', 'dogs', 'birds', 'fish'].map(name => [
        `/${name}/{id}`,
        {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          put: {
            operationId: `put-${name}`,
            tags: [name.slice(0, 1)],
            requestBody: {
              required: true,
              content: {
                'application/json': { schema: { $ref: '#/components/schemas/Pet' } },
                'application/x-www-form-urlencoded': {
                  schema: {
                    type: 'object',
                    properties: {
                      name: { type: 'string', nullable: true, maxLength: 12, pattern: '^[a-z]+$' },
                      home: {
                        type: 'object',
                        required: ['city'],
                        properties: {
                          city: { type: 'string', minLength: 1, maxLength: 40, format: 'hostname' },
                          floor: { type: 'integer', minimum: 0, exclusiveMinimum: true, default: 2 },
                          zip: { type: 'string', enum: ['1', '2', '3'] },
                        },
                      },
                    },
                  },
                },
              },
            },
            responses: {
              200: {
                description: 'It.',
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
              },
            },
          },
        },
      ]),
    ),
    components: {
      schemas: {
        Pet: {
          oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: { propertyName: 'kind' },
        },
        Cat: {
          type: 'object',
          required: ['kind'],
          properties: { kind: { type: 'string' }, lives: { type: 'integer', maximum: 9 } },
        },
        Dog: {
          type: 'object',
          required: ['kind'],
          properties: {
            kind: { type: 'string' },
            friends: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
          },
        },
      },
    },
  },
  null,
  2,
);

const projectOf = (text: string, config: Partial<Project>) => projectFolder({ 'openapi/api.json': text }, config);

const write = ({ root }: Project, text: string) => writeFileSync(join(root, 'openapi/api.json'), text);

async function outcomeOf(project: Project, memory: Memory) {
  const outcome = await runCommand('generate', project, memory);
  return JSON.parse(JSON.stringify(outcome).replaceAll(project.root, ''));
}

const generated = ({ root }: Project) =>
  Object.fromEntries(Object.entries(filesIn(root)).filter(([name]) => name.startsWith('generated')));

describe.each([
  ['orders', contract('orders'), {}],
  ['a document of OpenAPI 3.0', older, {}],
  ['inventory, a file a tag', contract('inventory'), { splitByTag: ['api'] }],
])('%s', (_name, text, config) => {
  test('edited at random gives what a first run gives', async () => {
    const kept = projectOf(text, config);
    const anew = projectOf(text, config);
    const memory = new Memory(true);
    const edits = new RandomEdits(text, text.slice(0, 999));
    let isGood = true;
    for (let step = 0; step < 60; step += 1) {
      const first = await outcomeOf(anew, new Memory());
      expect({ step, ...(await outcomeOf(kept, memory)) }).toEqual({ step, ...first });
      if (first.files.length > 0) expect(generated(kept)).toEqual(generated(anew));
      isGood = first.ok;
      const next = edits.next(isGood);
      for (const project of [kept, anew]) write(project, next);
    }
  });
});

describe('what is read again', () => {
  const text = contract('orders');
  const project = projectOf(text, {});
  const memory = new Memory(true);
  const operations = (changed: string) => {
    write(project, changed);
    return readContracts(project, memory).services.flatMap(({ service }) => service.operations);
  };

  test('is the path item that has changed alone', () => {
    const before = operations(text);
    const after = operations(
      text.replace('"operationId": "listOrders"', '"deprecated": true,\n "operationId": "listOrders"'),
    );
    const same = after.filter(operation => before.includes(operation));
    expect(after).toHaveLength(before.length);
    const others = after.filter(operation => !same.includes(operation));
    expect(new Set(others.map(({ path }) => path))).toEqual(new Set(['/admin/orders']));
  });

  test('is everything where a component has changed', () => {
    const before = operations(text);
    const after = operations(text.replace('"components": {', '"components": {\n "x-more": 1,'));
    expect(after.some(operation => before.includes(operation))).toBe(false);
  });
});
