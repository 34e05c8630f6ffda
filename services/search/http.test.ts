import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSearchClient } from '../../generated/search/client.ts';
import type { SearchProductsRequest } from '../../generated/search/types.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { testEnvironment } from '../platform/testing/environment.ts';
import { type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { until } from '../platform/testing/until.ts';
import { buildApp } from './app.ts';
import { connectElasticsearch } from './indices.ts';
import { documentOf } from './product.ts';
import { groceries } from './testing/groceries.ts';
import { openTestIndex, product, type TestIndex } from './testing/index.ts';

type Wish = NonNullable<SearchProductsRequest['query']>;

const shelf = groceries();
const evil = product('<script>alert("honey")</script> & honey', 'Spreads', { sku: 'evil', price: 1 });
const hidden = product('Hidden bananas', 'Tropical fruit', { status: 'draft' });
let index: TestIndex;
let identity: TestIdentity;
let app: TestApp;
let client: ReturnType<typeof createSearchClient>;

beforeAll(async () => {
  index = openTestIndex();
  [identity] = await Promise.all([testIdentity(), index.indices.ensure()]);
  const settings = { elasticsearch: index.client, indexPrefix: index.prefix, log: silentLog() };
  app = await startTestApp(buildApp({ ...settings, identityUrl: identity.url, checkResponses: true }));
  client = createSearchClient({ baseUrl: app.url });
  await index.store.applyProducts([...shelf.map(({ product }) => product), evil, hidden].map(documentOf));
  await index.store.applyStock(shelf.map(({ sku, available }) => ({ sku, available, version: 1 })));
  await index.refresh();
});
afterAll(async () => {
  await Promise.all([app.close(), identity.close()]);
  await index.drop();
});

async function search(query: Wish) {
  const answer = await client.searchProducts({ query });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}
const titles = async (q: string) => (await search({ q, limit: 100 })).items.map(({ title }) => title);

describe('words', () => {
  test.each([
    ['bananas', 'Bananas'],
    ['banana', 'Bananas'],
    ['BANANA', 'Bananas'],
    ['national bananas', 'Bananas'],
    ['tropical mango', 'Mango'],
    ['creme fraiche', 'Crème fraîche'],
    ['jalapeno', 'Jalapeño peppers'],
    ['milk', 'Whole milk'],
    ['chocolate milk', 'Chocolate milk'],
    ['milk chocolate', 'Milk chocolate bar'],
    ['apple juice 64 oz', 'Apple juice'],
    ['g14', 'Cheddar cheese shredded'],
    ['cheese', 'Cream cheese'],
  ])('%s: first comes %s, or one as good', async (q, title) => {
    const found = await titles(q);
    expect(found.slice(0, 3)).toContain(title);
  });

  test.each([
    ['catsup', 'Tomato ketchup'],
    ['garbanzos', 'Chickpeas'],
    ['prawns', 'Frozen shrimp'],
    ['soda', 'Cola soft drink'],
    ['loo roll', 'Toilet paper'],
    ['ale', 'Lager'],
    ['jam', 'Strawberry preserves'],
  ])('%s means %s', async (q, title) => {
    expect(await titles(q)).toContain(title);
  });

  test.each([
    ['baanas', 'Bananas'],
    ['bnanas', 'Bananas'],
    ['bannaa', 'Bananas'],
    ['hoey', 'Clover honey'],
    ['honney', 'Clover honey'],
    ['hnoey', 'Clover honey'],
    ['mlik', 'Whole milk'],
    ['bred', 'Wheat bread'],
    ['chese', 'Cottage cheese'],
    ['suar', 'Sugar granulated'],
    ['ketchpu', 'Tomato ketchup'],
    ['worchester suace', 'Steak & Worcester sauce'],
    ['tomatos', 'Tomatoes Roma'],
    ['cofee baens', 'Coffee beans dark roast'],
    ['strawbery preserve', 'Strawberry preserves'],
    ['bens', 'Baked beans'],
  ])('the typing error in %s is forgiven', async (q, title) => {
    expect(await titles(q)).toContain(title);
  });

  test.each([
    ['straw', 'Strawberry preserves'],
    ['strawb pres', 'Strawberry preserves'],
    ['choc', 'Chocolate'],
    ['toma ketch', 'Tomato ketchup'],
  ])('%s is the beginning of words', async (q, title) => {
    expect((await titles(q)).join()).toContain(title);
  });

  test('a third letter left out of any word of five letters or more still finds its product', async () => {
    const words = shelf.flatMap(({ product: { title } }) =>
      (title.match(/[\p{L}]{5,}/gu) ?? []).map(word => [word.slice(0, 2) + word.slice(3), title] as const),
    );
    expect(words.length).toBeGreaterThan(40);
    const found = await Promise.all(
      words.map(async ([typo, title]) => [typo, title, (await titles(typo)).includes(title)]),
    );
    expect(found.filter(([, , isThere]) => !isThere)).toEqual([]);
  });

  test.each(['quartz', 'planet', 'lamp', 'house', 'beach', 'oat', 'crown', 'cat', 'apron', 'sky', '13'])(
    '%s is no typing error: nothing is found',
    async q => {
      expect(await titles(q)).toEqual([]);
    },
  );

  test.each([
    ['bannana', 'Bananas'],
    ['chedar chese', 'Cheddar cheese shredded'],
  ])('what %s means comes in the order of what was meant', async (q, first) => {
    expect((await titles(q))[0]).toBe(first);
  });

  test('what matches exactly comes before what nearly does', async () => {
    const found = await titles('bens');
    expect(found[0]).toBe("Ben's rice original");
    expect(found).toContain('Baked beans');
    expect(await titles('beer')).not.toContain('Bananas');
  });

  test('when not all words are found, most will do; nonsense finds nothing', async () => {
    expect(await titles('fresh organic bananas')).toContain('Bananas');
    expect(await search({ q: 'xqzwkj' })).toEqual({
      items: [],
      total: 0,
      nextCursor: null,
      facets: { category: [], brand: [], price: { min: null, max: null }, inStock: 0, attributes: [] },
    });
    expect((await search({ q: '"*:* AND (][ \\' })).total).toBe(0);
  });

  test('the match is marked and everything else escaped, with and without a typing error', async () => {
    const marked = async (q: string, title: string) =>
      (await search({ q, limit: 100 })).items.find(item => item.title === title)?.highlight;
    expect(await marked('banana', 'Green bananas')).toBe('Green <mark>bananas</mark>');
    expect(await marked('hoey', 'Clover honey')).toBe('Clover <mark>honey</mark>');
    expect(await marked('spreads', 'Clover honey')).toBe('Clover honey');
    const title = await marked('honey', evil.title);
    expect(title).toContain('<mark>honey</mark>');
    expect(title?.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>]/);
    expect((await search({})).items[0]).not.toHaveProperty('highlight');
  });

  test('what is not for sale is not found', async () => {
    expect(await titles('hidden')).not.toContain(hidden.title);
    expect((await search({})).total).toBe(shelf.length + 1);
  });
});

