import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { catalogEvents, catalogTopics, type ProductUpdated } from '../../generated/catalog/events.ts';
import { type CatalogHandlers, createCatalogRouter } from '../../generated/catalog/server.ts';
import type { Product } from '../../generated/catalog/types.ts';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { inventoryEvents, inventoryTopics } from '../../generated/inventory/events.ts';
import { createInventoryRouter, type InventoryHandlers } from '../../generated/inventory/server.ts';
import { createSearchClient } from '../../generated/search/client.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { serviceSecurity } from '../platform/http/auth.ts';
import { type RequestContext, requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { outgoingFetch } from '../platform/http/outgoing.ts';
import { newId } from '../platform/ids.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { TEST_PUBLIC_KEYS, TEST_SERVICE_KEY, type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { publish, publishBroken } from '../platform/testing/publish.ts';
import { consumeAll, type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { buildApp, buildWorkers } from './app.ts';
import { openTestIndex, product, type TestIndex } from './testing/index.ts';

/** The data of catalog and inventory, and hooks that run during their requests. */
const catalogHas = new Map<string, Product>();
const inventoryHas = new Map<string, number>();
let duringExport: (() => Promise<void>) | undefined;
let duringLookUp: ((skus: readonly string[]) => Promise<void>) | undefined;
let catalogIsDown = false;

let index: TestIndex;
let identity: TestIdentity;
let kafka: TestTopics;
let app: TestApp;
let others: TestApp;
let workers: Worker[];
let client: ReturnType<typeof createSearchClient>;

const exportProducts: CatalogHandlers<RequestContext>['exportProducts'] = async ({ query }) => {
  const after = query.cursor === undefined ? '' : decodeCursor(z.string(), query.cursor);
  const items = [...catalogHas.values()]
    .filter(({ id }) => id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, 2);
  if (query.limit > 1) await duringExport?.(); // a rebuild requests one item to check that catalog is available
  const last = items.at(-1);
  return { status: 200, body: { items, nextCursor: last ? encodeCursor(last.id) : null } };
};
const lookUpAvailability: InventoryHandlers<RequestContext>['lookUpAvailability'] = async ({ body }) => {
  const items = body.skus.map(sku => ({ sku, available: inventoryHas.get(sku) ?? 0, version: 1 }));
  await duringLookUp?.(body.skus);
  return { status: 200, body: { items } };
};

beforeAll(async () => {
  const security = {
    session: async () => 'anonymous' as const,
    service: serviceSecurity<RequestContext>({ audience: ['catalog', 'inventory'], publicKeys: TEST_PUBLIC_KEYS }),
  };
  const options = { security, context: requestContext<never>, checkResponses: true };
  const routers = [
    createCatalogRouter({ ...options, handlers: { exportProducts } as CatalogHandlers<RequestContext> }),
    createInventoryRouter({ ...options, handlers: { lookUpAvailability } as InventoryHandlers<RequestContext> }),
  ];
  index = openTestIndex();
  const log = silentLog();
  [identity, kafka, others] = await Promise.all([
    testIdentity(),
    testTopics(catalogTopics, inventoryTopics),
    startTestApp(createHttpApp({ log, routers, checks: {} })),
  ]);
  const settings = { elasticsearch: index.client, indexPrefix: index.prefix, log };
  const send = outgoingFetch({
    caller: 'search',
    target: 'Catalog',
    key: TEST_SERVICE_KEY,
    timeoutMs: 30_000,
    retries: 0,
  });
  const fetch = (request: Request) =>
    send(catalogIsDown ? new Request(request.url.replace(others.url, 'http://127.0.0.1:1'), request) : request);
  app = await startTestApp(buildApp({ ...settings, identityUrl: identity.url, checkResponses: true }));
  client = createSearchClient({
    baseUrl: app.url,
    headers: () => identity.headers({ kind: 'staff', roles: ['catalog'] }),
  });
  workers = buildWorkers({
    ...settings,
    kafka: kafka.connection,
    catalog: createCatalogClient({ baseUrl: others.url, fetch }),
    inventory: createInventoryClient({ baseUrl: others.url, fetch }),
  });
});
afterAll(async () => {
  await Promise.all(workers.map(worker => worker.stop()));
  await Promise.all([app.close(), others.close(), identity.close(), kafka.drop()]);
  await index.drop();
});

/** A product that catalog has, and its event. */
function offered(title: string, version = 1, also: Partial<ProductUpdated> = {}) {
  const payload = { ...product(title, 'Fruit', { sku: newId() }), version, updatedAt: '2026-11-22T10:00:00Z', ...also };
  const variants = payload.variants.map(variant => ({ ...variant, options: {} }));
  catalogHas.set(payload.id, { ...payload, variants, options: [], seo: {} });
  return { ...payload, sku: payload.variants[0]?.sku ?? '', event: catalogEvents.ProductUpdated(payload.id, payload) };
}

const adjusted = (sku: string, available: number, version: number) =>
  inventoryEvents.StockAdjusted(sku, { sku, location: 'east', delta: 1, reason: 'counted', available, version });

async function hitOf(id: string) {
  const answer = await client.searchProducts({ query: { limit: 100 } });
  return answer.status === 200 ? answer.body.items.find(item => item.id === id) : undefined;
}

async function indexState() {
  const answer = await client.getIndex();
  return answer.status === 200 ? answer.body : undefined;
}

const rebuilt = (since: string | undefined) =>
  until(
    async () => {
      const state = await indexState();
      return state && !state.rebuilding && state.rebuiltAt !== since ? state : undefined;
    },
    { describe: 'the index was built anew' },
  );

test('at first start there is nothing to search; the index is made and filled from the catalog as soon as that is there', async () => {
  const known = [offered('Apples'), offered('Pears'), offered('Plums')];
  for (const { sku } of known) inventoryHas.set(sku, 5);
  catalogIsDown = true;
  await expect(client.searchProducts({})).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  for (const worker of workers) await worker.start();
  await until(async () => (await indexState())?.rebuilding, { describe: 'the index is there' });
  expect(await index.indices.targets()).toHaveLength(1);
  catalogIsDown = false;
  expect(await rebuilt(undefined)).toMatchObject({ products: 3, rebuilding: false });
  for (const { id } of known) expect(await hitOf(id)).toMatchObject({ inStock: true, variants: [{ available: 5 }] });
});

test('events of products and of stock are found, once or twice delivered', async () => {
  const mango = offered('Mango');
  const reservationId = newId();
  const { sku } = mango;
  const line = (available: number, version: number) => ({ sku, quantity: 1, available, version });
  await publish(kafka.connection, mango.event, mango.event);
  await until(() => hitOf(mango.id), { describe: 'the product is found' });
  expect(await hitOf(mango.id)).toMatchObject({ inStock: false });
  const events = [
    adjusted(sku, 9, 1),
    inventoryEvents.InventoryReserved(reservationId, {
      reservationId,
      lines: [line(8, 2)],
      expiresAt: '2026-11-22T10:00:00Z',
    }),
    inventoryEvents.StockAllocated(reservationId, {
      orderId: reservationId,
      lines: [{ ...line(7, 3), location: 'east' }],
      allocatedAt: '2026-11-22T10:00:00Z',
    }),
    inventoryEvents.InventoryReleased(reservationId, { reservationId, reason: 'released', lines: [line(6, 4)] }),
  ];
  for (const [at, event] of events.entries()) {
    await publish(kafka.connection, event, event);
    await until(async () => (await hitOf(mango.id))?.variants[0]?.available === 9 - at, {
      describe: `${event.type} shows`,
    });
  }
  await publish(kafka.connection, adjusted(sku, 0, 5), adjusted(sku, 99, 2));
  await until(async () => (await hitOf(mango.id))?.inStock === false, { describe: 'it is sold out' });
});

test('an archived and a deleted product are no longer found', async () => {
  const archived = offered('Lemons');
  const deleted = offered('Limes');
  await publish(kafka.connection, archived.event, deleted.event);
  await until(async () => (await hitOf(archived.id)) && (await hitOf(deleted.id)), { describe: 'both are found' });
  const { sku: _sku, event: _event, ...payload } = archived;
  const archivedEvent = catalogEvents.ProductUpdated(archived.id, { ...payload, status: 'archived', version: 2 });
  const deletedEvent = catalogEvents.ProductDeleted(deleted.id, {
    id: deleted.id,
    slug: deleted.slug,
    skus: [deleted.sku],
    version: 2,
  });
  catalogHas.delete(archived.id);
  catalogHas.delete(deleted.id);
  await publish(
    kafka.connection,
    archivedEvent,
    archivedEvent,
    deletedEvent,
    deletedEvent,
    archived.event,
    deleted.event,
  );
  await until(async () => !(await hitOf(archived.id)) && !(await hitOf(deleted.id)), { describe: 'neither is found' });
  const { rebuiltAt } = (await indexState()) ?? {};
  await client.reindex();
  await rebuilt(rebuiltAt);
  const later = offered('After them');
  await publish(kafka.connection, deleted.event, later.event);
  await until(() => hitOf(later.id), { describe: 'a later event is handled' });
  expect(await hitOf(deleted.id)).toBeUndefined();
});

test('a rebuild loses nothing that happens meanwhile, and heals what was missed', async () => {
  const missed = offered('Missed');
  const changing = offered('Changing');
  inventoryHas.set(missed.sku, 3);
  inventoryHas.set(changing.sku, 4);
  const during = offered('During');
  catalogHas.delete(during.id);
  const { sku: _sku, event: _event, ...payload } = changing;
  duringExport = async () => {
    duringExport = undefined;
    const changed = catalogEvents.ProductUpdated(changing.id, { ...payload, version: 2, title: 'Changed' });
    await publish(kafka.connection, changed, during.event);
    const areVisible = async () => (await hitOf(during.id)) && (await hitOf(changing.id))?.title === 'Changed';
    await until(areVisible, { describe: 'both events are visible while the rebuild runs' });
  };
  duringLookUp = async skus => {
    if (!skus.includes(changing.sku)) return;
    duringLookUp = undefined;
    await publish(kafka.connection, adjusted(changing.sku, 1, 1));
    const isStored = async () => (await index.store.stockOf([changing.sku])).get(changing.sku)?.available === 1;
    await until(isStored, { describe: 'a stock event overtakes the response of inventory' });
  };
  const { rebuiltAt } = (await indexState()) ?? {};
  const answers = await Promise.all([client.reindex(), client.reindex()]);
  expect(answers).toMatchObject([
    { status: 202, body: { rebuilding: true } },
    { status: 202, body: { rebuilding: true } },
  ]);
  await rebuilt(rebuiltAt);
  expect([duringExport, duringLookUp]).toEqual([undefined, undefined]);
  expect(await hitOf(missed.id)).toMatchObject({ inStock: true, variants: [{ available: 3 }] });
  // What the stock event wrote is found with the next refresh.
  await until(async () => (await hitOf(changing.id))?.variants[0]?.available === 1, { describe: 'its stock is found' });
  expect(await hitOf(changing.id)).toMatchObject({ title: 'Changed', variants: [{ available: 1 }] });
  expect(await hitOf(during.id)).toMatchObject({ title: 'During' });
});

test('an event that breaks its schema becomes a dead letter, and the next one is handled', async () => {
  const cherries = offered('Cherries');
  await publishBroken(kafka.connection, cherries.event);
  await publish(kafka.connection, cherries.event);
  await until(() => hitOf(cherries.id), { describe: 'the next event is handled' });
  const dead = await consumeAll(kafka.connection, 'catalog.product.v1.search.dlq');
  expect(dead.map(({ id }) => id)).toEqual([cherries.event.id]);
});
