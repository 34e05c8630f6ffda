import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateContract, lintContract, type ServedContract, serveContract } from '../testing/contract.ts';

const body = (schema: string) => `{ required: true, content: { application/json: { schema: ${schema} } } }`;
const operation = (id: string, schema: string) => `  /${id}:
    post:
      operationId: ${id}
      requestBody: ${body(schema)}
      responses: { '200': { description: Fine, content: { application/json: { schema: ${schema} } } } }
`;
const ref = (name: string) => `{ $ref: '#/components/schemas/${name}' }`;

const inherited = `paths:
${operation('pet', ref('Pet'))}${operation('cat', ref('Cat'))}${operation('page', ref('PetPage'))}${operation('tree', ref('StrictTree'))}components:
  schemas:
    Pet: { type: object, required: [kind], properties: { kind: { type: string }, name: { type: string } }, discriminator: { propertyName: kind, mapping: { dog: Dog } } }
    Cat: { allOf: [${ref('Pet')}, { type: object, properties: { lives: { type: integer } } }] }
    Kitten: { allOf: [${ref('Cat')}, { type: object, required: [weeks], properties: { weeks: { type: integer } } }] }
    Dog: { allOf: [${ref('Pet')}, { type: object, properties: { tricks: { type: array, items: { type: string } } } }] }
    Page: { type: object, required: [items], properties: { items: { type: array, items: { $dynamicRef: '#item' } } }, $defs: { none: { $dynamicAnchor: item, not: {} } } }
    PetPage: { $ref: '#/components/schemas/Page', $defs: { bound: { $dynamicAnchor: item, $ref: '#/components/schemas/Pet' } } }
    Tree: { $dynamicAnchor: node, type: object, properties: { value: { type: integer }, children: { type: array, items: { $dynamicRef: '#node' } } } }
    StrictTree: { $dynamicAnchor: node, $ref: '#/components/schemas/Tree', required: [value] }
`;

const directed = `openapi: 3.0.4
info: { title: Api, version: 1.0.0 }
paths:
${operation('user', ref('User'))}${operation('team', ref('Team'))}components:
  schemas:
    User:
      type: object
      required: [id, name, password]
      properties: { id: { type: integer, readOnly: true }, name: { type: string }, password: { type: string, writeOnly: true } }
    Team: { type: object, properties: { lead: ${ref('User')}, members: { type: array, items: { allOf: [${ref('User')}, { required: [id] }] } } } }
`;

let shapes: ServedContract;
let users: ServedContract;
beforeAll(async () => {
  shapes = await serveContract(inherited);
  users = await serveContract(directed);
});
afterAll(async () => {
  await shapes.close();
  await users.close();
});

