import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSearchClient } from '../../generated/search/client.ts';
import { startTestApp, type TestApp } from '../platform/testing/app.ts';
import { type TestIdentity, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { buildApp } from './app.ts';
import { indexSettings, MAPPING_VERSION, productMapping } from './mapping.ts';
import { codeOf, documentOf } from './product.ts';
import { openTestIndex, product, type TestIndex } from './testing/index.ts';

const usd = { amount: 100, currency: 'USD' };
const shelf = [
  product('On trail socks', 'Socks', { brand: 'On', sku: 'ON-TRAIL-01' }),
  product('Socks on a line', 'Socks', { brand: 'Weft', sku: 'LINE-1' }),
  product('IT cable organiser', 'Office', { brand: 'IT', sku: 'it-CABLE-7' }),
  product('Not a Box', 'Toys', { brand: 'Will', sku: 'NB-1' }),
  product('Hinge for cupboards', 'Hardware', { brand: 'Fixwell', sku: 'AE02644' }),
  product('Hinge, heavy', 'Hardware', { brand: 'Fixwell', sku: 'AE02645' }),
  product('TOP-SOIL bag', 'Garden', { sku: 'SOIL-20L' }),
  product('Toothbrush', 'Care', { sku: 'TB-1' }),
  product('Paper Towels', 'Household', { sku: 'PT-1' }),
  product('& Other Stories', 'Books', { sku: 'OS-1' }),
  product('C++ for gardeners', 'Books', { sku: 'CPP-1' }),
  product('Tin of tea', 'Tea', {
    variants: [{ sku: 'TIN.9_x', title: 'Tin of tea', price: usd, barcode: '4006381333931' }],
  }),
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

const found = async (q: string): Promise<string[]> => {
  const answer = await createSearchClient({ baseUrl: app.url }).searchProducts({ query: { q, limit: 20 } });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.items.map(({ title }) => title);
};

describe('stop words alone', () => {
  test.each([
    ['on', 'On trail socks'],
    ['On', 'On trail socks'],
    ['it', 'IT cable organiser'],
    ['will', 'Not a Box'],
    ['not a', 'Not a Box'],
    ['not a box', 'Not a Box'],
  ])('%s finds %s first', async (q, title) => {
    expect((await found(q))[0]).toBe(title);
  });

  test('count for nothing beside other words', async () => {
    expect(await found('the socks')).toHaveLength(2);
  });
});

describe('skus and barcodes', () => {
  test.each([
    ['AE02644', 'Hinge for cupboards'],
    ['ae02644', 'Hinge for cupboards'],
    ['AE 02644', 'Hinge for cupboards'],
    ['ae-026-44', 'Hinge for cupboards'],
    ['AE02645', 'Hinge, heavy'],
    ['IT-CABLE-7', 'IT cable organiser'],
    ['it cable 7', 'IT cable organiser'],
    ['nb1', 'Not a Box'],
    ['tin.9', 'Tin of tea'],
    ['tin 9 X', 'Tin of tea'],
    ['4006381333931', 'Tin of tea'],
    ['4 006381 333931', 'Tin of tea'],
    ['400638', 'Tin of tea'],
    ['on-trail', 'On trail socks'],
  ])('%s finds %s first', async (q, title) => {
    expect((await found(q))[0]).toBe(title);
  });

  test('are found by their beginning', async () => {
    expect((await found('AE026')).toSorted()).toEqual(['Hinge for cupboards', 'Hinge, heavy']);
    expect(await found('cpp')).toEqual(['C++ for gardeners']);
    const answer = await createSearchClient({ baseUrl: app.url }).suggest({ query: { q: 'ae026' } });
    expect(answer).toMatchObject({ status: 200, body: { products: [{}, {}] } });
  });

  test('are the same however they are written', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
        fc.constantFrom(' ', '-', '.', '_', ' - '),
        (code, mark) => {
          expect(codeOf(Array.from(code.toLowerCase()).join(mark))).toBe(codeOf(code.toUpperCase()));
        },
      ),
      { seed: 23 },
    );
  });
});

test.each([
  ['topsoil', 'TOP-SOIL bag'],
  ['top soil', 'TOP-SOIL bag'],
  ['tooth brush', 'Toothbrush'],
  ['tooth brushes', 'Toothbrush'],
  ['papertowel', 'Paper Towels'],
  ['papertowels', 'Paper Towels'],
  ['&', '& Other Stories'],
  ['++', 'C++ for gardeners'],
])('words joined or apart, and signs alone: %s finds %s', async (q, title) => {
  expect((await found(q))[0]).toBe(title);
});

test('an index of a later mapping is left to the newer release that made it', async () => {
  const newer = openTestIndex();
  await newer.client.indices.create({
    index: newer.indices.names.index('newer'),
    aliases: { [newer.indices.names.products]: {} },
    settings: indexSettings(),
    mappings: { ...productMapping, _meta: { version: MAPPING_VERSION + 1 } },
  });
  expect(await newer.indices.ensure()).toBe(false);
  await newer.drop();
});

test('an index of an earlier mapping is rebuilt', async () => {
  const old = openTestIndex();
  const { properties } = productMapping;
  await old.client.indices.create({
    index: old.indices.names.index('old'),
    aliases: { [old.indices.names.products]: {} },
    settings: indexSettings(),
    mappings: { dynamic: false, ...(properties && { properties }) },
  });
  expect(await old.indices.ensure()).toBe(true);
  await old.indices.switchTo(await old.indices.begin('new'));
  expect(await old.indices.ensure()).toBe(false);
  await old.drop();
});