describe('facets', () => {
  const values = {
    category: ['tropical-fruit', 'bakery', 'cheese', 'candy', 'no-such-category'],
    brand: ['National', 'Private', "Ben's"],
  };
  const wishes: fc.Arbitrary<Wish> = fc.record(
    {
      q: fc.constantFrom('milk', 'banana', 'cheese', 'bens', 'hoey', 'national'),
      category: fc.uniqueArray(fc.constantFrom(...values.category), { minLength: 1, maxLength: 3 }),
      brand: fc.uniqueArray(fc.constantFrom(...values.brand), { minLength: 1, maxLength: 2 }),
      minPrice: fc.integer({ min: 0, max: 300 }),
      maxPrice: fc.integer({ min: 150, max: 1_500 }).map(price => price + 150),
      inStock: fc.constant(true),
    },
    { requiredKeys: [] },
  );

  test('a value that is counted leads to as many products as it says, whatever else is chosen', async () => {
    await fc.assert(
      fc.asyncProperty(wishes, async wish => {
        const { facets } = await search({ ...wish, limit: 1 });
        const { category: _c, ...otherThanCategory } = wish;
        const { brand: _b, ...otherThanBrand } = wish;
        const { minPrice: _min, maxPrice: _max, ...otherThanPrice } = wish;
        const totals = await Promise.all([
          ...facets.category
            .slice(0, 4)
            .map(async ({ value, count }) => [
              (await search({ ...otherThanCategory, category: [value], limit: 1 })).total,
              count,
            ]),
          ...facets.brand.map(async ({ value, count }) => [
            (await search({ ...otherThanBrand, brand: [value], limit: 1 })).total,
            count,
          ]),
          search({ ...wish, inStock: true, limit: 1 }).then(({ total }) => [total, facets.inStock]),
        ]);
        for (const [total, count] of totals) expect(total).toBe(count);
        expect(facets.category).toEqual((await search({ ...otherThanCategory, limit: 1 })).facets.category);
        expect(facets.brand).toEqual((await search({ ...otherThanBrand, limit: 1 })).facets.brand);
        expect(facets.price).toEqual((await search({ ...otherThanPrice, limit: 1 })).facets.price);
        const { min, max } = facets.price;
        if (min !== null && max !== null) {
          for (const price of [min, max])
            expect(
              (await search({ ...otherThanPrice, minPrice: price, maxPrice: price, limit: 1 })).total,
            ).toBeGreaterThan(0);
        }
      }),
      { seed: 20261122, numRuns: 15 },
    );
  });

  test('filters hold, several values of one facet widening it', async () => {
    const all = await search({
      category: ['bakery', 'cheese'],
      brand: ['Private'],
      minPrice: 259,
      maxPrice: 399,
      limit: 100,
    });
    expect(all.items.map(({ title }) => title).sort()).toEqual([
      'Banana bread',
      'Cheddar cheese shredded',
      'Crème fraîche',
    ]);
    expect(all.facets.category.find(({ value }) => value === 'bakery')).toEqual({
      value: 'bakery',
      label: 'Bakery',
      count: 1,
    });
    expect(all.facets.category.length).toBeGreaterThan(2);
  });

  test('inStock follows the stock', async () => {
    const { items, total } = await search({ inStock: true, limit: 100 });
    expect(total).toBe(shelf.filter(({ available }) => available > 0).length);
    expect(items.every(item => item.inStock && item.variants.some(({ available }) => available > 0))).toBe(true);
  });
});

