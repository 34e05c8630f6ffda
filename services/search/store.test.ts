import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../platform/ids.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import { createRebuildState } from './lease.ts';
import { documentOf, type ProductDocument, tombstone } from './product.ts';
import { createStore, type StockUpdate } from './store.ts';
import { openTestIndex, product, type TestIndex } from './testing/index.ts';

type BulkRequest = Parameters<TestIndex['client']['bulk']>[0];

let index: TestIndex;
beforeAll(async () => {
  index = openTestIndex();
  await index.indices.ensure();
});
afterAll(() => index.drop());

async function documentIn(id: string, name = index.indices.names.products) {
  const answer = await index.client.get<ProductDocument>({ index: name, id }, { ignore: [404] });
  return answer._source;
}

type Update = { product: ProductDocument } | { stock: StockUpdate };

/** A product with two skus, changed twice, and stock of both. */
function history() {
  const first = newId();
  const second = newId();
  const base = product('Bananas', 'Tropical fruit', { sku: first });
  const variants = [...base.variants, { sku: second, title: 'Green', price: { amount: 90, currency: 'USD' } }];
  const updates: Update[] = [
    { product: documentOf({ ...base, version: 1 }) },
    { product: documentOf({ ...base, version: 2, title: 'Sweet bananas' }) },
    { product: documentOf({ ...base, version: 3, title: 'Sweetest bananas', variants }) },
    { stock: { sku: first, available: 5, version: 1 } },
    { stock: { sku: first, available: 4, version: 2 } },
    { stock: { sku: second, available: 9, version: 1 } },
    { stock: { sku: second, available: 0, version: 2 } },
  ];
  return { id: base.id, first, second, updates };
}

test('whatever the order of updates, and applied twice, the document ends the same', async () => {
  const orders = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), {
    seed: 20261122,
    numRuns: 30,
  });
  const product = createBatcher<ProductDocument>(index.store.applyProducts, { maxSize: 100 });
  const stock = createBatcher<StockUpdate>(index.store.applyStock, { maxSize: 100 });
  const apply = (update: Update) => ('product' in update ? product(update.product) : stock(update.stock));
  await Promise.all(
    orders.map(async (order, at) => {
      const { id, first, second, updates } = history();
      const delivered = [...order, ...order.toReversed()].flatMap(place => updates[place] ?? []);
      if (at % 3 === 0) await Promise.all(delivered.map(apply));
      else for (const item of delivered) await apply(item);
      const variants = [
        { sku: first, available: 4 },
        { sku: second, available: 0 },
      ];
      expect({ order, document: await documentIn(id) }).toMatchObject({
        order,
        document: {
          version: 3,
          title: 'Sweetest bananas',
          price: 90,
          inStock: true,
          hit: { price: { amount: 90 }, inStock: true, variants },
        },
      });
    }),
  );
});

test('stock that shoppers see no difference of does not write the product again', async () => {
  const sku = newId();
  const item = product('Rice', 'Grains');
  const published = { ...item, variants: item.variants.map(variant => ({ ...variant, sku })) };
  await index.store.applyProducts([documentOf(published)]);
  const versions: number[] = [];
  for (const [version, available] of [500, 499, 100, 99, 98, 0].entries()) {
    await index.store.applyStock([{ sku, available, version: version + 1 }]);
    const { _version } = await index.client.get({ index: index.indices.names.products, id: item.id });
    versions.push(_version ?? 0);
  }
  const [first = 0] = versions;
  expect(versions.map(version => version - first)).toEqual([0, 0, 0, 1, 2, 3]);
  expect(await documentIn(item.id)).toMatchObject({ inStock: false, hit: { variants: [{ sku, available: 0 }] } });
});

test('stock that arrives while its product is first written is in the document', async () => {
  const sku = newId();
  const bananas = product('Bananas', 'Fruit', { sku });
  let isStored = false;
  /** Applies stock after the product was read as missing and before it is written. */
  const meddled = new Proxy(index.client, {
    get(client, name) {
      if (name !== 'bulk') return Reflect.get(client, name);
      return async (request: BulkRequest) => {
        if (request.index !== index.indices.names.state && !isStored) {
          isStored = true;
          await index.store.applyStock([{ sku, available: 4, version: 1 }]);
        }
        return client.bulk(request);
      };
    },
  });
  await createStore(meddled, index.indices).applyProducts([documentOf(bananas)]);
  expect(isStored).toBe(true);
  expect(await documentIn(bananas.id)).toMatchObject({ inStock: true, hit: { variants: [{ sku, available: 4 }] } });
});

test('a product that nothing is known of the stock of has none', async () => {
  const bananas = product('Bananas', 'Fruit');
  await index.store.applyProducts([documentOf(bananas)]);
  expect(await documentIn(bananas.id)).toMatchObject({
    inStock: false,
    hit: { inStock: false, variants: [{ available: 0 }] },
  });
});

test.each([
  ['archived', (bananas: ReturnType<typeof product>) => documentOf({ ...bananas, version: 2, status: 'archived' })],
  ['a draft again', (bananas: ReturnType<typeof product>) => documentOf({ ...bananas, version: 2, status: 'draft' })],
  ['deleted', (bananas: ReturnType<typeof product>) => tombstone(bananas.id, 2)],
])('a product that is %s goes, and an older event does not restore it', async (_, gone) => {
  const bananas = product('Bananas', 'Fruit');
  await index.store.applyProducts([documentOf(bananas)]);
  await index.store.applyProducts([gone(bananas)]);
  await index.store.applyProducts([documentOf(bananas)]);
  expect(await documentIn(bananas.id)).toMatchObject({ version: 2, listed: false });
  await index.store.applyProducts([documentOf({ ...bananas, version: 3 })]);
  expect(await documentIn(bananas.id)).toMatchObject({ version: 3, listed: true });
});

