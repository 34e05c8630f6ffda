import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from './command.ts';
import { Source } from './document/source.ts';
import { writeFiles } from './output.ts';
import { projectFolder, smallOpenapi } from './testing/project-folder.ts';
import { typeErrorsOf } from './testing/type-errors.ts';

const asyncapi = `asyncapi: 3.0.0\ninfo: { title: Events, version: 1.0.0 }\nchannels: {}\n`;

/** What `generate` says of an OpenAPI document, and what `lint` says beside the rules of the house. */
async function findings(files: Record<string, string>): Promise<{ generate: string[]; lint: string[] }> {
  const project = projectFolder(files);
  const generated = await runCommand('generate', project);
  const linted = await runCommand('lint', project);
  const named = (lines: string[] = []) =>
    lines.filter(line => /yaml-syntax|not-supported|no-unresolved-ref/.test(line));
  return { generate: generated.ok ? [] : generated.lines, lint: named(linted.lines) };
}

/** Lists of ten aliases of the list before each. */
function multiplied(lines: number): string {
  return Array.from({ length: lines }, (_, at) => `x-${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`)}]\n`).join('');
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
    'a status twice, as a number and as a text',
    smallOpenapi.replace(
      "{ '204': { description: None. }",
      "{ 204: { description: None. }, '204': { description: Nil. }",
    ),
    '5:79 yaml-syntax: Map keys must be unique',
  ],
  [
    'an alias of nothing',
    smallOpenapi.replace('{ description: None. }', '*none'),
    '5:57 yaml-syntax: The anchor `none` is not set before this alias',
  ],
  [
    'an alias of what it stands in',
    `${smallOpenapi}x-list: &list [1, *list]\n`,
    '6:19 yaml-syntax: The alias `list` leads to what it stands in',
  ],
  [
    'aliases that multiply',
    `${smallOpenapi}x-0: &a0 [x]\n${multiplied(8)}`,
    '13:10 yaml-syntax: Aliases make more than 10000000 values of this',
  ],
  ['a tag that nobody knows', `${smallOpenapi}x-stack: !Ref Stack\n`, '6:10 yaml-syntax: Unresolved tag: !Ref'],
  ['a list as a key', `${smallOpenapi}x-map: { ? [1, 2] : x }\n`, '6:12 yaml-syntax: A key is a text'],
  [
    'a merge of what is no map',
    `${smallOpenapi}x-text: &text t\nx-map: { <<: *text }\n`,
    '7:10 yaml-syntax: `<<` merges maps, or a list of them',
  ],
  ['YAML 1.1', `%YAML 1.1\n---\n${smallOpenapi}`, '1:1 yaml-syntax: YAML 1.1 is not supported: contracts are YAML 1.2'],
  ['what was read from UTF-16', [...smallOpenapi].join('\0'), '1:1 yaml-syntax: The file is UTF-16: save it as UTF-8'],
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

test.each([
  ['a comment', '  // none\n', '2:3 yaml-syntax: JSON has no comments'],
  ['a comma too many', '  "x-a": [1, ],\n', '2:14 yaml-syntax: This is no JSON: a value is expected here'],
  ['a number that JSON does not have', '  "x-a": 01,\n', '2:10 yaml-syntax: This is no JSON: a value is expected here'],
  ['a name twice', '  "x-a": ": 1",\n  "x-\\u0061": 2,\n', '3:3 yaml-syntax: Map keys must be unique'],
])('JSON with %s is refused at its place', async (_name, line, want) => {
  const text = `{\n${line}  "openapi": "3.1.1", "info": { "title": "JSON", "version": "1.0.0" }, "paths": {}\n}\n`;
  const { generate, lint } = await findings({ 'openapi/small.json': text });
  expect(generate).toEqual([`openapi/small.json:${want}`]);
  expect(lint).toEqual(generate);
});

test('a file that is no UTF-8 is refused where it ceases to be', async () => {
  const project = projectFolder({ 'openapi/small.yaml': smallOpenapi });
  const file = join(project.root, 'openapi/small.yaml');
  writeFileSync(file, Buffer.from(smallOpenapi.replace('None.', 'Für nichts.'), 'latin1'));
  const generated = await runCommand('generate', project);
  expect(generated).toMatchObject({ lines: [expect.stringContaining('5:73 yaml-syntax: The file is no UTF-8')] });
});

test('a file without a letter or a digit in its name names no service', async () => {
  const { generate, lint } = await findings({ 'openapi/_.yaml': smallOpenapi });
  expect(generate).toEqual([
    'openapi/_.yaml:1:1 not-supported: A service is called like its file, whose name needs a letter or a digit',
  ]);
  expect(lint).toEqual(generate);
});

test('security that names a scheme that is not there is generated by nobody', async () => {
  const text = smallOpenapi.replace('get: {', 'get: { security: [{ key: [] }],');
  const project = projectFolder({ 'openapi/small.yaml': text });
  const { ok, lines } = await runCommand('generate', project);
  expect([ok, lines]).toEqual([false, ['openapi/small.yaml:5:12 security-scheme: There is no security scheme key']]);
});

test('security may name a scheme by reference, as OpenAPI 3.2 has it', async () => {
  const text = smallOpenapi
    .replace('3.1.1', '3.2.0')
    .replace('get: {', "get: { security: [{ '#/components/securitySchemes/key': [] }],");
  const schemes = 'components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\n';
  const project = projectFolder({ 'openapi/small.yaml': text + schemes });
  const { ok, lines } = await runCommand('lint', project);
  const generated = await runCommand('generate', project);
  const server = readFileSync(join(project.root, 'generated/small/server.ts'), 'utf8');
  expect([ok, lines.filter(line => line.includes('security-scheme')), generated.ok]).toEqual([true, [], true]);
  expect(server).toContain('key: []');
});

test('keys are texts, as they are written', async () => {
  const { json, errors } = new Source('a.yaml', '1.0: a\n1: b\n0x10: c\n007: d\ntrue: e\n~: f\n');
  expect([json, errors]).toEqual([{ '1.0': 'a', 1: 'b', '0x10': 'c', '007': 'd', true: 'e', '~': 'f' }, []]);
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
  expect(lines).toContain('openapi/small.yaml:13:15 example-valid (warning): The example at /size must be > 0');
});

test('what only OpenAPI 3.0 has is read as there, and found, in a document of a later version', async () => {
  const project = projectFolder({ 'openapi/small.yaml': upgraded.replace('3.0.4', '3.1.1') });
  const { lines } = await runCommand('generate', project);
  const found = 'OpenAPI has no such `nullable` since 3.1. It is read as in 3.0: write `null` into the `type`';
  expect(lines).toContain(`openapi/small.yaml:12:39 not-checked (warning): ${found}`);
  expect(lines.join('\n')).toContain('12:103 not-checked (warning): OpenAPI has no such `exclusiveMinimum` since 3.1');
});

test('a quoted text that goes on at the indentation of its key is read, and found', async () => {
  const text = smallOpenapi.replace(
    '{ title: Small, version: 1.0.0 }',
    '\n  title: "Small\n  # \\"things\\""\n  version: 1.0.0',
  );
  const project = projectFolder({ 'openapi/small.yaml': text });
  const generated = await runCommand('generate', project);
  const linted = await runCommand('lint', project);
  const { generate } = await import('./generate.ts');
  const server = (await generate(project)).get('generated/small/server.ts');
  const found = 'The next line of this text stands too far left for YAML 1.2: indent it more than the key';
  expect(generated.lines).toContain(`openapi/small.yaml:3:16 yaml-indentation (warning): ${found}`);
  expect(linted).toMatchObject({ ok: true, lines: [`openapi/small.yaml:3:16 yaml-indentation (warning): ${found}`] });
  expect(server).toContain('Serves Small # "things".');
});

test('a quote that is never closed is an error still', async () => {
  const { generate } = await findings({ 'openapi/small.yaml': smallOpenapi.replace('Small,', '"Small,') });
  expect(generate.join('\n')).toContain('6:1 yaml-syntax: Missing closing "quote');
});

const unsupported = `${smallOpenapi}  /search:
    get:
      operationId: search
      parameters: [{ name: by, in: query, schema: { type: array, items: { type: object } } }]
      responses: { '204': { description: None. } }
    post: { operationId: searchMore, responses: { '204': { description: None. } } }