async function post(served: ServedContract, path: string, value: unknown, answer: unknown = value): Promise<number> {
  served.answer = { status: 200, body: answer };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${served.url}/${path}`, { method: 'POST', headers, body: JSON.stringify(value) });
  await response.arrayBuffer();
  return response.status;
}

describe('a schema that others extend', () => {
  test.each([
    ['pet', { kind: 'Cat', name: 'x', lives: 9 }, 200],
    ['pet', { kind: 'Kitten', lives: 9, weeks: 3 }, 200],
    ['pet', { kind: 'dog', tricks: ['sit'] }, 200],
    ['pet', { kind: 'Pet', name: 'x' }, 200],
    ['pet', { kind: 'Dog', tricks: ['sit'] }, 400],
    ['pet', { kind: 'Kitten', lives: 9 }, 400],
    ['pet', { kind: 'Cat', tricks: ['sit'] }, 400],
    ['pet', { kind: 'Hamster' }, 400],
    ['cat', { kind: 'Cat', lives: 9 }, 200],
    ['cat', { kind: 'Pet', lives: 9 }, 400],
  ])('%s: %j is %d', async (path, value, status) => {
    expect(await post(shapes, path, value)).toBe(status);
  });

  test('is the union of them', () => {
    expect(
      shapes.typeErrors(`import type { Pet, PetPage } from './types.ts';
        export const lives = (pet: Pet): number | undefined => (pet.kind === 'Cat' ? pet.lives : undefined);
        export const weeks = (pet: Pet): number | undefined => (pet.kind === 'Kitten' ? pet.weeks : undefined);
        export const first = (page: PetPage): Pet | undefined => page.items[0];`),
    ).toEqual([]);
  });
});

describe('a schema that others extend whose names are no values of its tag', () => {
  const restriction = `paths:
${operation('restriction', ref('Restriction'))}${operation('weekly', ref('Weekly'))}components:
  schemas:
    Restriction:
      type: object
      required: [kind]
      properties: { kind: { enum: [daily, weekly] } }
      discriminator: { propertyName: kind }
    Weekly:
      allOf: [${ref('Restriction')}, { type: object, required: [day], properties: { day: { type: integer } } }]
`;

  test('is what it says itself', async () => {
    const served = await serveContract(restriction);
    expect(await post(served, 'restriction', { kind: 'daily' })).toBe(200);
    expect(await post(served, 'restriction', { kind: 'Weekly' })).toBe(400);
    expect(await post(served, 'weekly', { kind: 'weekly', day: 1 })).toBe(200);
    expect(await post(served, 'weekly', { kind: 'weekly' })).toBe(400);
    await served.close();
  });

  test('is found: its discriminator chooses nothing', async () => {
    expect(await lintContract(restriction)).toEqual([
      expect.stringMatching(/^\d+:\d+ not-checked: `discriminator` has no effect: no schema that extends this one/),
    ]);
  });
});

describe('a dynamic reference', () => {
  test.each([
    ['page', { items: [{ kind: 'Pet' }] }, 200],
    ['page', { items: [{ kind: 'Cow' }] }, 400],
    ['tree', { value: 1, children: [{ value: 2, children: [] }] }, 200],
    ['tree', { value: 1, children: [{ children: [] }] }, 400],
  ])('%s: %j is %d', async (path, value, status) => {
    expect(await post(shapes, path, value)).toBe(status);
  });

  test('that nothing answers is refused where it stands', async () => {
    const contract = `paths:\n${operation('page', "{ type: array, items: { $dynamicRef: '#item' } }")}`;
    const message =
      'No component that leads here has the $dynamicAnchor item, so what #item means is not known: write $ref';
    expect((await lintContract(contract))[0]).toBe(`7:101 not-supported: ${message}`);
    await expect(generateContract(contract)).rejects.toThrow(`openapi/api.yaml:7:101 not-supported: ${message}`);
  });
});

describe('in OpenAPI 3.0', () => {
  const answered = { id: 1, name: 'x' };
  test.each([
    ['user', { name: 'x', password: 'y' }, answered, 200],
    ['user', { id: 1, name: 'x', password: 'y' }, answered, 400],
    ['user', { name: 'x' }, answered, 400],
    ['user', { name: 'x', password: 'y' }, { name: 'x' }, 500],
    [
      'team',
      { lead: { name: 'x', password: 'y' }, members: [{ name: 'x', password: 'y' }] },
      { lead: answered, members: [answered] },
      200,
    ],
  ])('%s takes %j and answers %j: %d', async (path, value, answer, status) => {
    expect(await post(users, path, value, answer)).toBe(status);
  });

  test('a property is in the types of one direction', () => {
    expect(
      users.typeErrors(
        `import type { User, UserInput, UserRequest } from './types.ts';
        export const input: UserInput = { body: { name: 'x', password: 'y' } };
        export const user: User = { id: 1, name: 'x' };
        // @ts-expect-error it is read only
        export const id = (request: UserInput) => request.body.id;`.replace(', UserRequest', ''),
      ),
    ).toEqual([]);
  });
});

test('in OpenAPI 3.1 a required readOnly property is reported', async () => {
  const schema = '{ type: object, required: [id], properties: { id: { type: integer, readOnly: true } } }';
  expect(await lintContract(`paths:\n${operation('user', schema)}`)).toEqual([
    expect.stringMatching(/^7:\d+ read-only-required: id is readOnly/),
  ]);
});

describe('a finding in a component that was made of another one stands where that one is written', () => {
  test.each([
    [
      'for one direction',
      `openapi: 3.0.4
info: { title: Api, version: 1.0.0 }
paths:
${operation('user', ref('User'))}components:
  schemas:
    Name: { type: string }
    User: { type: object, properties: { id: { type: string, readOnly: true }, a: { type: integer, example: none } } }
`,
    ],
    [
      'for those that extend it',
      `paths:
${operation('pet', ref('Pet'))}components:
  schemas:
    Name: { type: string }
    Pet: { type: object, required: [kind], properties: { kind: { type: string }, a: { type: integer, example: none } }, discriminator: { propertyName: kind } }
    Cat: { allOf: [${ref('Pet')}, { type: object }] }
`,
    ],
    [
      'for what a dynamic reference means',
      `paths:
${operation('page', ref('PetPage'))}components:
  schemas:
    Name: { type: string }
    Page: { type: object, properties: { a: { type: integer, example: none }, items: { type: array, items: { $dynamicRef: '#item' } } }, $defs: { none: { $dynamicAnchor: item, not: {} } } }
    PetPage: { $ref: '#/components/schemas/Page', $defs: { bound: { $dynamicAnchor: item, type: string } } }
`,
    ],
  ])('%s', async (_name, text) => {
    const found = (await lintContract(text)).filter(finding => finding.includes('example-valid'));
    expect(found.map(finding => Number(finding.split(':')[0]))).toEqual([12]);
  });
});

test('a default that cannot be filled in is reported', async () => {
  const schema =
    '{ anyOf: [{ type: object, properties: { a: { type: integer, default: 1 } } }, { type: object, properties: { b: {} } }] }';
  expect(await lintContract(`paths:\n${operation('any', schema)}`)).toEqual([
    expect.stringMatching(/^7:\d+ default-not-filled: The default of a is not filled in/),
  ]);
});