test('deletion that comes before the product it deletes', async () => {
  const bananas = product('Bananas', 'Fruit');
  await index.store.applyProducts([tombstone(bananas.id, 2)]);
  await index.store.applyProducts([documentOf(bananas)]);
  expect(await documentIn(bananas.id)).toMatchObject({ version: 2, listed: false, deleted: true });
});

test('a sku that moved to another product takes its stock along, whichever product is applied last', async () => {
  for (const lastApplied of ['old', 'new']) {
    const sku = newId();
    const former = product('Bananas', 'Fruit', { sku });
    const without = {
      ...former,
      version: 2,
      variants: [{ sku: newId(), title: 'Other', price: { amount: 1, currency: 'USD' } }],
    };
    const later = product('Green bananas', 'Fruit', { sku });
    await index.store.applyProducts([documentOf(former)]);
    for (const updates of lastApplied === 'old' ? [later, without] : [without, later])
      await index.store.applyProducts([documentOf(updates)]);
    await index.store.applyStock([{ sku, available: 7, version: 1 }]);
    expect(await documentIn(later.id)).toMatchObject({ hit: { variants: [{ sku, available: 7 }] } });
    expect(await documentIn(former.id)).toMatchObject({ inStock: false });
  }
});

test('in one bulk, of a sku and of a product the newest counts', async () => {
  const sku = newId();
  const bananas = product('Bananas', 'Fruit', { sku });
  await index.store.applyProducts([documentOf({ ...bananas, version: 2, title: 'New' }), documentOf(bananas)]);
  await index.store.applyStock([
    { sku, available: 3, version: 5 },
    { sku, available: 8, version: 4 },
  ]);
  expect(await documentIn(bananas.id)).toMatchObject({ title: 'New', hit: { variants: [{ available: 3 }] } });
});

test('an event that arrives during a request wins over the response of inventory', async () => {
  const sku = newId();
  const bananas = product('Bananas', 'Fruit', { sku });
  const noted = await index.store.stockOf([sku]);
  await index.store.applyStock([{ sku, available: 3, version: 1 }]);
  await index.store.correctStock([{ sku, available: 10 }], noted);
  await index.store.applyProducts([documentOf(bananas)]);
  expect(await documentIn(bananas.id)).toMatchObject({ hit: { variants: [{ available: 3 }] } });
  await index.store.correctStock([{ sku, available: 2 }], await index.store.stockOf([sku]));
  expect(await index.store.stockOf([sku])).toEqual(new Map([[sku, { sku, available: 2, version: 1 }]]));
  await index.store.applyStock([{ sku, available: 1, version: 2 }]);
  expect(await documentIn(bananas.id)).toMatchObject({ hit: { variants: [{ available: 1 }] } });
});

test('while an index is built, both are updated; the switch leaves the new one alone', async () => {
  const sku = newId();
  const bananas = product('Bananas', 'Fruit', { sku });
  await index.store.applyProducts([documentOf(bananas)]);
  const building = await index.indices.begin(newId());
  await index.store.applyProducts([documentOf({ ...bananas, version: 2, title: 'New' })]);
  await index.store.applyStock([{ sku, available: 3, version: 1 }]);
  await index.store.fill(building, [documentOf(bananas)]);
  for (const name of [building, index.indices.names.products]) {
    expect(await documentIn(bananas.id, name)).toMatchObject({ title: 'New', hit: { variants: [{ available: 3 }] } });
  }
  await index.indices.switchTo(building);
  expect(await index.indices.targets()).toEqual([building]);
  expect(Object.keys(await index.client.indices.get({ index: index.indices.names.anyProducts }))).toEqual([building]);
});

test('a rebuild that was overtaken cannot switch', async () => {
  const late = await index.indices.begin(newId());
  const current = await index.indices.begin(newId());
  await expect(index.indices.switchTo(late)).rejects.toThrow();
  await index.indices.switchTo(current);
  expect(await index.indices.targets()).toEqual([current]);
});

test('one rebuild at a time; one whose process died is taken over', async () => {
  let time = Date.now();
  const other = openTestIndex();
  const state = createRebuildState(other.client, other.indices.names, () => time);
  try {
    await other.indices.ensure();
    expect(await state.read()).toEqual({ rebuilding: true, rebuiltAt: undefined });
    const leases = await Promise.all(['a', 'b', 'c'].map(holder => state.acquire(holder)));
    const [lease] = leases.filter(taken => taken !== undefined);
    expect(leases.filter(Boolean)).toHaveLength(1);
    time += 31_000;
    const next = await state.acquire('d');
    expect(next).toBeDefined();
    await expect(lease?.extend()).rejects.toThrow('took the rebuild over');
    await next?.release(true);
    expect(await state.read()).toEqual({ rebuilding: false, rebuiltAt: new Date(time).toISOString() });
    expect(await state.acquire('e')).toBeUndefined();
    await Promise.all([state.request(), state.request()]);
    expect((await state.read()).rebuilding).toBe(true);
  } finally {
    await other.drop();
  }
});
