import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csv, importing } from '../testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';
import { handleOf } from './handles.ts';

let suite: CatalogSuite;
let files: ReturnType<typeof importing>;
beforeAll(async () => {
  suite = await startCatalogSuite();
  files = importing(suite);
});
afterAll(() => suite.close());
beforeEach(() => files.clear());

const HEAD = 'handle,title,category,sku,price,currency';
const usd = (amount: number) => ({ amount, currency: 'USD' });

async function create(slug: string, sku: string, more: { renamed?: string } = {}) {
  const body = { slug, title: `Old ${slug}`, category: 'Tea', variants: [{ sku, price: usd(450) }] };
  const made = await suite.merchant.createProduct({ body: { ...body, status: 'active' } });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  if (more.renamed !== undefined)
    await suite.merchant.updateProduct({ path: { productId: made.body.id }, body: { slug: more.renamed } });
  return made.body;
}

describe('handles', () => {
  test.each([
    ['of other scripts', ['чай-2026', 'кофе-2026', 'さくら茶', 'קפה']],
    ['that differ in a mark', ['tea_pot', 'tea-pot', 'tea pot', 'teapot']],
    ['that differ in an accent or in case', ['crème', 'creme', 'Creme']],
    ['that are alike in their first 120 letters', [`${'a'.repeat(120)}-one`, `${'a'.repeat(120)}-two`]],
  ])('%s are products of their own', async (_name, handles) => {
    const file = csv(HEAD, ...handles.map((handle, at) => `${handle},Title ${at},Tea,S-${at},1,USD`));
    expect(await files.imported(file)).toMatchObject({ created: handles.length, failed: 0 });
    const made = await files.products();
    expect(made.map(({ title }) => title)).toEqual(handles.map((_, at) => `Title ${at}`));
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(handles.length);
    expect(await files.imported(file)).toMatchObject({ created: 0, unchanged: handles.length, failed: 0 });
  });

  test('never merge two products, whatever they are', async () => {
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map(text => text.replace(/[\s\0"'=+@-]/gu, 'x'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(cell, { selector: handleOf, minLength: 2, maxLength: 12 }), async handles => {
        await files.clear();
        const rows = handles.map((handle, at) => `"${handle}",Title ${at},Tea,S-${at},1,USD`);
        expect(await files.imported(csv(HEAD, ...rows))).toMatchObject({ created: handles.length, failed: 0 });
      }),
      { seed: 20261129, numRuns: 12 },
    );
  });

  test('that an earlier version stored in ASCII find their product by its skus, and no other one', async () => {
    const known = await create('creme-brulee', 'CB-1');
    await create('tea-pot', 'TP-1');
    const file = csv(HEAD, 'Crème Brûlée,Crème,Tea,CB-1,1,USD', 'tea_pot,Another pot,Tea,TP-2,1,USD');
    expect(await files.imported(file)).toMatchObject({ created: 1, updated: 1, failed: 0 });
    const { body } = await suite.merchant.getProductById({ path: { productId: known.id } });
    expect(body).toMatchObject({ title: 'Crème', slug: 'creme-brulee' });
    expect(await files.imported(file)).toMatchObject({ unchanged: 2 });
  });

  test('without skus of their own give variants that differ', async () => {
    const head = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price';
    const rows = [
      'tea_pot,One,Size,S/M,,1',
      'tea_pot,,Size,S-M,,1',
      'tea-pot,Two,Size,S-M,,1',
      'чай,Three,Вес,100 г,,1',
    ];
    expect(await files.imported(csv(head, ...rows), { currency: 'USD' })).toMatchObject({ created: 3, failed: 0 });
    const skus = (await files.products()).flatMap(({ variants }) => variants.map(({ sku }) => sku));
    expect(new Set(skus).size).toBe(4);
  });
});

describe('slugs in use', () => {
  const rows = [
    'case-sencha,First,Tea,C-1,9.50,USD',
    'case-sencha-2,Second,Tea,C-2,7.50,USD',
    'case-mate,M,Tea,C-3,6,USD',
  ];

  test('by a renamed product give the new one another slug', async () => {
    await create('case-a', 'CA', { renamed: 'case-sencha' });
    const dry = await files.imported(csv(HEAD, ...rows), { dryRun: true });
    const real = await files.imported(csv(HEAD, ...rows));
    expect([dry, real]).toMatchObject([
      { status: 'done', created: 3, failed: 0 },
      { status: 'done', created: 3, failed: 0 },
    ]);
    const slugs = (await files.products()).map(({ slug }) => slug);
    expect(slugs.toSorted()).toEqual(['case-mate', 'case-sencha', 'case-sencha-2', 'case-sencha-2-2']);
  });

  test('by a product that was renamed to a numbered slug stop no other row', async () => {
    await create('case-a', 'CA', { renamed: 'many-1-2' });
    await create('case-b', 'CB', { renamed: 'many-1' });
    const many = Array.from({ length: 31 }, (_, at) => `many-${at},Many ${at},Tea,M-${at},1,USD`);
    expect(await files.imported(csv(HEAD, ...many), { dryRun: true })).toMatchObject({ created: 31, failed: 0 });
    expect(await files.imported(csv(HEAD, ...many))).toMatchObject({ status: 'done', created: 31, failed: 0 });
  });

  test('an old slug leads to the present one until another product takes it', async () => {
    const made = await create('kettle-old', 'K-1', { renamed: 'kettle-new' });
    const page = (slug: string) => fetch(`${suite.url}/products/${slug}`, { redirect: 'manual' });
    const moved = await page('kettle-old');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, 'kettle-new']);
    await suite.merchant.updateProduct({ path: { productId: made.id }, body: { slug: 'kettle' } });
    expect((await page('kettle-old')).headers.get('location')).toBe('kettle');
    expect((await page('kettle-new')).headers.get('location')).toBe('kettle');
    const other = await create('kettle-old', 'K-2');
    expect(await (await page('kettle-old')).json()).toMatchObject({ id: other.id });
    await suite.merchant.updateProduct({
      path: { productId: made.id },
      body: { slug: 'kettle-new', status: 'archived' },
    });
    expect((await page('kettle')).status).toBe(404);
  });
});
