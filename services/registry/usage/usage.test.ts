import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createUsage } from '../../../contracts/codegen/runtime/usage-counter.ts';
import { createRegistryClient, type RegistryClient } from '../../../generated/registry/client.ts';
import { outgoingFetch } from '../../platform/http/outgoing.ts';
import { observeCalls } from '../../platform/observability/usage.ts';
import { createUsageReporter } from '../../platform/observability/usage-reporter.ts';
import { serviceHeaders, TEST_SERVICE_KEY } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { type Registry, startRegistry } from '../testing/suite.ts';

const log = silentLog();
const today = new Date().toISOString().slice(0, 10);
let registry: Registry;
let pipeline: RegistryClient;

beforeAll(async () => {
  registry = await startRegistry();
  ({ pipeline } = registry);
  const item = { type: 'object', properties: { name: {}, version: {}, title: {} } };
  await pipeline.publishContract({
    path: { kind: 'openapi', name: 'registry', version: '1.0.0' },
    body: {
      document: {
        openapi: '3.1.1',
        info: { title: 'Registry', version: '1.0.0' },
        paths: {
          '/admin/contracts': {
            get: {
              responses: {
                200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } } },
              },
            },
          },
        },
        components: { schemas: { Page: { type: 'object', properties: { items: { type: 'array', items: item } } } } },
      },
    },
  });
});

afterAll(() => registry.close());

const usageOf = async (name: string, client = pipeline) => {
  const answer = await client.listUsage({ path: { kind: 'openapi', name } });
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  return answer.body;
};

test('what a client calls and reads is in the registry once its service has reported it', async () => {
  expect((await usageOf('registry')).measuredSince).toBeNull();
  const usage = createUsage(1);
  const client = createRegistryClient({
    baseUrl: registry.url,
    headers: () => serviceHeaders('pipeline'),
    ...observeCalls('cart', 'registry', usage),
  });
  for (let each = 0; each < 3; each += 1) {
    const page = await client.listContracts();
    expect(page.status === 200 && page.body.items.map(({ name }) => name)).toEqual(['registry']);
  }
  const fetch = outgoingFetch({ caller: 'cart', target: 'Registry', key: TEST_SERVICE_KEY, timeoutMs: 5_000 });
  const reporter = createUsageReporter({ usage, registryUrl: registry.url, fetch, log });
  await reporter.start();
  await reporter.stop();
  const { measuredSince, items } = await usageOf('registry');
  expect(measuredSince).toBe(today);
  expect(items).toEqual([
    {
      operation: 'GET /admin/contracts',
      consumer: 'cart',
      version: expect.any(String),
      count: 3,
      samples: 3,
      lastUsed: today,
      fields: [
        { pointer: '/items', lastRead: today },
        { pointer: '/items/*/name', lastRead: today },
      ],
    },
  ]);
});

test('a batch that the registry did not take is sent again, and counted once', async () => {
  const usage = createUsage(0);
  const used = { kind: 'asyncapi', name: 'orders', operation: 'OrderPaid', consumer: 'cart' } as const;
  usage.count(used);
  const send = outgoingFetch({ caller: 'cart', target: 'Registry', key: TEST_SERVICE_KEY, timeoutMs: 5_000 });
  const sent: string[] = [];
  const reporter = createUsageReporter({
    usage,
    registryUrl: registry.url,
    log,
    // The registry counts it, and its answer is lost.
    fetch: async request => {
      sent.push(request.url);
      const response = await send(request);
      if (sent.length === 1) throw new Error('the connection was lost');
      return response;
    },
  });
  await reporter.stop();
  usage.count(used);
  await reporter.stop();
  await reporter.stop();
  expect(sent[1]).toBe(sent[0]);
  expect(sent).toHaveLength(3);
  const answer = await pipeline.listUsage({ path: { kind: 'asyncapi', name: 'orders' } });
  expect(answer.status === 200 && answer.body.items[0]?.count).toBe(2);
});

test('what the contract does not declare is not kept, nor what was used before the days that are asked for', async () => {
  const cart = createRegistryClient({ baseUrl: registry.url, headers: () => serviceHeaders('cart') });
  const item = {
    kind: 'openapi',
    name: 'registry',
    operation: 'GET /admin/contracts',
    consumer: 'x',
    count: 1,
  } as const;
  const record = (batchId: string, day: string, ...pointers: string[]) =>
    cart.recordUsage({
      path: { batchId },
      body: { day, items: [{ ...item, fields: pointers.map(pointer => ({ pointer, count: 1 })) }] },
    });
  const answer = await record(
    '0199d0a0-7b1c-7c3e-9a52-000000000001',
    today,
    '/items/*/title',
    '/items/*/Ada',
    '/title',
  );
  expect(answer.status).toBe(204);
  const byX = ({ consumer }: { consumer: string }) => consumer === 'x';
  const found = (await usageOf('registry')).items.find(byX);
  expect(found?.fields.map(({ pointer }) => pointer)).toEqual(['/items/*/title']);
  const long = new Date(Date.now() - 50 * 86_400_000).toISOString().slice(0, 10);
  await record('0199d0a0-7b1c-7c3e-9a52-000000000002', long);
  expect((await usageOf('registry')).items.find(byX)?.count).toBe(1);
  const further = await pipeline.listUsage({ path: { kind: 'openapi', name: 'registry' }, query: { days: 90 } });
  expect(further.status === 200 && further.body.items.find(byX)?.count).toBe(2);
});

