import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from './command.ts';
import { writeFiles } from './output.ts';
import { projectFolder, smallOpenapi } from './testing/project-folder.ts';
import { typeErrorsOf } from './testing/type-errors.ts';

const asyncapi = `asyncapi: 3.0.0\ninfo: { title: Events, version: 1.0.0 }\nchannels: {}\n`;

/** What `generate` says of an OpenAPI document, and what `lint` says beside the rules of the house. */
async function findings(files: Record<string, string>): Promise<{ generate: string[]; lint: string[] }> {
  const project = projectFolder(files);
  const generated = await runCommand('generate', project);
  const linted = await runCommand('lint', project);
  rmSync(project.root, { recursive: true });
  const named = (lines: string[] = []) =>
    lines.filter(line => /yaml-syntax|not-supported|no-unresolved-ref/.test(line));
  return { generate: generated.ok ? [] : generated.lines, lint: named(linted.lines) };
}

const documents: [name: string, text: string, want: string][] = [
  [
    'Swagger 2.0',
    `swagger: '2.0'\ninfo: { title: Old, version: 1.0.0 }\npaths: {}\n`,
    '1:1 not-supported: Swagger 2.0 is not supported: write the document in OpenAPI 3.0, 3.1 or 3.2',
  ],
  [
    'a version that there is not yet',
    smallOpenapi.replace('3.1.1', '4.0.0'),
    '1:1 not-supported: OpenAPI 4.0.0 is not supported: write the document in OpenAPI 3.0, 3.1 or 3.2',
  ],
  [
    'an AsyncAPI document among those of OpenAPI',
    asyncapi,
    '1:1 not-supported: AsyncAPI 3.0.0 is not supported: write the document in OpenAPI 3.0, 3.1 or 3.2',
  ],
  [
    'something else',
    'name: covenant\n',
    '1:1 not-supported: This is no document of OpenAPI 3.0, 3.1 or 3.2: the key openapi is missing',
  ],
  [
    'an empty file',
    '',
    '1:1 not-supported: This is no document of OpenAPI 3.0, 3.1 or 3.2: the key openapi is missing',
  ],
  [
    'a path twice',
    `${smallOpenapi}  /things:\n    post: { operationId: addThing, responses: { '204': { description: None. } } }\n`,
    '6:3 yaml-syntax: Map keys must be unique',
  ],
  ['a tab', 'openapi: 3.1.1\ninfo:\n\ttitle: Tabs\n', '3:1 yaml-syntax: Tabs are not allowed as indentation'],
  [
    'a broken file that it refers to',
    smallOpenapi.replace("'204': { description: None. }", "'204': { $ref: '../broken.yaml' }"),
    '../broken.yaml:1:6 yaml-syntax',
  ],
];

test.each(documents)('%s is refused at its place, by generate and lint alike', async (_name, text, want) => {
  const { generate, lint } = await findings({ 'openapi/small.yaml': text, 'broken.yaml': 'a: [1' });
  expect(generate.join('\n')).toContain(want.startsWith('../') ? want.slice(3) : `openapi/small.yaml:${want}`);
  expect(lint).toEqual(generate);
});

const yaml = `\u{feff}openapi: 3.1.1
info: { title: YAML, version: '1.0' }
x-common: &common { type: object, properties: { day: { type: string, format: date } } }
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{ name: land, in: query, schema: { type: string, enum: [DE, NO, on, off, y, ~x, 1e3x, 2020-01-01, 12:30:45] } }]
      responses:
        200: { description: Things., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  schemas:
    Thing: { <<: *common, required: [day] }
`;

test('YAML means what YAML 1.2 says: words stay words, a merge key merges, a byte order mark is none', async () => {
  const { generate } = await import('./generate.ts');
  const project = projectFolder({ 'openapi/small.yaml': yaml });
  const types = (await generate(project)).get('generated/small/types.ts');
  rmSync(project.root, { recursive: true });
  expect(types).toContain('land?: "DE" | "NO" | "on" | "off" | "y" | "~x" | "1e3x" | "2020-01-01" | "12:30:45";');
  expect(types).toMatch(/export interface Thing \{\s+\/\*\* Format: date \*\/\s+day: string;\s+\}/);
  expect(types).toContain('{ status: 200; body: Thing;');
});

const upgraded = `openapi: 3.0.4
info: { title: Old, version: '1' }
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: { type: object, nullable: true, properties: { size: { type: number, minimum: 0, exclusiveMinimum: true } } }
              example: { size: 0 }
`;

test('OpenAPI 3.0 is read in the words of 3.1 by the linter too', async () => {
  const project = projectFolder({ 'openapi/small.yaml': upgraded });
  const lines = (await runCommand('lint', project)).lines;
  rmSync(project.root, { recursive: true });
  expect(lines).toContain('openapi/small.yaml:13:15 example-valid (warning): The example at /size must be > 0');
});

const references: [name: string, text: string, want: string][] = [
  ['a path', "{ $ref: '#/paths/~1things' }", '4:3 not-supported: #/paths/~1things leads back to itself'],
  [
    'a response',
    "{ get: { operationId: listThings, responses: { '200': { $ref: '#/components/responses/A' } } } }\ncomponents: { responses: { A: { $ref: '#/components/responses/A' } } }",
    '5:28 not-supported: #/components/responses/A leads back to itself',
  ],
];

test.each(references)('%s that leads to itself is a finding of both, and no crash', async (_name, item, want) => {
  const text = `openapi: 3.1.1\ninfo: { title: A, version: '1' }\npaths:\n  /things: ${item}\n`;
  const { generate, lint } = await findings({ 'openapi/small.yaml': text });
  expect(generate.join('\n')).toContain(`openapi/small.yaml:${want}`);
  expect(lint).toEqual(generate);
});

test('documents of no operation and no channel become files that compile', async () => {
  const { generate } = await import('./generate.ts');
  const project = projectFolder(
    {
      'openapi/small.yaml': "openapi: 3.1.1\ninfo: { title: A, version: '1' }\npaths: {}\n",
      'events/small.yaml': asyncapi,
    },
    { asyncapi: 'events/*.yaml' },
  );
  const files = await generate(project);
  expect(writeFiles(project, files).length).toBeGreaterThan(0);
  const paths = [...files.keys()].filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  const errors = typeErrorsOf(paths.map(file => join(project.root, file)));
  rmSync(project.root, { recursive: true });
  expect(errors).toEqual([]);
  expect(files.get('generated/small/client.ts')).not.toContain('const call');
  expect(files.get('generated/small/events.ts')).not.toContain('const messages');
});