`;

test('an operation that cannot be carried through is left out where the project says why', async () => {
  const { generate } = await import('./generate.ts');
  const exceptions = [
    { rule: 'not-supported', at: '/paths/~1search/get', reason: 'Its lists are written as JSON' },
    { rule: 'not-supported', at: '/paths/~1things/get/parameters', reason: 'Is no operation' },
  ];
  const project = projectFolder({ 'openapi/small.yaml': unsupported });
  const refused = await runCommand('generate', project);
  const files = await generate({ ...project, exceptions });
  const linted = await runCommand('lint', { ...project, exceptions });
  expect(refused.ok).toBe(false);
  expect(refused.lines.join('\n')).toMatch(/9:20 not-supported: A list of objects cannot travel/);
  expect(files.get('generated/small/client.ts')).toContain('searchMore(');
  expect(files.get('generated/small/client.ts')).not.toContain(' search(');
  expect(files.get('generated/small/server.ts')).not.toContain("'search'");
  expect(linted).toMatchObject({
    ok: true,
    lines: [
      'covenant.config.ts:1:1 unused-exception (warning): Nothing is excepted from not-supported at /paths/~1things/get/parameters (Is no operation): remove the exception',
    ],
  });
});

test('a schema that is none keeps lint from nothing else: its examples are not judged', async () => {
  const content = '{ application/json: { schema: { type: object, required: yes }, example: { a: 1 } } }';
  const text = smallOpenapi.replace("'204': { description: None.", `'200': { description: None., content: ${content}`);
  const project = projectFolder({ 'openapi/small.yaml': text });
  const { ok, lines } = await runCommand('lint', project);
  expect(ok).toBe(false);
  expect(lines.join('\n')).toContain('not-supported: No validator can be made of this schema: required must be a list');
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
  expect(errors).toEqual([]);
  expect(files.get('generated/small/client.ts')).not.toContain('const call');
  expect(files.get('generated/small/events.ts')).not.toContain('const messages');
});
