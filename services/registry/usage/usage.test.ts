import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRegistryClient, type RegistryClient } from '../../../generated/registry/client.ts';
import { outgoingFetch } from '../../platform/http/outgoing.ts';
import { createUsage, observeCalls } from '../../platform/observability/usage.ts';
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
        paths: {},
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
  const item = { kind: 'openapi', name: 'registry', operation: 'GET /a', consumer: 'x', count: 1 } as const;
  const record = (batchId: string, day: string, ...pointers: string[]) =>
    cart.recordUsage({
      path: { batchId },
      body: { day, items: [{ ...item, fields: pointers.map(pointer => ({ pointer, count: 1 })) }] },
    });
  const answer = await record('0199d0a0-7b1c-7c3e-9a52-000000000001', today, '/items/*/title', '/items/*/Ada');
  expect(answer.status).toBe(204);
  const [found] = (await usageOf('registry')).items.filter(({ operation }) => operation === 'GET /a');
  expect(found?.fields.map(({ pointer }) => pointer)).toEqual(['/items/*/title']);
  const long = new Date(Date.now() - 50 * 86_400_000).toISOString().slice(0, 10);
  await record('0199d0a0-7b1c-7c3e-9a52-000000000002', long);
  expect((await usageOf('registry')).items.find(({ operation }) => operation === 'GET /a')?.count).toBe(1);
  const further = await pipeline.listUsage({ path: { kind: 'openapi', name: 'registry' }, query: { days: 90 } });
  expect(further.status === 200 && further.body.items.find(({ operation }) => operation === 'GET /a')?.count).toBe(2);
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
