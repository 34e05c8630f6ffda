import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProductDraft } from '../../generated/catalog/types.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());

let number = 0;
function draft(fields: Partial<ProductDraft> = {}): ProductDraft {
  number += 1;
  return {
    title: `Thing ${number}`,
    category: 'Things',
    status: 'active',
    variants: [{ sku: `thing-${number}`, price: { amount: 100 + number, currency: 'USD' } }],
    ...fields,
  };
}

async function create(fields: Partial<ProductDraft> = {}) {
  const answer = await suite.merchant.createProduct({ body: draft(fields) });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return answer.body;
}

const skuOf = (product: { variants: { sku: string }[] }) => product.variants[0]?.sku ?? '';

describe('creating', () => {
  test('a product is shown to shoppers, and its event is in the same transaction', async () => {
    await suite.clearOutbox();
    const product = await create({ title: 'Crème brûlée & Co.', brand: 'Oven', tags: ['sweet', 'sweet'] });
    expect(product).toMatchObject({
      slug: 'creme-brulee-and-co',
      version: 1,
      status: 'active',
      category: { slug: 'things', name: 'Things' },
      tags: ['sweet'],
    });
    const shown = await suite.shopper.getProduct({ path: { slug: product.slug } });
    expect(shown).toMatchObject({ status: 200, body: product });
    expect(await suite.outbox()).toEqual([
      expect.objectContaining({
        type: 'ProductUpdated',
        aggregateid: product.id,
        payload: expect.objectContaining({ id: product.id, version: 1 }),
      }),
    ]);
  });

  test('the same title twice yields different slugs', async () => {
    const first = await create({ title: 'Same name' });
    const second = await create({ title: 'Same name' });
    const third = await create({ title: 'Same  Name!' });
    expect([first.slug, second.slug, third.slug]).toEqual(['same-name', 'same-name-2', 'same-name-3']);
  });

  test('many at once with one title all get a slug of their own', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => create({ title: 'Crowd' })));
    expect(new Set(all.map(product => product.slug)).size).toBe(8);
  });

  test('a slug or a sku of another product is refused with 409', async () => {
    const product = await create({ slug: 'only-one' });
    expect(await suite.merchant.createProduct({ body: draft({ slug: 'only-one' }) })).toMatchObject({
      status: 409,
      body: { code: 'slug_taken' },
    });
    const sku = await suite.merchant.createProduct({
      body: draft({ variants: [{ sku: skuOf(product), price: { amount: 1, currency: 'USD' } }] }),
    });
    expect(sku).toMatchObject({ status: 409, body: { code: 'sku_taken' } });
  });

  test('the same Idempotency-Key creates once and replays; another body is refused', async () => {
    const body = draft({ title: 'Once' });
    const headers = { 'idempotency-key': 'create-once-1' };
    const first = await suite.merchant.createProduct({ body, headers });
    const again = await suite.merchant.createProduct({ body, headers });
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await suite.mongo.db.collection('products').countDocuments({ title: 'Once' })).toBe(1);
    expect(await suite.merchant.createProduct({ body: draft(), headers })).toMatchObject({ status: 422 });
  });

  test('what no product can be is refused with its place', async () => {
    const variants = [
      { sku: 'twice', price: { amount: 1, currency: 'USD' }, options: { Size: 'S' } },
      { sku: 'twice', price: { amount: 1, currency: 'EUR' }, options: { Colour: 'red' } },
    ];
    const answer = await suite.merchant.createProduct({
      body: draft({ variants, options: [{ name: 'Size', values: ['S'] }] }),
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_product' } });
    const paths = answer.status === 422 ? answer.body.errors?.map(({ path }) => path) : [];
    expect(paths).toEqual(
      expect.arrayContaining(['/body/variants/1/sku', '/body/variants/1/price/currency', '/body/variants/1/options']),
    );
  });

  test('a picture that was never uploaded is refused', async () => {
    const url = `/media/${'a'.repeat(32)}-640.webp`;
    const answer = await suite.merchant.createProduct({
      body: draft({ images: [{ url, width: 1, height: 1, alt: '', sizes: [] }] }),
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: '/body/images/0/url' }] } });
  });

  test('options are those of the variants where a draft names none, and option names are data', async () => {
    const variants = ['S', 'M'].map(size => ({
      sku: `shirt-${size}`,
      price: { amount: 1900, currency: 'EUR' },
      options: { 'Size.$cm': size },
    }));
    const product = await create({ title: 'Shirt', variants });
    expect(product.options).toEqual([{ name: 'Size.$cm', values: ['S', 'M'] }]);
    expect(product.variants.map(variant => variant.title)).toEqual(['S', 'M']);
    expect((await suite.service.lookUpVariants({ body: { skus: ['shirt-M'] } })).body).toMatchObject({
      items: [{ sku: 'shirt-M', title: 'Shirt – M' }],
    });
  });
});

