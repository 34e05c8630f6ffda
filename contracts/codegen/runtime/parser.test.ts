import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { ContractError } from '../contract-error.ts';
import { generate } from '../generate.ts';
import { writeFiles } from '../output.ts';
import { projectFolder, smallOpenapi } from '../testing/project-folder.ts';
import { typeErrorsOf } from '../testing/type-errors.ts';

const schemas = `components:
  schemas:
    Address: { type: object, required: [name], properties: { name: { type: string, minLength: 1 }, notes: { type: array, items: { $ref: '#/components/schemas/Note' } } } }
    Note: { type: object, additionalProperties: false, properties: { at: { type: string, format: date-time }, kind: { type: string, default: plain } } }
`;
const project = projectFolder(
  { 'openapi/api.yaml': smallOpenapi + schemas },
  { parsers: { api: ['Address', 'Note'] } },
);
let parseAddress: (value: unknown) => unknown;

beforeAll(async () => {
  writeFiles(project, await generate(project));
  const module: unknown = await import(pathToFileURL(join(project.root, 'generated/api/parsers.ts')).href);
  const parse: unknown = Reflect.get(Object(module), 'parseAddress');
  parseAddress = value => (typeof parse === 'function' ? parse(value) : undefined);
});

test('a parser gives back what it got, with fields that the schema leaves open and without its defaults', () => {
  const address = { name: 'Ada', doorCode: '12', notes: [{ at: '2026-11-30T10:00:00Z' }] };
  expect(parseAddress(address)).toBe(address);
  expect(address).toEqual({ name: 'Ada', doorCode: '12', notes: [{ at: '2026-11-30T10:00:00Z' }] });
});

test.each([
  [{ name: '' }, 'This is no Address: /name must NOT have fewer than 1 characters'],
  [{ notes: [{ on: 1 }] }, 'This is no Address: /name is required; /notes/0/on is not known'],
  ['Ada', 'This is no Address: / must be object'],
])('of %j it says what is wrong', (value, message) => {
  expect(() => parseAddress(value)).toThrow(message);
});

test('its type is that of the schema', () => {
  const files = ['parsers.ts'].map(name => join(project.root, 'generated/api', name));
  expect(typeErrorsOf(files)).toEqual([]);
});

test.each([
  [{ api: ['Adress'] }, 'parsers: api has no schema Adress'],
  [{ apis: ['Address'] }, 'parsers: there is no service apis'],
])('%j is refused', async (parsers, message) => {
  const wrong = generate({ ...project, parsers });
  await expect(wrong).rejects.toThrow(ContractError);
  await expect(wrong).rejects.toThrow(message);
});
