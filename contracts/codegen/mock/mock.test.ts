import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '../document/json.ts';
import { validatorOf } from '../openapi/validator-of.ts';
import { readContracts } from '../read-contracts.ts';
import { projectFolder } from '../testing/project-folder.ts';
import { type MockOptions, mockApp } from './mock-app.ts';

/** A document of somebody else: no configuration, no house rules. */
const kennel = `openapi: 3.0.3
info: { title: Kennel, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{ name: limit, in: query, schema: { type: integer, minimum: 1 } }]
      responses:
        '200': { description: All., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
    post:
      operationId: addPet
      security: [{ key: [] }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } } }
      responses:
        '201':
          description: Added.
          headers: { Location: { required: true, schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
        default: { $ref: '#/components/responses/Error' }
  /pets/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: getPet
      responses:
        '200':
          description: One.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
              examples:
                usual: { value: { id: 7, name: Rex, tag: dog } }
                old: { value: { id: 8, name: Methuselah } }
        '404': { description: None., content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
        '503': { description: Later. }
    put:
      operationId: replacePet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } } }
      responses: { '200': { description: Now., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    patch:
      operationId: changePet
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { type: object, properties: { name: { type: string }, tag: { type: string, nullable: true } } } } } }
      responses: { '200': { description: Now., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    delete: { operationId: removePet, responses: { '204': { description: Gone. } } }
  /owners/{ownerId}/report:
    get:
      operationId: getReport
      parameters: [{ name: ownerId, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Report' } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  responses: { Error: { description: Wrong., content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } } }
  schemas:
    NewPet: { type: object, required: [name], properties: { name: { type: string, minLength: 1 }, tag: { type: string } } }
    Pet: { allOf: [{ $ref: '#/components/schemas/NewPet' }, { type: object, required: [id], properties: { id: { type: integer, format: int64, minimum: 1 } } }] }
    Error: { type: object, required: [message], properties: { message: { type: string } } }
    Report:
      type: object
      required: [ownerId, at, code, share, kind, parents]
      properties:
        ownerId: { type: string }
        at: { type: string, format: date-time }
        code: { type: string, pattern: '^[A-Z]{2}-\\d{3}$' }
        share: { type: number, minimum: 0, maximum: 1, exclusiveMaximum: true }
        kind: { oneOf: [{ type: object, required: [dogs], properties: { dogs: { type: integer, multipleOf: 3, minimum: 4 } } }, { type: string, enum: [none] }] }
        parents: { type: array, minItems: 1, maxItems: 3, items: { $ref: '#/components/schemas/Report/properties/code' } }
        inner: { $ref: '#/components/schemas/Report' }
`;

const project = projectFolder({ 'openapi/kennel.yaml': kennel });
const [service] = readContracts(project).services.map(contract => contract.service);
const usual: MockOptions = { seed: 'one', latencyMs: [0, 0], failures: 0, security: true, cors: false };
const servers: Server[] = [];
let url: string;

async function serve(options: Partial<MockOptions> = {}): Promise<string> {
  if (!service) throw new Error('The document is not read');
  const server = createServer(await mockApp([service], { ...usual, ...options }));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function ask(path: string, init: RequestInit & { at?: string } = {}) {
  const response = await fetch(`${init.at ?? url}${path}`, init);
  const text = await response.text();
  const body: Json | undefined = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

const sending = (method: string, body: unknown, type = 'application/json') => ({
  method,
  body: JSON.stringify(body),
  headers: { 'content-type': type, 'x-key': 'k' },
});

beforeAll(async () => {
  url = await serve();
});
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections();
});

