import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { createTestMongo } from '../platform/testing/stores.ts';
import { toDocument } from './document.ts';
import { type ListQuery, productLists } from './lists.ts';
import { createProduct, type ProductRecord } from './product.ts';
import { prepareDatabase } from './schema.ts';
import type { StockState } from './stock.ts';

const PRODUCTS = 20_000;
const kinds = ['Apple', 'Cheese', 'Lamp', 'Zinc'];

/** A word of all, four of a quarter each, one of the newest half, one of few. */
function product(index: number): ProductRecord {
  const words = [
    kinds[index % 4],
    'common',
    index >= PRODUCTS / 2 ? 'new' : 'old',
    index % 2_000 === 7 ? 'Quixotic' : `batch${index % 97}`,
  ];
  return createProduct(
    {
      title: words.join(' '),
      category: `Category ${index % 20}`,
      status: index % 50 === 0 ? 'archived' : 'active',
      brand: `Brand ${index % 30}`,
      variants: [{ sku: `SKU-${index}`, price: { amount: 100, currency: 'USD' } }],
    },
    {
      images: [],
      category: { id: `c-${index % 20}`, slug: `category-${index % 20}`, name: `Category ${index % 20}` },
    },
    newId(),
    `product-${index}`,
    new Date(Date.UTC(2026, 0, 1) + index * 1_000),
  );
}

const records = Array.from({ length: PRODUCTS }, (_, index) => product(index));

/** Few run low, a third is sold out; of the oldest half of the others nothing is known. */
function stockAt(index: number): StockState | undefined {
  if (index % 500 === 3) return 'low';
  if (index % 3 === 0) return 'out';
  return index >= PRODUCTS / 2 ? 'plenty' : undefined;
}

let mongo: Awaited<ReturnType<typeof createTestMongo>>;
let lists: ReturnType<typeof productLists>;

beforeAll(async () => {
  mongo = await createTestMongo();
  const products = mongo.db.collection<ReturnType<typeof toDocument>>('products');
  await products.insertMany(
    records.map((record, index) => {
      const stock = stockAt(index);
      return { ...toDocument(record), ...(stock !== undefined && { stock }) };
    }),
  );
  await prepareDatabase(mongo.db);
  await mongo.db.command({ profile: 2 });
  lists = productLists(products);
}, 60_000);
afterAll(() => mongo.drop());

type Search = Omit<ListQuery, 'limit'>;
const has = (word: string) => (record: ProductRecord) =>
  `${record.title} ${record.brand}`.toLowerCase().split(' ').includes(word);
const skuBegins = (text: string) => (record: ProductRecord) =>
  record.variants.some(({ sku }) => sku.toLowerCase().startsWith(text));
const byTitle = (a: ProductRecord, b: ProductRecord) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1);

/**
 * How many documents MongoDB read for what was asked since the profile was emptied, and whether it read all of a
 * collection.
 */
async function readSince(at: Date): Promise<{ documents: number; scans: number }> {
  const rows = await mongo.db
    .collection('system.profile')
    .find({ ts: { $gte: at }, ns: /\.products$/ })
    .toArray();
  return {
    documents: rows.reduce((sum, row) => sum + Number(row.docsExamined ?? 0), 0),
    scans: rows.filter(row => String(row.planSummary).includes('COLLSCAN')).length,
  };
}

