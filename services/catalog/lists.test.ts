import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListAllProductsRequest, ProductStatus } from '../../generated/catalog/types.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
const titles = ['Éclair', 'apple', 'Banana', 'cherry', 'Zebra cake', 'apple pie', 'Date'];
const prices = [900, 5, 250, 250, 10_000, 70, 2];
const statuses: ProductStatus[] = ['active', 'draft', 'archived'];

beforeAll(async () => {
  suite = await startCatalogSuite();
  for (const [index, title] of titles.entries()) {
    const status = statuses[index % 3] ?? 'draft';
    const category = index % 2 === 0 ? 'Even' : 'Odd';
    await suite.merchant.createProduct({
      body: {
        title,
        category,
        status,
        variants: [{ sku: `SKU-${index}x`, price: { amount: prices[index] ?? 1, currency: 'USD' } }],
      },
    });
  }
  const first = await suite.merchant.listAllProducts({ query: { q: 'eclair' } });
  if (first.status !== 200 || !first.body.items[0]) throw new Error('not found');
  await suite.merchant.updateProduct({ path: { productId: first.body.items[0].id }, body: { brand: 'Late' } });
});
afterAll(() => suite.close());

type Query = NonNullable<ListAllProductsRequest['query']>;

/** Every title of a list, read page by page. */
async function all(query: Query, limit = 2): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await suite.merchant.listAllProducts({ query: { ...query, limit, cursor } });
    if (page.status !== 200) throw new Error(JSON.stringify(page));
    found.push(...page.body.items.map(product => product.title));
    cursor = page.body.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

const byTitle = ['apple', 'apple pie', 'Banana', 'cherry', 'Date', 'Éclair', 'Zebra cake'];

describe('the list of all products', () => {
  test.each<[string, Query, string[]]>([
    ['last changed first', {}, ['Éclair', 'Date', 'apple pie', 'Zebra cake', 'cherry', 'Banana', 'apple']],
    [
      'first changed first',
      { sort: 'updatedAt' },
      ['apple', 'Banana', 'cherry', 'Zebra cake', 'apple pie', 'Date', 'Éclair'],
    ],
    ['newest first', { sort: '-createdAt' }, titles.toReversed()],
    ['by title, without case and accents', { sort: 'title' }, byTitle],
    ['by title backwards', { sort: '-title' }, byTitle.toReversed()],
    [
      'the cheapest first',
      { sort: 'price' },
      ['Date', 'apple', 'apple pie', 'Banana', 'cherry', 'Éclair', 'Zebra cake'],
    ],
    [
      'the dearest first, of one category',
      { sort: '-price', category: 'even' },
      ['Zebra cake', 'Éclair', 'Banana', 'Date'],
    ],
    ['the cheapest first, by words', { sort: 'price', q: 'a' }, ['apple', 'apple pie']],
    ['by status', { sort: 'status' }, ['Éclair', 'cherry', 'Date', 'Banana', 'apple pie', 'apple', 'Zebra cake']],
    [
      'by status backwards, of one category',
      { sort: '-status', category: 'even' },
      ['Zebra cake', 'Banana', 'Date', 'Éclair'],
    ],
    ['of one status', { sort: 'title', status: 'draft' }, ['apple', 'Zebra cake']],
    ['of one category', { sort: 'title', category: 'odd' }, ['apple', 'apple pie', 'cherry']],
    ['of one category and status', { sort: 'title', category: 'odd', status: 'archived' }, ['apple pie']],
    ['by words', { sort: 'title', q: 'APPL' }, ['apple', 'apple pie']],
    ['by two words in any order', { q: 'pie appl' }, ['apple pie']],
    ['by the start of a sku, whatever its case', { q: 'sku-4' }, ['Zebra cake']],
    ['by the brand', { q: 'late' }, ['Éclair']],
    ['of what nobody has', { q: 'nothing here' }, []],
  ])('%s, every page after the other', async (_name, query, expected) => {
    expect(await all(query)).toEqual(expected);
  });

  test('a cursor of another sort is refused', async () => {
    const page = await suite.merchant.listAllProducts({ query: { limit: 2, sort: 'title' } });
    if (page.status !== 200 || !page.body.nextCursor) throw new Error(JSON.stringify(page));
    expect(await suite.merchant.listAllProducts({ query: { cursor: page.body.nextCursor } })).toMatchObject({
      status: 400,
    });
  });

  test('what an earlier version wrote is found after the next start', async () => {
    const { prepareDatabase } = await import('./schema.ts');
    const products = suite.mongo.db.collection('products');
    await products.updateOne(
      { title: 'cherry' },
      { $unset: { titleKey: 1, wordLine: 1, skus: 1, priceKey: 1 }, $set: { words: ['old'] } },
    );
    await prepareDatabase(suite.mongo.db);
    expect(await all({ q: 'cherry' })).toEqual(['cherry']);
    expect(await all({ sort: 'title' })).toEqual(byTitle);
    expect(await all({ sort: '-price', category: 'odd' })).toEqual(['cherry', 'apple pie', 'apple']);
  });
});