describe('a collection', () => {
  test('remembers what is created, changed and deleted', async () => {
    const before = await ask('/pets');
    const made = await ask('/pets', sending('POST', { name: 'Ada', tag: 'cat' }));
    expect(made).toMatchObject({ status: 201, body: { name: 'Ada', tag: 'cat', id: expect.any(Number) } });
    const path = made.headers.get('location') ?? '';
    expect(await ask(path)).toMatchObject({ status: 200, body: made.body });
    expect((await ask('/pets')).body).toEqual([...(Array.isArray(before.body) ? before.body : []), made.body]);
    expect(await ask('/pets?limit=1')).toMatchObject({ body: [expect.anything()] });

    const replaced = await ask(path, sending('PUT', { name: 'Bea' }));
    expect(replaced).toMatchObject({ status: 200, body: { name: 'Bea' } });
    await ask(path, sending('PATCH', { tag: null, name: 'Cy' }, 'application/merge-patch+json'));
    const { body } = await ask(path);
    expect(body).toMatchObject({ name: 'Cy' });
    expect(body).not.toHaveProperty('tag');

    expect((await ask(path, { method: 'DELETE' })).status).toBe(204);
    expect(await ask(path)).toMatchObject({ status: 404, body: { message: expect.any(String) } });
    expect((await ask('/pets')).body).toEqual(before.body);
  });

  test('gives each thing an id of its own', async () => {
    const ids = new Set<unknown>();
    for (let count = 0; count < 5; count += 1) {
      const { body } = await ask('/pets', sending('POST', { name: `Pet ${count}` }));
      ids.add(Reflect.get(Object(body), 'id'));
    }
    expect(ids.size).toBe(5);
  });
});

describe('a request', () => {
  test('is checked as the real server does it', async () => {
    expect(await ask('/pets', sending('POST', { name: '', colour: 'red' }))).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([{ path: '/body/colour', message: 'is not known' }]) },
    });
    expect((await ask('/pets?limit=0')).status).toBe(400);
    expect((await ask('/pets/rex')).status).toBe(400);
    expect((await ask('/pets', { method: 'PATCH' })).status).toBe(405);
    expect((await ask('/cats')).status).toBe(404);
  });

  test('needs a credential of the declared kind, unless nobody does', async () => {
    const post = { method: 'POST', body: '{"name":"Ada"}', headers: { 'content-type': 'application/json' } };
    expect((await ask('/pets', post)).status).toBe(401);
    expect((await ask('/pets', { ...post, at: await serve({ security: false }) })).status).toBe(201);
  });
});

describe('Prefer', () => {
  const prefer = (value: string) => ({ headers: { prefer: value } });

  test('asks for a status, an example, and a delay', async () => {
    expect((await ask('/pets/7', prefer('code=503'))).status).toBe(503);
    const old = await ask('/pets/7', prefer('example=old, code=200'));
    expect(old).toMatchObject({ status: 200, body: { id: 8, name: 'Methuselah' } });
    expect(old.headers.get('preference-applied')).toBe('example=old, code=200');
    expect((await ask('/pets/7', prefer('delay=1; code=404'))).status).toBe(404);
  });

  test('says what it cannot do', async () => {
    expect(await ask('/pets/7', prefer('code=402'))).toMatchObject({
      status: 400,
      body: { detail: 'getPet does not declare 402; it declares 200, 404, 503' },
    });
    expect(await ask('/pets/7', prefer('example=young'))).toMatchObject({
      status: 400,
      body: { detail: 'getPet has no example young of 200; it has usual, old' },
    });
    expect((await ask('/pets/7', prefer('code=abc'))).status).toBe(400);
  });
});

describe('values', () => {
  test('are valid, and the same for the same seed', async () => {
    const path = '/owners/ada/report';
    const { body } = await ask(path);
    expect(body).toMatchObject({ ownerId: 'ada' });
    const schema: Json = { $ref: '#/components/schemas/Report' };
    expect(service && validatorOf(service.document, schema)(body)).toBe(true);
    expect((await ask(path, { at: await serve() })).body).toEqual(body);
    expect((await ask(path, { at: await serve({ seed: 'two' }) })).body).not.toEqual(body);
  });
});

test('failures on demand are a share of the requests, the same ones for the same seed', async () => {
  const statuses = async () => {
    const at = await serve({ failures: 0.5 });
    const found: number[] = [];
    for (let count = 0; count < 12; count += 1) found.push((await ask('/pets', { at })).status);
    return found;
  };
  const first = await statuses();
  expect(new Set(first)).toEqual(new Set([200, 503]));
  expect(await statuses()).toEqual(first);
});

test('browsers of other origins read the answers where that is asked for', async () => {
  const at = await serve({ cors: true });
  expect((await ask('/pets', { at })).headers.get('access-control-allow-origin')).toBe('*');
  const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' }, at };
  expect((await ask('/pets', preflight)).status).toBe(204);
  expect((await ask('/pets')).headers.get('access-control-allow-origin')).toBeNull();
});
