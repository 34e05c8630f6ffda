import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProductChanges } from '../../../generated/catalog/types.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());
beforeEach(async () => {
  for (const name of ['products', 'outbox']) await suite.mongo.db.collection(name).deleteMany({});
});

const missing = '0190a6e0-7c1d-7000-8000-00000000dead';

async function create(sku: string, currency = 'USD', amount = 1_000) {
  const answer = await suite.merchant.createProduct({
    body: { title: sku, category: 'Things', variants: [{ sku, price: { amount, currency } }] },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return answer.body;
}

const change = (body: ProductChanges, key = 'bulk-change-0001') =>
  suite.merchant.changeProducts({ body, headers: { 'idempotency-key': key } });

async function priceOf(productId: string): Promise<number | undefined> {
  const answer = await suite.merchant.getProductById({ path: { productId } });
  return answer.status === 200 ? answer.body.price?.amount : undefined;
}

describe('many products at once', () => {
  test('what can be changed is, the rest is refused with a reason; the preview says the same and changes nothing', async () => {
    const dollars = await create('one');
    const euros = await create('two', 'EUR');
    const body: ProductChanges = {
      productIds: [dollars.id, euros.id, missing],
      change: { status: 'active', price: { set: { amount: 900, currency: 'USD' } } },
    };
    const preview = await suite.merchant.previewProductChanges({ body });
    expect(preview).toMatchObject({
      status: 200,
      body: {
        items: [
          {
            productId: dollars.id,
            outcome: 'changed',
            status: { before: 'draft', after: 'active' },
            prices: [{ after: { amount: 900 } }],
          },
          { productId: euros.id, outcome: 'failed', problem: 'Its prices are in EUR, and the new one is in USD.' },
          { productId: missing, outcome: 'failed' },
        ],
      },
    });
    expect(await priceOf(dollars.id)).toBe(1_000);
    expect((await suite.merchant.previewProductChanges({ body })).body).toEqual(preview.body);
    const done = await change(body, 'bulk-preview-1');
    expect(done.body).toEqual(preview.body);
    expect([await priceOf(dollars.id), await priceOf(euros.id)]).toEqual([900, 1_000]);
  });

  test('sent twice with one key it is done once and answered alike; with another key it is done again', async () => {
    const product = await create('once');
    await suite.clearOutbox();
    const body: ProductChanges = { productIds: [product.id, product.id], change: { price: { percent: -10 } } };
    const first = await change(body, 'bulk-twice-1');
    const again = await change(body, 'bulk-twice-1');
    expect(again.body).toEqual(first.body);
    expect(await priceOf(product.id)).toBe(900);
    expect(await suite.outbox()).toMatchObject([{ type: 'ProductUpdated', payload: { version: 2 } }]);
    expect(await suite.changes()).toMatchObject([
      {
        payload: {
          resource: 'products',
          resourceId: product.id,
          action: 'changed',
          actor: { kind: 'staff', id: 'a-merchant' },
          changes: [
            {
              field: 'variants.once.price',
              before: { amount: 1_000, currency: 'USD' },
              after: { amount: 900, currency: 'USD' },
            },
          ],
        },
      },
    ]);
    await change(body, 'bulk-twice-2');
    expect(await priceOf(product.id)).toBe(810);
  });

  test('at once with changes of single products, none is lost', async () => {
    const products = await Promise.all(['a', 'b', 'c'].map(sku => create(sku)));
    const productIds = products.map(product => product.id);
    await Promise.all([
      change({ productIds, change: { price: { add: 10 } } }, 'bulk-race-1'),
      change({ productIds, change: { price: { add: 100 } } }, 'bulk-race-2'),
      ...products.map(({ id, title }) =>
        suite.merchant.updateProduct({ path: { productId: id }, body: { title: `${title}!` } }),
      ),
    ]);
    expect(await Promise.all(productIds.map(priceOf))).toEqual([1_110, 1_110, 1_110]);
    const { status, body } = await suite.merchant.listAllProducts({ query: { sort: 'title' } });
    expect(status === 200 && body.items.map(({ title, version }) => [title, version])).toEqual([
      ['a!', 4],
      ['b!', 4],
      ['c!', 4],
    ]);
  });

  test('what is no change is refused before anything happens', async () => {
    const product = await create('bad');
    const post = (body: unknown) =>
      fetch(`${suite.url}/admin/product-changes`, {
        method: 'POST',
        headers: { ...suite.staffHeaders, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify(body),
      });
    const productIds = [product.id];
    for (const given of [
      {},
      { price: {} },
      { price: { percent: 1, add: 1 } },
      { price: { percent: -101 } },
      { price: { add: 1.5 } },
      { status: 'sold' },
    ])
      expect((await post({ productIds, change: given })).status).toBe(400);
    expect((await post({ productIds: [], change: { status: 'active' } })).status).toBe(400);
  });
});
