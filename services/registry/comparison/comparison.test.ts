import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRegistryClient, type RegistryClient } from '../../../generated/registry/client.ts';
import { serviceHeaders } from '../../platform/testing/identity.ts';
import { type Registry, startRegistry } from '../testing/suite.ts';

const today = new Date().toISOString().slice(0, 10);
let registry: Registry;
let pipeline: RegistryClient;

const order = (...required: string[]) => ({
  type: 'object',
  required,
  properties: { number: { type: 'string' }, note: { type: 'string' }, total: { $ref: '#/components/schemas/Money' } },
});
const money = { type: 'object', properties: { amount: { type: 'integer' } } };
const document = (version: string, schema: object, more: object = {}) => ({
  openapi: '3.1.1',
  info: { title: 'Orders', version },
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'It.', content: { 'application/json': { schema } } } },
      },
    },
    ...more,
  },
  components: { schemas: { Money: money } },
});
const ending = {
  get: {
    operationId: 'listRecent',
    summary: 'The newest',
    deprecated: true,
    'x-deprecated': '2026-01-01',
    'x-sunset': '2099-12-31',
    responses: { 204: { description: 'None.' } },
  },
};
const orders = { kind: 'openapi', name: 'orders' } as const;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
  const more = { '/recent': ending };
  for (const each of [document('1.0.0', order('number', 'note'), more), document('2.0.0', order('number'), more)]) {
    const answer = await pipeline.publishContract({
      path: { ...orders, version: each.info.version },
      body: { document: each },
    });
    expect(answer.status).toBe(200);
  }
  const pact = {
    consumer: { name: 'storefront' },
    provider: { name: 'orders' },
    interactions: [
      { description: 'an order', request: { method: 'GET', path: '/orders/1' }, response: { status: 200 } },
    ],
    metadata: { pactSpecification: { version: '2.0.0' } },
  };
  const published = await pipeline.publishPacts({
    body: {
      pacticipantName: 'storefront',
      pacticipantVersionNumber: 'abc',
      contracts: [
        {
          consumerName: 'storefront',
          providerName: 'orders',
          specification: 'pact',
          contentType: 'application/json',
          content: Buffer.from(JSON.stringify(pact)).toString('base64'),
        },
      ],
    },
  });
  expect(published.status).toBe(200);
  const gateway = createRegistryClient({ baseUrl: registry.url, headers: () => serviceHeaders('gateway') });
  const used = { ...orders, consumer: 'curl', count: 2, fields: [] };
  await gateway.recordUsage({
    path: { batchId: '0199d0a0-7b1c-7c3e-9a52-000000000001' },
    body: {
      day: today,
      items: [
        { ...used, operation: 'GET /orders/{id}' },
        { ...used, operation: 'GET /recent' },
      ],
    },
  });
});

afterAll(() => registry.close());

const hit = [
  { consumer: 'curl', hasPact: false, lastUsed: today },
  { consumer: 'storefront', hasPact: true },
];

describe('two versions', () => {
  test('are compared, with who is hit', async () => {
    const answer = await pipeline.compareContractVersions({ path: orders, query: { from: '1.0.0', to: 'latest' } });
    expect(answer).toMatchObject({
      status: 200,
      body: { from: '1.0.0', to: '2.0.0', neededVersion: '2.0.0', isVersionEnough: true },
    });
    const [first] = answer.status === 200 ? answer.body.items : [];
    expect(first).toMatchObject({ severity: 'breaking', at: ['GET /orders/{id}'], consumers: hit });
    expect(first?.before).toContain('/paths/~1orders~1{id}/get/responses/200/');
  });

  test('that are not there are not compared', async () => {
    const answer = await pipeline.compareContractVersions({ path: orders, query: { from: '9.0.0', to: 'latest' } });
    expect(answer.status).toBe(404);
  });
});

describe('a draft', () => {
  const compare = (text: string) => pipeline.compareDraft({ path: orders, body: { text } });
  const draft = `openapi: 3.1.1
info: { title: Orders, version: 2.0.1 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: It.
          content:
            application/json:
              schema:
                type: object
                required: [number]
                properties:
                  number: { type: integer }
                  note: { type: string }
                  total: { $ref: '../common.yaml#/components/schemas/Money' }
`;

  test('says what it breaks, for whom, and its number; references to other files are known by name', async () => {
    const answer = await compare(draft);
    expect(answer).toMatchObject({ status: 200, body: { from: '2.0.0', to: '2.0.1', neededVersion: '3.0.0' } });
    const items = answer.status === 200 ? answer.body.items : [];
    const changed = items.find(({ message }) => message.includes('number'));
    expect(changed).toMatchObject({ severity: 'breaking', consumers: hit });
    expect(items.some(({ id }) => id.includes('removed'))).toBe(true);
    expect(items.some(({ message }) => message.includes('total'))).toBe(false);
  });

  test.each([
    ['openapi: [', 'is no YAML'],
    ['asyncapi: 3.0.0', 'is of another kind'],
    [draft.replace('schemas/Money', 'schemas/Nothing'), 'refers to what nobody knows'],
  ])('that cannot be read is refused (%#: it %s)', async text => {
    expect((await compare(text)).status).toBe(422);
  });

  test('is not stored', async () => {
    const { status, body } = await pipeline.listContractVersions({ path: orders });
    expect(status === 200 && body.items.map(({ version }) => version)).toEqual(['2.0.0', '1.0.0']);
  });
});

test('deprecated operations are listed with their consumers', async () => {
  expect(await pipeline.listDeprecations()).toMatchObject({
    status: 200,
    body: {
      items: [
        {
          name: 'orders',
          operation: 'GET /recent',
          summary: 'The newest',
          deprecated: '2026-01-01',
          sunset: '2099-12-31',
          consumers: [{ consumer: 'curl', lastUsed: today }],
        },
      ],
    },
  });
});

test('pacts come with the result of their last verification, and with whether they let a version go', async () => {
  const pacts = await pipeline.listPactResults();
  const row = { consumer: 'storefront', provider: 'orders', consumerVersions: ['abc'], interactions: 1 };
  expect(pacts.status === 200 && pacts.body.items).toEqual([{ ...row, result: 'unknown' }]);
  await pipeline.createEnvironment({ body: { name: 'production', production: true } });
  const { status, body } = await pipeline.listDeployability();
  expect(status === 200 && body).toMatchObject({
    environments: [{ name: 'production', production: true }],
    items: [
      { pacticipant: 'storefront', version: 'abc', deployable: false, unknown: 1 },
      { pacticipant: 'storefront', version: 'abc', environment: 'production', deployable: false, unknown: 1 },
    ],
  });
});

test('staff look, shoppers do not', async () => {
  const as = (kind: 'staff' | 'shopper', role: string) =>
    createRegistryClient({ baseUrl: registry.url, headers: () => registry.identity.headers({ kind, roles: [role] }) });
  expect((await as('staff', 'support').listPactResults()).status).toBe(200);
  expect((await as('shopper', 'shopper').listPactResults()).status).toBe(403);
});
