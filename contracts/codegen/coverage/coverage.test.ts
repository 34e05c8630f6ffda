import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../command.ts';
import { runCovenant } from '../commands/commands.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { typeErrorsOf } from '../testing/type-errors.ts';

const head = 'openapi: 3.1.1\ninfo: { title: A, version: 1.0.0 }\n';
const request = (content: string) => `${head}paths:
  /a:
    post:
      operationId: send
      requestBody: { content: ${content} }
      responses: { '204': { description: None. } }
`;
const json = (schema: string) => request(`{ application/json: { schema: ${schema} } }`);

type Case = [name: string, document: string, want: string[]];

/** Said by both, and generated all the same. */
const notChecked: Case[] = [
  [
    'an XML body',
    request('{ application/xml: { schema: { type: object, properties: { b: { type: string } } } } }'),
    ['7:52 not-checked (warning): Bodies of application/xml are handed over as they come'],
  ],
  [
    'a limit of a text body',
    request('{ text/plain: { schema: { type: string, maxLength: 5 } } }'),
    ['7:47 not-checked (warning): Bodies of text/plain are handed over as they come'],
  ],
  ['a text body of any text', request('{ text/plain: { schema: { type: string } } }'), []],
  ['a file', request('{ image/png: { schema: { type: string, format: binary } } }'), []],
  [
    'properties of what need not be an object',
    json('{ properties: { b: { type: string } } }'),
    ['7:63 not-checked (warning): `properties` without `type: object` also lets through'],
  ],
  [
    'a default that its schema refuses',
    json('{ type: object, properties: { b: { type: integer, default: x } } }'),
    ['7:111 not-checked (warning): The default must be integer'],
  ],
  ['properties of an object', json('{ type: object, properties: { b: { type: string } } }'), []],
  ['properties of a part of an object', json('{ type: object, allOf: [{ properties: { b: { type: string } } }] }'), []],
  [
    'a limit of a response header',
    `${head}paths:
  /a:
    get:
      operationId: read
      responses: { '204': { description: None., headers: { X-Left: { schema: { type: integer, minimum: 0 } } } } }
`,
    ['7:70 not-checked (warning): Response headers are texts'],
  ],
];

/** Said by both, and nothing is generated. */
const refused: Case[] = [
  [
    'a schema that is itself',
    `${json("{ $ref: '#/components/schemas/A' }")}components: { schemas: { A: { allOf: [{ $ref: '#/components/schemas/A' }] } } }\n`,
    ['9:41 not-supported: A leads back to itself for one and the same value'],
  ],
  [
    'children that are their parent, which is one of them',
    `${json("{ $ref: '#/components/schemas/A' }")}components:
  schemas:
    A: { type: object, discriminator: { propertyName: t }, oneOf: [{ $ref: '#/components/schemas/B' }] }
    B: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object, properties: { b: { type: string } } }] }
`,
    ['12:20 not-supported: A leads back to itself for one and the same value'],
  ],
  [
    'an integer beyond 2^53 in an enum',
    json('{ enum: [1, 9007199254740993] }'),
    ['7:73 not-supported: An integer beyond 2^53 is another one in JavaScript'],
  ],
  [
    'the largest of 64 bits as a default',
    json('{ type: integer, default: 9223372036854775807 }'),
    ['7:78 not-supported: An integer beyond 2^53 is another one in JavaScript'],
  ],
  [
    'one in a constant, deep inside',
    json('{ const: { id: [9007199254740993] } }'),
    ['7:63 not-supported: An integer beyond 2^53 is another one in JavaScript'],
  ],
  [
    'another dialect',
    json("{ $schema: 'http://json-schema.org/draft-04/schema#', type: string }"),
    ['7:63 not-supported: The dialect http://json-schema.org/draft-04/schema# is not supported'],
  ],
  [
    'a dialect of the document',
    `jsonSchemaDialect: https://example.com/own\n${json('{ type: string }')}`,
    ['1:1 not-supported: The dialect https://example.com/own is not supported'],
  ],
  [
    'a reference that the $id of its schema leads to another host',
    json("{ $id: 'https://example.com/a', type: object, properties: { b: { $ref: other } } }"),
    ['7:121 not-supported: https://example.com/other is not fetched'],
  ],
  [
    'a reference into the document from a schema that has an $id',
    `${json("{ $id: 'https://example.com/a', type: object, properties: { b: { $ref: '#/components/schemas/B' } } }")}components: { schemas: { B: { type: string } } }\n`,
    ['7:121 no-unresolved-ref: Nothing is at #/components/schemas/B: `$id` makes it relative to https://example.com/a'],
  ],
];

const lineOf = /^openapi\/api\.yaml:(\d+:\d+ .*)$/;

async function said(document: string): Promise<{ lint: string[]; generate: string[]; ok: boolean }> {
  const project = projectFolder({ 'openapi/api.yaml': document }, { rules: { 'openapi-structure': 'off' } });
  const linted = await runCommand('lint', project);
  const generated = await runCommand('generate', project);
  const places = (lines: readonly string[]) => lines.flatMap(line => lineOf.exec(line)?.[1] ?? []);
  return { lint: places(linted.lines), generate: places(generated.lines), ok: generated.ok };
}

