import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CategoryRecord } from '../../generated/catalog/types.ts';
import { propagateCategories } from './propagation.ts';
import { prepareDatabase } from './schema.ts';
import { csv, importing } from './testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
let files: ReturnType<typeof importing>;
beforeAll(async () => {
  suite = await startCatalogSuite();
  files = importing(suite);
});
afterAll(() => suite.close());
beforeEach(() => files.clear());

const price = { amount: 100, currency: 'USD' };
let products = 0;
async function create(category: string) {
  products += 1;
  const body = {
    title: `Item ${products}`,
    category,
    status: 'active' as const,
    variants: [{ sku: `c-${products}`, price }],
  };
  const made = await suite.merchant.createProduct({ body });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

async function shelves() {
  const answer = await suite.shopper.listCategories();
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.items.map(({ slug, name, products: count }) => [slug, name, count]);
}

async function records(): Promise<CategoryRecord[]> {
  const answer = await suite.merchant.listAllCategories();
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.items;
}

const propagate = () => propagateCategories(suite.dependencies.store, new AbortController().signal);

test('names in any script are categories of their own', async () => {
  const names = ['Чай', 'Кофе', 'お茶', 'Other', '!!!'];
  const rows = names.map((name, at) => `p-${at},Title ${at},${name},S-${at},1,USD`);
  expect(await files.imported(csv('handle,title,category,sku,price,currency', ...rows))).toMatchObject({ created: 5 });
  const listed = await shelves();
  expect(listed.map(([, name, count]) => [name, count]).sort()).toEqual(names.map(name => [name, 1]).sort());
  expect(new Set(listed.map(([slug]) => slug)).size).toBe(5);
  expect(listed).toContainEqual(['chay', 'Чай', 1]);
});

test('a product that writes a name differently goes to the category and does not rename it', async () => {
  await create('Fresh Fruit');
  const shirt = await create('  fresh  fruit ');
  expect(shirt.category).toEqual({ slug: 'fresh-fruit', name: 'Fresh Fruit' });
  expect(await shelves()).toEqual([['fresh-fruit', 'Fresh Fruit', 2]]);
});

test('a category that comes with a product is in the audit log, once', async () => {
  await Promise.all([create('Tea'), create('Tea'), create('tea')]);
  expect(await records()).toMatchObject([{ name: expect.stringMatching(/^tea$/i), products: 3, activeProducts: 3 }]);
  const changes = await suite.changes();
  expect(changes.filter(({ payload }) => (payload as { resource: string }).resource === 'categories')).toHaveLength(1);
});

describe('a rename', () => {
  test('is an act of its own, reaches every product with its event, and the old slug leads to the new one', async () => {
    const one = await create('Tee');
    const two = await create('Tee');
    const [before] = await records();
    await suite.clearOutbox();
    const renamed = await suite.merchant.updateCategory({
      path: { categoryId: before?.id ?? '' },
      body: { name: 'Tea', slug: 'tea', version: 1 },
    });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Tea', slug: 'tea', version: 2, products: 2 } });
    await propagate();
    for (const { id } of [one, two])
      expect((await suite.merchant.getProductById({ path: { productId: id } })).body).toMatchObject({
        version: 2,
        category: { slug: 'tea', name: 'Tea' },
      });
    expect(await suite.outbox()).toHaveLength(2);
    expect(await suite.changes()).toMatchObject([
      { payload: { resource: 'categories', action: 'changed', changes: [{ field: 'name' }, { field: 'slug' }] } },
    ]);
    expect(await shelves()).toEqual([['tea', 'Tea', 2]]);
    const moved = await fetch(`${suite.url}/categories/tee`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, 'tea']);
    expect(await suite.shopper.getCategory({ path: { slug: 'tea' } })).toMatchObject({
      body: { name: 'Tea', products: 2 },
    });
    expect((await suite.shopper.getCategory({ path: { slug: 'coffee' } })).status).toBe(404);
    await propagate();
    expect(await suite.outbox()).toHaveLength(2);
  });

  test('to the name of another category, or of an older version, is refused', async () => {
    await create('Tea');
    await create('Coffee');
    const [coffee] = await records();
    const path = { categoryId: coffee?.id ?? '' };
    expect(await suite.merchant.updateCategory({ path, body: { name: 'TEA' } })).toMatchObject({ status: 409 });
    expect(await suite.merchant.updateCategory({ path, body: { name: 'Café', version: 9 } })).toMatchObject({
      status: 409,
      body: { code: 'version_conflict' },
    });
    expect(await shelves()).toEqual([
      ['coffee', 'Coffee', 1],
      ['tea', 'Tea', 1],
    ]);
  });
});

test.each(['  ', ' Tea', 'Green  tea', 'Tea\r\nTime'])(
  '%j is no name of a category: it would not be stored as it is',
  async name => {
    expect(await suite.merchant.createCategory({ body: { name } })).toMatchObject({ status: 400 });
  },
);

test('a category is made, put in its place, and deleted while it has no products', async () => {
  await create('Tea');
  const made = await suite.merchant.createCategory({ body: { name: 'Água', position: -1 } });
  expect(made).toMatchObject({ status: 201, body: { slug: 'agua', position: -1, products: 0 } });
  expect(await suite.merchant.createCategory({ body: { name: 'ÁGUA' } })).toMatchObject({ status: 409 });
  const water = await create('água');
  expect(await shelves()).toEqual([
    ['agua', 'Água', 1],
    ['tea', 'Tea', 1],
  ]);
  const [first] = await records();
  const path = { categoryId: first?.id ?? '' };
  expect(await suite.merchant.deleteCategory({ path })).toMatchObject({
    status: 409,
    body: { code: 'category_in_use' },
  });
  await suite.merchant.deleteProduct({ path: { productId: water.id } });
  expect(await suite.merchant.deleteCategory({ path })).toMatchObject({ status: 204 });
  expect((await records()).map(({ name }) => name)).toEqual(['Tea']);
});

test('products of an earlier version are linked by name: names that shared a slug get slugs of their own', async () => {
  for (const category of ['Чай', 'Чай', 'Кофе', 'Other', 'Fresh Fruit', 'Fresh fruit']) await create(category);
  const names = ['Чай', 'Чай', 'Кофе', 'Other', 'Fresh Fruit', 'Fresh fruit'];
  const { db } = suite.mongo;
  const documents = await db.collection('products').find().sort({ _id: 1 }).toArray();
  for (const [at, { _id }] of documents.entries())
    await db.collection('products').updateOne(
      { _id },
      {
        $set: { category: { slug: at < 4 ? 'other' : 'fresh-fruit', name: names[at] } },
      },
    );
  await db.collection('categories').deleteMany({});
  await suite.clearOutbox();
  await Promise.all([prepareDatabase(db), prepareDatabase(db)]);
  await propagate();
  expect((await shelves()).toSorted()).toEqual(
    [
      ['chay', 'Чай', 2],
      ['fresh-fruit', expect.stringMatching(/^fresh fruit$/i), 2],
      ['kofe', 'Кофе', 1],
      ['other', 'Other', 1],
    ].toSorted(),
  );
  expect((await suite.outbox()).length).toBeGreaterThanOrEqual(3);
});
