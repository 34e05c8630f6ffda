import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSearchClient } from '../../generated/search/client.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { buildApp } from './app.ts';
import { documentOf } from './product.ts';
import { openTestIndex, product, type TestIndex } from './testing/index.ts';

const shelf = [
  product('有機バナナチップス', 'お菓子', { size: '100 g', price: 300, sku: 'jp-1' }),
  product('ﾊﾞﾅﾅｼﾞｭｰｽ', '飲み物', { size: '1 L', price: 250, sku: 'jp-2' }),
  product('抹茶ラテ', '飲み物', { sku: 'jp-3' }),
  product('사과주스', '음료', { sku: 'kr-1' }),
  product('사과 Apple pie', '빵', { sku: 'kr-2' }),
  product('红富士苹果', '水果', { sku: 'cn-1' }),
  product('น้ำส้มคั้นสด', 'เครื่องดื่ม', { sku: 'th-1' }),
  product('Apple juice', 'Juice', { size: '64 oz', price: 219, sku: 'en-1' }),
  product('Fat Free Milk', 'Milk', { size: '1 gal', price: 300, sku: 'en-2' }),
  product('Sugar Free Cola', 'Soft drinks', { size: '2 L', price: 159, sku: 'en-3' }),
  product('Paper plates', 'Party', { size: '20 ct', price: 100, sku: 'en-4' }),
];
let index: TestIndex;
let identity: TestIdentity;
let app: TestApp;

beforeAll(async () => {
  index = openTestIndex();
  [identity] = await Promise.all([testIdentity(), index.indices.ensure()]);
  const settings = { elasticsearch: index.client, indexPrefix: index.prefix, log: silentLog() };
  app = await startTestApp(buildApp({ ...settings, identityUrl: identity.url, checkResponses: true }));
  await index.store.applyProducts(shelf.map(documentOf));
  await index.refresh();
});
afterAll(async () => {
  await Promise.all([app.close(), identity.close()]);
  await index.drop();
});

type Query = NonNullable<NonNullable<Parameters<ReturnType<typeof createSearchClient>['searchProducts']>[0]>['query']>;
const search = async (query: Query): Promise<string[]> => {
  const answer = await createSearchClient({ baseUrl: app.url }).searchProducts({ query: { limit: 20, ...query } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.items.map(({ title }) => title);
};

describe('scripts without blanks between words', () => {
  test.each([
    ['バナナ', ['有機バナナチップス', 'ﾊﾞﾅﾅｼﾞｭｰｽ']],
    ['ﾊﾞﾅﾅ', ['有機バナナチップス', 'ﾊﾞﾅﾅｼﾞｭｰｽ']],
    ['茶', ['抹茶ラテ']],
    ['飲み物 抹茶', ['抹茶ラテ']],
    ['사과', ['사과 Apple pie', '사과주스']],
    ['苹果', ['红富士苹果']],
    ['ส้ม', ['น้ำส้มคั้นสด']],
    ['사과 apple', ['사과 Apple pie']],
  ])('%s finds %j', async (q, titles) => {
    expect((await search({ q })).toSorted()).toEqual(titles.toSorted());
  });

  test('are suggested from the middle of a word', async () => {
    const answer = await createSearchClient({ baseUrl: app.url }).suggest({ query: { q: 'ナナ' } });
    expect(answer).toMatchObject({ status: 200, body: { products: [{}, {}] } });
  });
});

describe('words that nothing has', () => {
  test.each([
    ['gluten free', []],
    ['sugar free', ['Sugar Free Cola']],
    ['coke', ['Sugar Free Cola']],
    ['leche', ['Fat Free Milk']],
    ['wonky purple zebra gargoyle milk quux', ['Fat Free Milk']],
    ['xylophone quartz', []],
  ])('%s finds %j', async (q, titles) => {
    expect(await search({ q })).toEqual(titles);
  });
});

test('products are in order of the price of a gram, or millilitre, then of a piece', async () => {
  expect((await search({ sort: 'unit-price-asc' })).slice(0, 5)).toEqual([
    'Fat Free Milk',
    'Sugar Free Cola',
    'Apple juice',
    'ﾊﾞﾅﾅｼﾞｭｰｽ',
    '有機バナナチップス',
  ]);
  const all = await search({ sort: 'unit-price-asc' });
  expect(all[5]).toBe('Paper plates');
});

test('the variants of a product are distinguished', async () => {
  const shirt = product('Shirt', 'Clothes', {
    variants: [
      { sku: 's', title: 'Shirt', price: { amount: 1, currency: 'USD' }, options: { Size: 'S', Colour: 'Red' } },
      { sku: 'x', title: 'Gift', price: { amount: 2, currency: 'USD' } },
    ],
  });
  await index.store.applyProducts([documentOf(shirt)]);
  await index.refresh();
  const answer = await createSearchClient({ baseUrl: app.url }).searchProducts({ query: { q: 'shirt', limit: 1 } });
  expect(answer).toMatchObject({ body: { items: [{ variants: [{ title: 'S, Red' }, { title: 'Gift' }] }] } });
});
