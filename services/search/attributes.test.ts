import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSearchClient } from '../../generated/search/client.ts';
import type { SearchProductsRequest } from '../../generated/search/types.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { buildApp } from './app.ts';
import type { PublishedAttribute } from './indexed-attributes.ts';
import { documentOf } from './product.ts';
import { openTestIndex, product, type TestIndex } from './testing/index.ts';

const vegan = (boolean: boolean): PublishedAttribute => ({
  key: 'vegan',
  name: 'Vegan',
  type: 'boolean',
  filterable: true,
  position: 0,
  boolean,
});
const origin = (...names: string[]): PublishedAttribute => ({
  key: 'origin',
  name: 'Origin',
  type: 'choice',
  filterable: true,
  position: 1,
  values: names.map(name => ({ key: name.toLowerCase(), name })),
});
const energy = (number: number): PublishedAttribute => ({
  key: 'energy',
  name: 'Energy',
  type: 'number',
  unit: 'kcal',
  filterable: true,
  position: 2,
  number,
});
const fairTrade: PublishedAttribute = {
  key: 'fair-trade',
  name: 'Fair trade',
  type: 'boolean',
  filterable: false,
  position: 3,
  boolean: true,
};
const ingredients: PublishedAttribute = {
  key: 'ingredients',
  name: 'Ingredients',
  type: 'text',
  filterable: false,
  position: 4,
  text: 'Hazelnuts',
};

const shelf: [string, PublishedAttribute[]][] = [
  ['Dark bar', [vegan(true), origin('Peru'), energy(560), fairTrade, ingredients]],
  ['Milk bar', [vegan(false), origin('Peru', 'Ghana'), energy(530)]],
  ['Fruit bar', [vegan(true), origin('Italy'), energy(320)]],
  ['Plain bar', []],
];

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
  const products = shelf.map(([title, attributes]) => product(title, 'Bars', { attributes }));
  await index.store.applyProducts(products.map(documentOf));
  await index.refresh();
});
afterAll(async () => {
  await Promise.all([app.close(), identity.close()]);
  await index.drop();
});

async function search(query: NonNullable<SearchProductsRequest['query']>) {
  const answer = await client.searchProducts({ query: { sort: 'title', ...query } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}
const titles = async (...attribute: string[]) => (await search({ attribute })).items.map(({ title }) => title);
const counts = async (query: NonNullable<SearchProductsRequest['query']>) =>
  (await search(query)).facets.attributes?.map(({ key, values }) => [
    key,
    Object.fromEntries(values.map(({ value, count }) => [value, count])),
  ]);

describe('a filter by attributes', () => {
  test.each([
    [['vegan:true'], ['Dark bar', 'Fruit bar']],
    [['origin:peru'], ['Dark bar', 'Milk bar']],
    [
      ['origin:ghana', 'origin:italy'],
      ['Fruit bar', 'Milk bar'],
    ],
    [['origin:peru', 'vegan:true'], ['Dark bar']],
    [['energy:530..'], ['Dark bar', 'Milk bar']],
    [['energy:..530'], ['Fruit bar', 'Milk bar']],
    [
      ['energy:300..400', 'energy:550..600'],
      ['Dark bar', 'Fruit bar'],
    ],
    [['energy:..'], ['Dark bar', 'Fruit bar', 'Milk bar']],
    [['origin:ghana', 'vegan:true'], []],
    [['fair-trade:true'], []],
    [['vegan:false'], []],
    [['vegan:peru'], []],
  ])('%j leaves %j', async (attribute, expected) => {
    expect(await titles(...attribute)).toEqual(expected);
  });

  test.each(['vegan', ':true', 'energy:1..x', 'energy:9..1', 'a b:c'])('%s is refused', async attribute => {
    expect((await client.searchProducts({ query: { attribute: [attribute] } })).status).toBe(400);
  });
});

describe('the facets of attributes', () => {
  test('are those that shoppers may filter by, by position, with the names of their values and the range of numbers', async () => {
    expect((await search({})).facets.attributes).toEqual([
      { key: 'vegan', name: 'Vegan', type: 'boolean', values: [{ value: 'true', label: 'Vegan', count: 2 }] },
      {
        key: 'origin',
        name: 'Origin',
        type: 'choice',
        values: [
          { value: 'peru', label: 'Peru', count: 2 },
          { value: 'ghana', label: 'Ghana', count: 1 },
          { value: 'italy', label: 'Italy', count: 1 },
        ],
      },
      { key: 'energy', name: 'Energy', type: 'number', unit: 'kcal', values: [], min: 320, max: 560 },
    ]);
  });

  test('count what all other filters leave, whether of attributes or not', async () => {
    expect(await counts({ attribute: ['origin:peru'] })).toEqual([
      ['vegan', { true: 1 }],
      ['origin', { peru: 2, ghana: 1, italy: 1 }],
      ['energy', {}],
    ]);
    expect(await counts({ attribute: ['vegan:true', 'origin:italy'] })).toEqual([
      ['vegan', { true: 1 }],
      ['origin', { peru: 1, italy: 1 }],
      ['energy', {}],
    ]);
    const { facets } = await search({ attribute: ['vegan:true'] });
    expect(facets.category).toMatchObject([{ label: 'Bars', count: 2 }]);
    expect(await counts({ category: ['other'] })).toEqual([]);
    expect((await search({ attribute: ['energy:..400'] })).facets.attributes?.at(-1)).toMatchObject({
      min: 320,
      max: 560,
    });
  });
});

test.each([
  ['vegan', ['Dark bar', 'Fruit bar']],
  ['peru', ['Dark bar', 'Milk bar']],
  ['vegan bar italy', ['Fruit bar']],
  ['fair trade', ['Dark bar']],
])('the words %s find what has them as a value', async (q, expected) => {
  const found = await search({ q });
  expect(found.items.slice(0, expected.length).map(({ title }) => title)).toEqual(expected);
  expect(found.total).toBe(expected.length);
});

test('an index of an earlier mapping answers until it is rebuilt: nothing has an attribute', async () => {
  const old = openTestIndex();
  try {
    await old.client.indices.create({
      index: old.indices.names.index('old'),
      aliases: { [old.indices.names.products]: {} },
      mappings: {
        dynamic: false,
        properties: { listed: { type: 'boolean' }, createdAt: { type: 'date' }, id: { type: 'keyword' } },
      },
    });
    const document = documentOf(product('Bar', 'Bars', { attributes: [vegan(true)] }));
    await old.client.index({ index: old.indices.names.products, document, refresh: true });
    const settings = { elasticsearch: old.client, indexPrefix: old.prefix, log: silentLog() };
    const earlier = await startTestApp(buildApp({ ...settings, identityUrl: identity.url, checkResponses: true }));
    const { searchProducts } = createSearchClient({ baseUrl: earlier.url });
    expect(await searchProducts({ query: {} })).toMatchObject({
      status: 200,
      body: { total: 1, facets: { attributes: [] } },
    });
    expect(await searchProducts({ query: { attribute: ['vegan:true'] } })).toMatchObject({ body: { total: 0 } });
    await earlier.close();
    expect(await old.indices.ensure()).toBe(true);
  } finally {
    await old.drop();
  }
});