describe('changing', () => {
  test('a change grows the version and is published; the same change again is neither', async () => {
    const product = await create();
    await suite.clearOutbox();
    const path = { productId: product.id };
    const body = { title: 'Better thing', version: 1 };
    expect(await suite.merchant.updateProduct({ path, body })).toMatchObject({
      status: 200,
      body: { version: 2, title: 'Better thing', slug: product.slug },
    });
    expect(await suite.merchant.updateProduct({ path, body })).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await suite.outbox()).toHaveLength(1);
    expect(await suite.merchant.updateProduct({ path, body: { title: 'Worse', version: 1 } })).toMatchObject({
      status: 409,
      body: { code: 'version_conflict' },
    });
  });

  test('of many changes at one version one wins; without a version all are made, one after the other', async () => {
    const product = await create();
    const path = { productId: product.id };
    const guarded = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        suite.merchant.updateProduct({ path, body: { title: `Guarded ${index}`, version: 1 } }),
      ),
    );
    expect(guarded.map(answer => answer.status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const free = await Promise.all(
      Array.from({ length: 5 }, (_, index) => suite.merchant.updateProduct({ path, body: { title: `Free ${index}` } })),
    );
    expect(free.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect((await suite.merchant.getProductById({ path })).body).toMatchObject({ version: 7 });
  });

  test('a new slug is published with the old one; skus that go are named; empty text takes a field away', async () => {
    const product = await create({
      brand: 'Old',
      variants: [
        { sku: 'goes', price: { amount: 1, currency: 'USD' }, options: { Size: 'S' } },
        { sku: 'stays', price: { amount: 1, currency: 'USD' }, options: { Size: 'M' } },
      ],
    });
    await suite.clearOutbox();
    const path = { productId: product.id };
    const body = { slug: 'a-new-slug', brand: '', variants: [{ sku: 'stays', price: { amount: 2, currency: 'USD' } }] };
    const changed = await suite.merchant.updateProduct({ path, body });
    expect(changed.body).not.toHaveProperty('brand');
    const [event] = await suite.outbox();
    expect(event?.payload).toMatchObject({
      previousSlug: product.slug,
      slug: 'a-new-slug',
      removedSkus: ['goes'],
      version: 2,
    });
    expect(await suite.shopper.getProduct({ path: { slug: product.slug } })).toMatchObject({
      status: 200,
      body: { slug: 'a-new-slug' },
    });
    expect((await suite.service.lookUpVariants({ body: { skus: ['goes', 'stays'] } })).body).toMatchObject({
      items: [{ sku: 'stays', price: { amount: 2 }, productVersion: 2 }],
    });
  });

  test('somebody else’s slug is refused, an unknown product is not found', async () => {
    const one = await create();
    const other = await create();
    expect(
      await suite.merchant.updateProduct({ path: { productId: one.id }, body: { slug: other.slug } }),
    ).toMatchObject({
      status: 409,
      body: { code: 'slug_taken' },
    });
    expect(
      await suite.merchant.updateProduct({
        path: { productId: '0190a6e0-7c1d-7000-8000-00000000dead' },
        body: { title: 'x' },
      }),
    ).toMatchObject({ status: 404 });
  });

  test('deleting twice is deleting once', async () => {
    const product = await create();
    await suite.clearOutbox();
    const path = { productId: product.id };
    expect((await suite.merchant.deleteProduct({ path })).status).toBe(204);
    expect((await suite.merchant.deleteProduct({ path })).status).toBe(204);
    expect(await suite.outbox()).toEqual([
      {
        type: 'ProductDeleted',
        aggregateid: product.id,
        payload: { id: product.id, slug: product.slug, skus: [skuOf(product)], version: 2 },
      },
    ]);
    expect((await suite.merchant.getProductById({ path })).status).toBe(404);
    expect((await suite.service.lookUpVariants({ body: { skus: [skuOf(product)] } })).body).toEqual({ items: [] });
  });
});