describe('20,000 products are searched through indexes', () => {
  test.each<[string, Search, (record: ProductRecord) => boolean, number]>([
    ['a word of all', { q: 'common' }, has('common'), 2_100],
    ['a word of a quarter', { q: 'CHEESE' }, has('cheese'), 2_100],
    ['a word of few', { q: 'quixotic' }, has('quixotic'), 20],
    ['a word of none', { q: 'nowhere' }, () => false, 0],
    ['a word of all and one of few', { q: 'common quix' }, has('quixotic'), 20],
    ['two words of many that meet', { q: 'cheese new' }, record => has('cheese')(record) && has('new')(record), 2_100],
    ['two words of many that never meet', { q: 'cheese lamp' }, () => false, 7_100],
    ['a word of the other end of the list', { q: 'old' }, has('old'), 12_100],
    ['a word and a status', { q: 'common', status: 'archived' }, record => record.status === 'archived', 2_100],
    [
      'a word and a category',
      { q: 'apple', category: 'category-4' },
      record => has('apple')(record) && record.category.slug === 'category-4',
      7_100,
    ],
    ['a whole sku', { q: 'SKU-12345' }, skuBegins('sku-12345'), 2],
    ['the start of a sku', { q: 'sku-123' }, skuBegins('sku-123'), 140],
    ['the start of all skus', { q: 'sku-' }, () => true, 2_100],
    ['what begins words and skus', { q: 'sku' }, () => true, 2_100],
  ])('%s', async (_name, query, meets, atMost) => {
    const expected = records.filter(meets).toReversed();
    const started = new Date();
    const first = await lists.listAll({ ...query, limit: 25 });
    const { documents, scans } = await readSince(started);
    expect(first.items.map(({ id }) => id)).toEqual(expected.slice(0, 25).map(({ id }) => id));
    expect(scans).toBe(0);
    expect(documents).toBeLessThanOrEqual(atMost);
    if (first.nextCursor === null) return;
    const second = await lists.listAll({ ...query, limit: 25, cursor: first.nextCursor });
    expect(second.items.map(({ id }) => id)).toEqual(expected.slice(25, 50).map(({ id }) => id));
  });

  test('the last word of the alphabet, by title', async () => {
    const expected = records.filter(has('zinc')).sort(byTitle);
    const { items } = await lists.listAll({ q: 'zinc', sort: 'title', limit: 25 });
    expect(items.map(({ title }) => title)).toEqual(expected.slice(0, 25).map(({ title }) => title));
  });

  const isIn =
    (...states: StockState[]) =>
    (_record: ProductRecord, index: number) =>
      states.some(state => state === stockAt(index));
  const inCategory = (record: ProductRecord) => record.category.slug === 'category-3';
  const isArchived = (record: ProductRecord) => record.status === 'archived';
  const and =
    (...tests: ((record: ProductRecord, index: number) => boolean)[]) =>
    (record: ProductRecord, index: number) =>
      tests.every(meets => meets(record, index));

  test.each<[string, Search, (record: ProductRecord, index: number) => boolean, number]>([
    ['in stock', { stock: 'in_stock' }, isIn('low', 'plenty'), 30],
    ['low', { stock: 'low' }, isIn('low', 'out'), 30],
    ['out of stock', { stock: 'out_of_stock' }, isIn('out'), 30],
    ['low, of a category', { stock: 'low', category: 'category-3' }, and(isIn('low', 'out'), inCategory), 30],
    ['in stock, archived', { stock: 'in_stock', status: 'archived' }, and(isIn('low', 'plenty'), isArchived), 30],
    ['in stock, by a word of all', { stock: 'in_stock', q: 'common' }, isIn('low', 'plenty'), 2_100],
    ['in stock, by a word of few', { stock: 'in_stock', q: 'quix' }, and(isIn('low', 'plenty'), has('quixotic')), 40],
    ['whatever the stock', {}, () => true, 30],
  ])('%s, a page after the other and every sort', async (_name, query, meets, atMost) => {
    const expected = records.filter(meets).toReversed();
    const started = new Date();
    const first = await lists.listAll({ ...query, limit: 25 });
    const { documents, scans } = await readSince(started);
    expect(first.items.map(({ id }) => id)).toEqual(expected.slice(0, 25).map(({ id }) => id));
    expect([scans, documents <= atMost ? 'few' : documents]).toEqual([0, 'few']);
    for (const sort of ['updatedAt', '-createdAt', 'title', '-price', 'status', '-status'] as const) {
      const from = new Date();
      const one = await lists.listAll({ ...query, sort, limit: 25 });
      const { nextCursor: cursor } = one;
      const two = cursor === null ? { items: [] } : await lists.listAll({ ...query, sort, limit: 25, cursor });
      const read = await readSince(from);
      expect([sort, read.scans, read.documents <= 3 * atMost ? 'few' : read.documents]).toEqual([sort, 0, 'few']);
      const found = [...one.items, ...two.items].map(({ id }) => id);
      expect(new Set(found).size).toBe(Math.min(50, expected.length));
      const matches = new Set(expected.map(({ id }) => id));
      expect(found.filter(id => !matches.has(id))).toEqual([]);
    }
    const counting = new Date();
    const total = await lists.count(query);
    expect(total).toEqual({
      value: Math.min(expected.length, 10_000),
      relation: expected.length > 10_000 ? 'gte' : 'eq',
    });
    if (query.q === undefined && query.stock !== undefined)
      expect(await readSince(counting)).toEqual({ documents: 0, scans: 0 });
  });

  test.each([
    ['few', { q: 'quixotic' }, has('quixotic')],
    ['many', { q: 'cheese' }, has('cheese')],
  ])('an export of %s has them all', async (_name, filter, meets) => {
    const found: string[] = [];
    for await (const { id } of lists.stream(filter)) found.push(id);
    expect(found).toEqual(
      records
        .filter(meets)
        .toReversed()
        .map(({ id }) => id),
    );
  });
});
