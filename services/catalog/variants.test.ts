import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import type { ProductDraft, ProductStatus } from '../../generated/catalog/types.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());

const price = { amount: 100, currency: 'USD' };

async function create(title: string, status: ProductStatus, variants: ProductDraft['variants']) {
  const made = await suite.merchant.createProduct({ body: { title, category: 'Described', status, variants } });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

test('staff learns what skus are, of drafts and archived products too, each once and nobody else’s', async () => {
  const sizes = ['S', 'M'].map(size => ({ sku: `dress-${size}`, price, options: { Size: size } }));
  const dress = await create('Dress', 'draft', sizes);
  const hat = await create('Hat', 'archived', [{ sku: 'hat', price }]);
  const found = await suite.merchant.describeVariants({
    query: { sku: ['hat', 'dress-M', 'dress-M', 'nobody-has-this'] },
  });
  if (found.status !== 200) throw new Error(JSON.stringify(found));
  expect(found.body.items.toSorted((left, right) => left.title.localeCompare(right.title))).toEqual([
    { sku: 'dress-M', productId: dress.id, slug: 'dress', title: 'Dress', variant: 'M', status: 'draft' },
    { sku: 'hat', productId: hat.id, slug: 'hat', title: 'Hat', status: 'archived' },
  ]);
});

test('a hundred skus may be asked for at once', async () => {
  const skus = Array.from({ length: 101 }, (_, index) => `many-${index}`);
  expect(await suite.merchant.describeVariants({ query: { sku: skus.slice(1) } })).toMatchObject({
    status: 200,
    body: { items: [] },
  });
  expect(await suite.merchant.describeVariants({ query: { sku: skus } })).toMatchObject({ status: 400 });
});

test.each(['admin', 'catalog', 'orders', 'support'])('%s may ask', async role => {
  const headers = await suite.identity.headers({ kind: 'staff', roles: [role], id: `somebody-${role}` });
  const client = createCatalogClient({ baseUrl: suite.url, headers: () => headers });
  expect(await client.describeVariants({ query: { sku: ['hat'] } })).toMatchObject({ status: 200 });
});

test('shoppers may not ask', async () => {
  expect(await suite.shopper.describeVariants({ query: { sku: ['hat'] } })).toMatchObject({ status: 401 });
});