describe('listing', () => {
  test('pages hold every active product once, newest first, and are cacheable', async () => {
    const made = [];
    for (let index = 0; index < 7; index += 1) made.push(await create({ category: 'Paged goods' }));
    await create({ category: 'Paged goods', status: 'draft' });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await suite.shopper.listProducts({ query: { limit: 3, category: 'paged-goods', cursor } });
      if (page.status !== 200) throw new Error(JSON.stringify(page));
      seen.push(...page.body.items.map(product => product.id));
      cursor = page.body.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(made.map(product => product.id).reverse());
    const plain = await fetch(`${suite.url}/products?limit=1`);
    expect(plain.headers.get('cache-control')).toContain('s-maxage=60');
    expect(plain.headers.get('surrogate-key')).toBe('products');
  });

  test('categories count their active products', async () => {
    await create({ category: 'Counted' });
    await create({ category: 'Counted' });
    await create({ category: 'Counted', status: 'archived' });
    const answer = await suite.shopper.listCategories();
    expect(answer.body.items).toContainEqual({ slug: 'counted', name: 'Counted', products: 2 });
    expect(answer.body.items.map(category => category.name)).toEqual(
      answer.body.items.map(category => category.name).toSorted(),
    );
  });

  test('merchants find drafts by words of the title and by the start of a sku', async () => {
    const product = await create({
      title: 'Peculiar Überraschung',
      status: 'draft',
      variants: [{ sku: 'PEC-7788', price: { amount: 1, currency: 'USD' } }],
    });
    for (const q of ['uberr pecul', 'PEC-77', 'Überraschung']) {
      const found = await suite.merchant.listAllProducts({ query: { q } });
      expect(found).toMatchObject({ status: 200, body: { items: [{ id: product.id }] } });
    }
    for (const q of ['.*', '$ne', 'peculiar absent'])
      expect(await suite.merchant.listAllProducts({ query: { q } })).toMatchObject({
        status: 200,
        body: { items: [] },
      });
    expect(await suite.merchant.listAllProducts({ query: { q: 'peculiar', status: 'active' } })).toMatchObject({
      body: { items: [] },
    });
  });

  test('the export goes through everything in a steady order', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await suite.service.exportProducts({ query: { limit: 5, cursor } });
      if (page.status !== 200) throw new Error(JSON.stringify(page));
      seen.push(...page.body.items.map(product => product.id));
      cursor = page.body.nextCursor ?? undefined;
      if (seen.length === 5) await create({ title: 'Made during the export' });
    } while (cursor);
    expect(seen).toEqual(seen.toSorted());
    expect(new Set(seen).size).toBe(await suite.mongo.db.collection('products').countDocuments());
  });

  test('looking up variants leaves out unknown and inactive ones', async () => {
    const active = await create();
    const hidden = await create({ status: 'draft' });
    const answer = await suite.service.lookUpVariants({
      body: { skus: [skuOf(active), skuOf(hidden), 'no-such-sku'] },
    });
    expect(answer).toEqual({
      status: 200,
      headers: expect.anything(),
      body: {
        items: [
          {
            sku: skuOf(active),
            productId: active.id,
            slug: active.slug,
            title: active.title,
            price: active.variants[0]?.price,
            productVersion: 1,
          },
        ],
      },
    });
    const again = await suite.service.lookUpVariants({ body: { skus: [skuOf(active)] } });
    expect(again.body).toMatchObject({ items: [{ sku: skuOf(active) }] });
    expect((await suite.service.lookUpVariants({ body: { skus: [skuOf(active)] } })).body).toEqual(again.body);
  });

  test('the look-up of a sku reads one index entry and one product', async () => {
    const plan = await suite.mongo.db
      .collection('products')
      .find({ 'variants.sku': { $in: ['thing-1'] }, status: 'active' })
      .explain('executionStats');
    expect(plan.executionStats.totalDocsExamined).toBeLessThanOrEqual(1);
  });
});