test.each(notChecked)('%s: lint and generate say alike what is not checked', async (_name, document, want) => {
  const { lint, generate, ok } = await said(document);
  expect(lint).toEqual(want.map(text => expect.stringContaining(text)));
  expect(generate).toEqual(lint);
  expect(ok).toBe(true);
});

test.each(refused)('%s: lint and generate refuse it alike', async (_name, document, want) => {
  const { lint, generate, ok } = await said(document);
  expect(lint).toEqual(want.map(text => expect.stringContaining(text)));
  expect(generate).toEqual(lint);
  expect(ok).toBe(false);
});

test('references are relative to the $id of the schema around them, and may name one', async () => {
  const project = projectFolder({
    'openapi/api.yaml': `${json("{ $ref: 'https://example.com/boats/boat' }")}components:
  schemas:
    Boat:
      $id: https://example.com/boats/boat
      type: object
      required: [mast, sail, next]
      properties: { mast: { $ref: '#/$defs/mast' }, sail: { $ref: sail }, flag: { $ref: '#flag' }, next: { $ref: '#' } }
      $defs: { mast: { type: integer }, f: { $anchor: flag, type: boolean } }
    Sail: { $id: 'https://example.com/boats/sail', type: string }
`,
  });
  expect(await runCommand('lint', project)).toMatchObject({ ok: true, lines: ['The contracts are in order.'] });
  expect((await runCommand('generate', project)).ok).toBe(true);
  const file = join(project.root, 'generated/api/program.ts');
  writeFileSync(
    file,
    `import type { Boat } from './types.ts';
export const mast: number | undefined = ({} as Boat).mast;
export const sail: string | undefined = ({} as Boat).sail;
export const flag: boolean | undefined = ({} as Boat).flag;
export const next: Boat = ({} as Boat).next;
// @ts-expect-error a mast is a number
export const wrong: string = ({} as Boat).mast;
`,
  );
  expect(typeErrorsOf([file])).toEqual([]);
});

test('covenant coverage says what becomes of each keyword, with the place where nothing does', async () => {
  const project = projectFolder({
    'api.yaml': json(
      '{ type: object, description: A., properties: { b: { enum: [9007199254740993], minLenght: 3 } } }',
    ),
  });
  const file = join(project.root, 'api.yaml');
  const { output, exitCode } = await runCovenant(['coverage', '--json', file]);
  const text = await runCovenant(['coverage', file]);
  expect(exitCode).toBe(1);
  const { keywords } = JSON.parse(output);
  const ofSchemas = keywords.filter(({ object }: { object: string }) => object === 'schema');
  expect(ofSchemas).toEqual([
    { object: 'schema', keyword: 'description', status: 'ignored by specification', times: 1 },
    { object: 'schema', keyword: 'enum', status: 'refused', times: 1, place: 'api.yaml:7:120' },
    { object: 'schema', keyword: 'minLenght', status: 'not checked', times: 1, place: 'api.yaml:7:139' },
    { object: 'schema', keyword: 'properties', status: 'implemented', times: 1 },
    { object: 'schema', keyword: 'type', status: 'implemented', times: 1 },
  ]);
  expect(text.output).toMatch(/schema +minLenght +1 +not checked, first at api.yaml:7:139/);
  expect(text.output).toContain(
    'No specification has the keyword minLenght: nothing is made of it. Is minLength meant?',
  );
});

test('a misspelt extension is named with the one that is meant', async () => {
  const text = json('{ type: object }').replace(/( +)operationId:/, '$1x-gatway: public\n$1operationId:');
  const project = projectFolder({ 'openapi/api.yaml': text }, { rules: { 'unknown-extension': 'error' } });
  const { lines } = await runCommand('lint', project);
  expect(lines.join('\n')).toContain('unknown-extension: x-gatway is not known; is x-gateway meant?');
});

test('covenant coverage knows the parameters of an address, also among the components', async () => {
  const project = projectFolder({
    'api.yaml': `asyncapi: 3.0.0
info: { title: Devices, version: 1.0.0 }
channels:
  measured:
    address: devices.{id}.{unit}
    parameters: { id: { $ref: '#/components/parameters/Id' }, unit: { description: What is measured. } }
    messages: { Measured: { payload: { type: object } } }
components: { parameters: { Id: { enum: [a, b], default: a } } }
`,
  });
  const { output, exitCode } = await runCovenant(['coverage', '--json', join(project.root, 'api.yaml')]);
  const { keywords } = JSON.parse(output);
  expect(exitCode).toBe(0);
  expect(keywords.filter(({ object }: { object: string }) => /parameter/i.test(object))).toEqual(
    ['$ref', 'default', 'description', 'enum'].map(keyword => ({
      object: 'addressParameter',
      keyword,
      status: keyword === 'description' ? 'ignored by specification' : 'implemented',
      times: 1,
    })),
  );
});