test('only services report, and the pipeline and staff look', async () => {
  const body = { day: today, items: [] };
  const path = { batchId: '0199d0a0-7b1c-7c3e-9a52-000000000003' };
  expect((await pipeline.recordUsage({ path, body })).status).toBe(403);
  const staff = createRegistryClient({
    baseUrl: registry.url,
    headers: () => registry.identity.headers({ kind: 'staff', roles: ['orders'] }),
  });
  expect((await staff.recordUsage({ path, body })).status).toBe(401);
  expect((await usageOf('registry', staff)).items.length).toBeGreaterThan(0);
});

describe('what the console read', () => {
  const operation = 'GET /admin/contracts';
  const batch = (samples: number, ...pointers: string[]) => ({
    version: '4d5e6f7',
    items: [{ name: 'registry', operation, samples, fields: pointers.map(pointer => ({ pointer, count: samples })) }],
  });
  const browser = (id: string, roles = ['orders']) =>
    createRegistryClient({
      baseUrl: registry.url,
      headers: () => registry.identity.headers({ kind: 'staff', roles, id }),
    });
  const count = (batchId: string) =>
    createRegistryClient({ baseUrl: registry.url, headers: () => serviceHeaders('gateway') }).recordUsage({
      path: { batchId },
      body: {
        day: today,
        items: [{ kind: 'openapi', name: 'registry', operation, consumer: 'admin', count: 7, fields: [] }],
      },
    });
  const ofConsole = async () => (await usageOf('registry')).items.filter(({ consumer }) => consumer === 'admin');

  test('is shown beside what the gateway counted, and never without', async () => {
    const client = browser('0199d0a0-0000-7000-8000-000000000001');
    const path = { batchId: '0199d0a0-7b1c-7c3e-9a52-000000000011' };
    expect((await client.recordConsoleUsage({ path, body: batch(2, '/items/*/name') })).status).toBe(204);
    expect(await ofConsole()).toEqual([]);
    await count('0199d0a0-7b1c-7c3e-9a52-000000000012');
    await client.recordConsoleUsage({ path, body: batch(2, '/items/*/name') });
    expect(await ofConsole()).toEqual([
      {
        operation,
        consumer: 'admin',
        version: '4d5e6f7',
        count: 7,
        samples: 2,
        lastUsed: today,
        fields: [{ pointer: '/items/*/name', lastRead: today }],
      },
    ]);
  });

  test('is kept of declared fields of known operations alone', async () => {
    const client = browser('0199d0a0-0000-7000-8000-000000000002');
    const record = async (batchId: string, body: ReturnType<typeof batch>) =>
      expect((await client.recordConsoleUsage({ path: { batchId }, body })).status).toBe(204);
    await record(
      '0199d0a0-7b1c-7c3e-9a52-000000000013',
      batch(1, '/items/*/ada@example.com', '/items/*/items', '/name'),
    );
    const unknown = batch(1, '/items');
    const [item] = unknown.items;
    if (item)
      await record('0199d0a0-7b1c-7c3e-9a52-000000000014', {
        ...unknown,
        items: [
          { ...item, operation: 'GET /invented' },
          { ...item, name: 'invented' },
        ],
      });
    expect((await ofConsole()).map(use => [use.operation, use.fields.map(({ pointer }) => pointer)])).toEqual([
      [operation, ['/items/*/name']],
    ]);
    expect(
      await registry.prisma.usageDay.count({ where: { OR: [{ name: 'invented' }, { operation: 'GET /invented' }] } }),
    ).toBe(0);
  });

  test('is refused of services, of shoppers, and of somebody who reports all the time', async () => {
    const path = { batchId: '0199d0a0-7b1c-7c3e-9a52-000000000015' };
    expect((await pipeline.recordConsoleUsage({ path, body: { items: [] } })).status).toBe(401);
    const shopper = createRegistryClient({
      baseUrl: registry.url,
      headers: () => registry.identity.headers({ kind: 'shopper', roles: [] }),
    });
    expect((await shopper.recordConsoleUsage({ path, body: { items: [] } })).status).toBe(403);
    const eager = browser('0199d0a0-0000-7000-8000-000000000003');
    const send = () => eager.recordConsoleUsage({ path, body: { items: [] } });
    await expect(Promise.all(Array.from({ length: 30 }, send))).rejects.toMatchObject({ status: 429 });
    const other = browser('0199d0a0-0000-7000-8000-000000000004');
    expect((await other.recordConsoleUsage({ path, body: { items: [] } })).status).toBe(204);
  });
});