describe('pages', () => {
  test.each([
    [{ sort: 'price-asc' }],
    [{ sort: 'price-desc' }],
    [{ sort: 'newest' }],
    [{ sort: 'title' }],
    [{ sort: 'relevance' }],
    [{ sort: 'relevance', q: 'national' }],
    [{ sort: 'title', q: 'bens', inStock: true }],
  ] satisfies [Wish][])('%j: each product once, in order, as many as total says', async wish => {
    const whole = await search({ ...wish, limit: 100 });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ ...wish, limit: 5, ...(cursor !== undefined && { cursor }) });
      expect(page.total).toBe(whole.total);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(whole.items.map(({ id }) => id));
    expect(new Set(found).size).toBe(whole.total);
  });

  test('are sorted as asked', async () => {
    const prices = (await search({ sort: 'price-asc', limit: 100 })).items.map(({ price }) => price.amount);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    const names = (await search({ sort: 'title', limit: 100 })).items.map(({ title }) => title);
    expect(names.slice(1, 5)).toEqual(['Apple juice', 'Apples Gala', 'Baked beans', 'Banana bread']);
  });
});

describe('suggestions', () => {
  async function suggest(q: string) {
    const answer = await client.suggest({ query: { q } });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  test.each([
    ['b', 'Bananas'],
    ['ban', 'Bananas'],
    ['bnan', 'Bananas'],
    ['hon', 'Clover honey'],
    ['wheat br', 'Wheat bread'],
    ['creme', 'Crème fraîche'],
    ['CHO', 'Chocolate milk'],
  ])('%s may become %s', async (q, title) => {
    expect((await suggest(q)).products.map(product => product.title)).toContain(title);
  });

  test('what is of the kind that is named comes before what only begins with its name', async () => {
    const { products } = await suggest('milk');
    const titles = products.map(({ title }) => title);
    expect(new Set(titles.slice(0, 2))).toEqual(new Set(['Chocolate milk', 'Whole milk']));
    expect(titles[2]).toBe('Milk chocolate bar');
  });

  test('are at most eight products and four categories, those named by the words first', async () => {
    const { products, categories } = await suggest('ch');
    expect(products.length).toBeLessThanOrEqual(8);
    expect(categories.length).toBeLessThanOrEqual(4);
    expect(
      categories
        .slice(0, 2)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['cheese', 'chicken']);
    expect(categories.find(({ value }) => value === 'cheese')).toEqual({ value: 'cheese', label: 'Cheese', count: 4 });
  });

  test.each(['quartz', 'planet', 'lamp', 'cow', 'sky', 'pirate'])('of %s, which begins nothing, are none', async q => {
    expect(await suggest(q)).toEqual({ products: [], categories: [] });
  });

  test('of nonsense are none', async () => {
    expect(await suggest('xqzwkj')).toEqual({ products: [], categories: [] });
  });
});

describe('requests', () => {
  const raw = (path: string, init?: RequestInit) => fetch(app.url + path, init);

  test.each([
    '/search?limit=0',
    '/search?limit=101',
    '/search?minPrice=-1',
    '/search?minPrice=a',
    '/search?minPrice=5&maxPrice=4',
    '/search?sort=best',
    '/search?cursor=%00%ff',
    '/search?cursor=abc',
    `/search?cursor=${Buffer.from('["exact","title","a","0190a6e0-7c1d-7000-8000-000000000001"]').toString('base64url')}`,
    `/search?cursor=${Buffer.from('["exact","relevance","a","0190a6e0-7c1d-7000-8000-000000000001"]').toString('base64url')}`,
    `/search?q=${'x'.repeat(201)}`,
    '/search?colour=red',
    '/suggest',
    '/suggest?q=',
  ])('%s: 400', async path => {
    const response = await raw(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('answers are for shared caches', async () => {
    const response = await raw('/search?q=milk');
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=2, stale-while-revalidate=30');
    expect(response.headers.get('surrogate-key')).toBe('search');
  });

  test('the index is for staff: who may see it, who may rebuild it', async () => {
    const as = (roles: string[]) => identity.headers({ kind: 'staff', roles });
    expect((await raw('/admin/search/index')).status).toBe(401);
    expect((await raw('/admin/search/index', { headers: await identity.headers({ kind: 'shopper' }) })).status).toBe(
      403,
    );
    expect((await raw('/admin/search/reindex', { method: 'POST', headers: await as(['support']) })).status).toBe(403);
    const seen = await raw('/admin/search/index', { headers: await as(['support']) });
    expect(await seen.json()).toEqual({ products: shelf.length + 1, rebuilding: true });
    for (let sent = 0; sent < 2; sent += 1) {
      const response = await raw('/admin/search/reindex', { method: 'POST', headers: await as(['catalog']) });
      expect([response.status, await response.json()]).toEqual([202, { products: shelf.length + 1, rebuilding: true }]);
    }
  });

  test('while Elasticsearch is away: 503 with Retry-After, and well again when it is back', async () => {
    const proxy = await testProxy(testEnvironment('ELASTICSEARCH_URL'));
    const elasticsearch = connectElasticsearch(proxy.url);
    const settings = { elasticsearch, indexPrefix: index.prefix, log: silentLog() };
    const shaky = await startTestApp(buildApp({ ...settings, identityUrl: identity.url, checkResponses: true }));
    try {
      expect((await fetch(`${shaky.url}/search`)).status).toBe(200);
      await proxy.disconnect();
      for (const path of ['/search', '/suggest?q=a']) {
        const response = await fetch(shaky.url + path);
        expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
      }
      expect((await fetch(`${shaky.url}/health/ready`)).status).toBe(503);
      await proxy.restore();
      await until(async () => (await fetch(`${shaky.url}/search`)).status === 200, { describe: 'the index is back' });
    } finally {
      await shaky.close();
      await elasticsearch.close();
      await proxy.close();
    }
  });
});
