import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListAllProductsRequest, ProductStatus } from '../../generated/catalog/types.ts';
import { inventoryEvents, inventoryTopics } from '../../generated/inventory/events.ts';
import { newId } from '../platform/ids.ts';
import { silentLog } from '../platform/testing/log.ts';
import { publish } from '../platform/testing/publish.ts';
import { type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { stockConsumer } from './stock-consumer.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

type Query = NonNullable<ListAllProductsRequest['query']>;

let suite: CatalogSuite;
let kafka: TestTopics;
let consumer: Worker;
beforeAll(async () => {
  [suite, kafka] = await Promise.all([startCatalogSuite(), testTopics(inventoryTopics)]);
  consumer = stockConsumer({ kafka: kafka.connection, stock: suite.dependencies.store.stock, log: silentLog() });
  await consumer.start();
});
afterAll(async () => {
  await consumer.stop();
  await Promise.all([suite.close(), kafka.drop()]);
});

async function create(
  title: string,
  skus: readonly string[],
  also: { category?: string; status?: ProductStatus } = {},
) {
  const variants = skus.map(sku => ({ sku, price: { amount: 100, currency: 'USD' }, options: { Kind: sku } }));
  const made = await suite.merchant.createProduct({
    body: { title, category: also.category ?? 'Things', status: also.status ?? 'active', variants },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

async function page(query: Query) {
  const answer = await suite.merchant.listAllProducts({ query });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

/** Every title of a list, read page by page. */
async function titles(query: Query, limit = 2): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page({ ...query, limit, cursor });
    found.push(...items.map(({ title }) => title));
    cursor = nextCursor ?? undefined;
  } while (cursor);
  return found;
}

const isListed = async (query: Query, expected: readonly string[]) =>
  until(async () => JSON.stringify(await titles(query)) === JSON.stringify(expected), {
    describe: `${JSON.stringify(query)} lists ${expected.join(', ')}`,
    timeoutMs: 30_000,
  });

const adjusted = (sku: string, available: number, version: number) =>
  inventoryEvents.StockAdjusted(sku, { sku, location: 'east', delta: 1, reason: 'counted', available, version });
const reserved = (sku: string, available: number, version: number) => {
  const reservationId = newId();
  const lines = [{ sku, quantity: 1, available, version }];
  return inventoryEvents.InventoryReserved(reservationId, { reservationId, lines, expiresAt: '2027-01-01T00:00:00Z' });
};

describe('products by their stock, from the events of inventory', () => {
  const names = ['Ash bowl', 'Birch bowl', 'Cedar cup', 'Elm cup', 'Fir cup'];
  beforeAll(async () => {
    await create('Ash bowl', ['ash-1', 'ash-2'], { status: 'draft' });
    await create('Birch bowl', ['birch-1', 'birch-2'], { category: 'Kitchen' });
    await create('Cedar cup', ['cedar-1', 'cedar-2'], { category: 'Kitchen' });
    await create('Elm cup', ['elm-1'], { category: 'Kitchen', status: 'archived' });
    await create('Fir cup', ['fir-1', 'fir-2']);
    await suite.lookUpStock();
    await publish(
      kafka.connection,
      adjusted('ash-1', 40, 1),
      adjusted('ash-2', 6, 1),
      adjusted('birch-1', 400, 1),
      adjusted('birch-2', 5, 1),
      adjusted('cedar-1', 3, 1),
      adjusted('cedar-2', 0, 1),
      adjusted('fir-1', 9, 1),
      adjusted('fir-2', 0, 1),
    );
    await isListed({ stock: 'low', sort: 'title' }, ['Birch bowl', 'Cedar cup', 'Elm cup', 'Fir cup']);
    await isListed({ stock: 'in_stock', sort: 'title' }, ['Ash bowl', 'Birch bowl', 'Cedar cup', 'Fir cup']);
    await publish(kafka.connection, reserved('fir-1', 0, 2));
    await isListed({ stock: 'in_stock', sort: 'title' }, ['Ash bowl', 'Birch bowl', 'Cedar cup']);
  });

  test.each<[string, Query, string[]]>([
    ['in stock', { stock: 'in_stock' }, ['Ash bowl', 'Birch bowl', 'Cedar cup']],
    ['out of stock', { stock: 'out_of_stock' }, ['Elm cup', 'Fir cup']],
    ['of some variant five or fewer, or none', { stock: 'low' }, ['Birch bowl', 'Cedar cup', 'Elm cup', 'Fir cup']],
    ['whatever the stock', {}, names],
    ['in stock, by a word', { stock: 'in_stock', q: 'cup' }, ['Cedar cup']],
    ['low, by the start of a sku', { stock: 'low', q: 'cedar-' }, ['Cedar cup']],
    ['in stock, of a status', { stock: 'in_stock', status: 'draft' }, ['Ash bowl']],
    ['low, of a category', { stock: 'low', category: 'kitchen' }, ['Birch bowl', 'Cedar cup', 'Elm cup']],
    ['low, of a category and status', { stock: 'low', category: 'kitchen', status: 'archived' }, ['Elm cup']],
    ['out, of a category, by a word', { stock: 'out_of_stock', category: 'kitchen', q: 'cup' }, ['Elm cup']],
  ])('%s', async (_name, query, expected) => {
    const sorts = ['title', '-title', '-updatedAt', 'updatedAt', '-createdAt', 'price', '-price', 'status', '-status'];
    for (const sort of sorts as NonNullable<Query['sort']>[])
      expect((await titles({ ...query, sort })).toSorted()).toEqual(expected);
    expect(await titles({ ...query, sort: 'title' })).toEqual(expected);
    expect((await page({ ...query, withTotal: true })).total).toEqual({ value: expected.length, relation: 'eq' });
    const { sort: _sort, ...filter } = query;
    const file = await suite.merchant.exportProductsAsCsv({ query: filter });
    const text = file.status === 200 ? await new Response(file.body).text() : '';
    expect(names.filter(name => text.includes(name))).toEqual(expected);
  });

  test('what is in no filter of stock is refused', async () => {
    const answer = await fetch(`${suite.url}/admin/products?stock=some`, { headers: suite.staffHeaders });
    expect(answer.status).toBe(400);
  });
});

describe('what happens to stock', () => {
  /** How often documents of products were written since. */
  async function writesSince(at: Date): Promise<number> {
    const profile = suite.mongo.db.collection('system.profile');
    const rows = await profile.find({ ts: { $gte: at }, ns: /\.products$/, op: 'update' }).toArray();
    return rows.reduce((sum, row) => sum + Number(row.nModified ?? 0), 0);
  }

  test('late and repeated events change nothing, and only a change of state writes to the product', async () => {
    await create('Gum mat', ['gum-1', 'gum-2']);
    await suite.lookUpStock();
    const { stock } = suite.dependencies.store;
    await stock.apply([
      { sku: 'gum-1', available: 400, version: 4 },
      { sku: 'gum-2', available: 400, version: 1 },
    ]);
    const query = { q: 'gum', stock: 'low' } as const;
    expect(await titles(query)).toEqual([]);
    await suite.mongo.db.command({ profile: 2 });
    const started = new Date();
    for (let sold = 1; sold <= 20; sold += 1) {
      const update = { sku: 'gum-2', available: 400 - sold, version: 1 + sold };
      await stock.apply([update]);
      await stock.apply([update]);
    }
    await stock.apply([{ sku: 'gum-1', available: 2, version: 3 }]);
    expect(await writesSince(started)).toBe(0);
    expect(await titles(query)).toEqual([]);
    await stock.apply([{ sku: 'gum-1', available: 5, version: 6 }]);
    await stock.apply([{ sku: 'gum-1', available: 6, version: 5 }]);
    await suite.mongo.db.command({ profile: 0 });
    expect(await writesSince(started)).toBe(1);
    expect(await titles(query)).toEqual(['Gum mat']);
  });

  test('what staff change of a product leaves its stock, and its stock leaves the product', async () => {
    const { id } = await create('Hazel tray', ['hazel-1']);
    await suite.lookUpStock();
    await suite.dependencies.store.stock.apply([{ sku: 'hazel-1', available: 30, version: 1 }]);
    const changed = await suite.merchant.updateProduct({
      path: { productId: id },
      body: { title: 'Hazel tray, oval' },
    });
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    expect(JSON.stringify(changed.body)).not.toMatch(/"stock/);
    expect(await titles({ q: 'hazel', stock: 'in_stock' })).toEqual(['Hazel tray, oval']);
    expect(await suite.merchant.getProductById({ path: { productId: id } })).toMatchObject({ body: { version: 2 } });
  });

  test('a variant that comes or goes counts at once, also one whose stock came before the product', async () => {
    const { store } = suite.dependencies;
    await store.stock.apply([{ sku: 'iris-1', available: 50, version: 2 }]);
    suite.inventory.available.set('iris-2', { available: 3, version: 9 });
    const { id } = await create('Iris vase', ['iris-1']);
    await suite.lookUpStock();
    expect(await titles({ q: 'iris', stock: 'in_stock' })).toEqual(['Iris vase']);
    expect(await titles({ q: 'iris', stock: 'low' })).toEqual([]);
    const price = { amount: 100, currency: 'USD' };
    const variants = ['iris-1', 'iris-2'].map(sku => ({ sku, price, options: { Kind: sku } }));
    await suite.merchant.updateProduct({ path: { productId: id }, body: { variants } });
    await suite.lookUpStock();
    expect(await titles({ q: 'iris', stock: 'low' })).toEqual(['Iris vase']);
    await suite.merchant.updateProduct({ path: { productId: id }, body: { variants: variants.slice(0, 1) } });
    await suite.lookUpStock();
    expect(await titles({ q: 'iris', stock: 'low' })).toEqual([]);
    await suite.merchant.deleteProduct({ path: { productId: id } });
    await create('Iris vase, again', ['iris-2', 'iris-3']);
    await suite.lookUpStock();
    expect(await titles({ q: 'iris', stock: 'in_stock' })).toEqual(['Iris vase, again']);
  });

  test('events that come while variants change are not lost, whoever is first', async () => {
    const { store } = suite.dependencies;
    const skus = ['jute-1', 'jute-2', 'jute-3'];
    const { id } = await create('Jute rug', skus);
    const price = { amount: 100, currency: 'USD' };
    const units = new Map(skus.map(sku => [sku, 0]));
    let version = 1;
    let chosen = skus;
    for (let round = 0; round < 25; round += 1) {
      chosen = skus.filter((_sku, index) => index === round % 3 || (round >> index) % 2 === 0);
      const updates = skus.map((sku, index) => {
        const available = (round * (index + 3)) % 9;
        units.set(sku, available);
        version += 1;
        return { sku, available, version };
      });
      await Promise.all([
        suite.merchant.updateProduct({
          path: { productId: id },
          body: { variants: chosen.map(sku => ({ sku, price, options: { Kind: sku } })) },
        }),
        ...updates.map(update => store.stock.apply([update])),
        suite.lookUpStock(),
      ]);
      await suite.lookUpStock();
      const of = chosen.map(sku => units.get(sku) ?? 0);
      expect([await titles({ q: 'jute', stock: 'low' }), await titles({ q: 'jute', stock: 'out_of_stock' })]).toEqual([
        of.some(one => one <= 5) ? ['Jute rug'] : [],
        of.every(one => one === 0) ? ['Jute rug'] : [],
      ]);
    }
  });
});

describe('products that an earlier version wrote', () => {
  const forget = (title: RegExp) =>
    suite.mongo.db.collection('products').updateMany({ title }, { $unset: { stock: '', stockDue: '' } });

  test('are listed, and by their stock once inventory was asked; what events bring meanwhile wins', async () => {
    const { store } = suite.dependencies;
    await create('Kelp jar', ['kelp-1', 'kelp-2']);
    await create('Kelp tin', ['kelp-3']);
    suite.inventory.available.set('kelp-1', { available: 70, version: 7 });
    suite.inventory.available.set('kelp-2', { available: 2, version: 7 });
    suite.inventory.available.set('kelp-3', { available: 8, version: 7 });
    await forget(/^Kelp/);
    await store.stock.apply([
      { sku: 'kelp-1', available: 90, version: 3 },
      { sku: 'kelp-3', available: 1, version: 8 },
    ]);
    expect(await titles({ q: 'kelp', sort: 'title' })).toEqual(['Kelp jar', 'Kelp tin']);
    expect(await titles({ sort: '-createdAt', status: 'active' })).toContain('Kelp jar');
    for (const stock of ['in_stock', 'low', 'out_of_stock'] as const)
      expect(await titles({ q: 'kelp', stock })).toEqual([]);
    suite.inventory.state.isDown = true;
    await expect(suite.lookUpStock()).rejects.toMatchObject({ status: 503 });
    suite.inventory.state.isDown = false;
    await suite.lookUpStock();
    expect(await titles({ q: 'kelp', stock: 'in_stock', sort: 'title' })).toEqual(['Kelp jar', 'Kelp tin']);
    expect(await titles({ q: 'kelp', stock: 'low', sort: 'title' })).toEqual(['Kelp jar', 'Kelp tin']);
    await store.stock.apply([{ sku: 'kelp-2', available: 20, version: 8 }]);
    expect(await titles({ q: 'kelp', stock: 'low', sort: 'title' })).toEqual(['Kelp tin']);
  });

  test('inventory is asked about nothing twice', async () => {
    await suite.lookUpStock();
    const before = suite.inventory.state.lookedUp;
    await suite.lookUpStock();
    expect(suite.inventory.state.lookedUp).toBe(before);
  });
});