describe('bad input', () => {
  const ask = async (method: string, path: string, body?: string, type = 'application/json') => {
    const response = await fetch(suite.url + path, {
      method,
      headers: { ...suite.staffHeaders, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
  };
  const price = { amount: 1, currency: 'USD' };

  test.each([
    ['malformed JSON', 'POST', '/admin/products', '{"title":', 400],
    [
      'an operator in place of text',
      'POST',
      '/admin/products',
      JSON.stringify({ title: { $ne: null }, category: 'x', variants: [{ sku: 'a', price }] }),
      400,
    ],
    ['an unknown field', 'POST', '/admin/products', JSON.stringify({ ...draft(), $where: '1' }), 400],
    [
      'a negative price',
      'POST',
      '/admin/products',
      JSON.stringify(draft({ variants: [{ sku: 'a', price: { amount: -1, currency: 'USD' } }] })),
      400,
    ],
    [
      'a price in fractions',
      'POST',
      '/admin/products',
      JSON.stringify(draft({ variants: [{ sku: 'a', price: { amount: 1.5, currency: 'USD' } }] })),
      400,
    ],
    [
      'a currency that does not exist',
      'POST',
      '/admin/products',
      JSON.stringify(draft({ variants: [{ sku: 'a', price: { amount: 1, currency: 'QQQ' } }] })),
      422,
    ],
    ['no variants', 'POST', '/admin/products', JSON.stringify(draft({ variants: [] })), 400],
    ['too large a body', 'POST', '/admin/products', JSON.stringify(draft({ description: 'x'.repeat(300_000) })), 413],
    ['an operator among skus', 'POST', '/internal/catalog/variants', JSON.stringify({ skus: [{ $gt: '' }] }), 401],
    ['an operator in the query', 'GET', '/products?category[$ne]=x', undefined, 400],
    ['a category twice', 'GET', '/products?category=a&category=b', undefined, 400],
    ['a huge limit', 'GET', '/products?limit=1000000', undefined, 400],
    ['a cursor of somebody else', 'GET', '/products?cursor=eyIkZ3QiOiIifQ', undefined, 400],
    ['a broken cursor', 'GET', '/products?cursor=%00%ff', undefined, 400],
    ['an id that is none', 'GET', '/admin/products/[object Object]', undefined, 400],
    ['an unknown product', 'GET', '/products/no-such-product', undefined, 404],
    ['an unknown category', 'GET', '/products?category=none', undefined, 200],
  ])('%s', async (_name, method, path, body, status) => {
    const answer = await ask(method, path, body);
    expect(answer.status).toBe(status);
    if (status !== 200)
      expect(answer).toMatchObject({ type: expect.stringContaining('application/problem+json'), body: { status } });
  });

  test('a wrong content type is 415', async () => {
    expect(await ask('POST', '/admin/products', 'title=x', 'application/x-www-form-urlencoded')).toMatchObject({
      status: 415,
    });
  });

  test('roles: nobody 401, the wrong role 403, a service may not manage, a merchant may not look up', async () => {
    const body = draft();
    expect(await suite.shopper.createProduct({ body })).toMatchObject({ status: 401 });
    expect(await suite.service.createProduct({ body })).toMatchObject({ status: 401 });
    const support = await suite.identity.headers({ kind: 'staff', roles: ['support'] });
    expect(await suite.merchant.createProduct({ body }, { headers: support })).toMatchObject({ status: 403 });
    expect(await suite.merchant.listAllProducts({}, { headers: support })).toMatchObject({ status: 200 });
    expect(await suite.merchant.lookUpVariants({ body: { skus: ['a'] } })).toMatchObject({ status: 401 });
  });
});
