import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Image, ProductDraft } from '../../../generated/catalog/types.ts';
import { csvLine, rawCell, safeCell } from '../../../look/csv.ts';
import { parseTags, tagsCell } from '../imports/cells.ts';
import { linesOf } from '../imports/file.ts';
import { runImports } from '../imports/worker.ts';
import type { VariantRecord } from '../product.ts';
import { uploadPicture } from '../testing/pictures.ts';
import { type CatalogSuite, startCatalogSuite } from '../testing/suite.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());
beforeEach(async () => {
  for (const name of ['products', 'imports', 'outbox']) await suite.mongo.db.collection(name).deleteMany({});
});

const seed = { seed: 23 };
const words = fc.string({ unit: 'grapheme', maxLength: 40 });
const awkward = fc.oneof(
  words,
  fc.constantFrom('=1+1', "'=x", '-5', '@a', 'a,b;c\td', 'say "so"', 'two\r\nlines', ' around ', 'a\\,b|c', "''@"),
);
const named = awkward.map(text => `${text}.`);

async function exported(query = {}): Promise<string> {
  const answer = await suite.merchant.exportProductsAsCsv({ query });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="products-\d{4}-\d\d-\d\d\.csv"$/);
  return answer.body;
}

async function imported(file: string) {
  const answer = await suite.merchant.createImport({ body: file });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer));
  await runImports(suite.importer, new AbortController().signal);
  const job = await suite.merchant.getImport({ path: { importId: answer.body.id } });
  if (job.status !== 200) throw new Error(JSON.stringify(job));
  return job.body;
}

/** The handles in an export of products that have one variant each. */
const handles = (file: string) =>
  file
    .split('\r\n')
    .slice(1, -1)
    .map(line => line.split(',')[0]);

const products = async () =>
  (await suite.mongo.db.collection('products').find().project({ importId: 0 }).sort({ createdAt: -1 }).toArray()).map(
    ({ updatedAt: _, ...rest }) => rest,
  );

test('whatever stands in a product, an export of it imports again unchanged, and makes the same product in an empty shop', async () => {
  const pictures = await Promise.all(['#f00', '#0f0', '#00f'].map(colour => uploadPicture(suite, colour)));
  const draft = fc.record(
    {
      title: named,
      category: named,
      description: awkward,
      brand: awkward,
      status: fc.constantFrom('draft' as const, 'active' as const, 'archived' as const),
      tags: fc.uniqueArray(named, { maxLength: 4 }),
      seo: fc.record({ title: awkward, description: awkward }, { requiredKeys: [] }),
      images: fc
        .subarray(pictures)
        .chain(list => fc.tuple(...list.map(image => awkward.map(alt => ({ ...image, alt }))))),
      colours: fc.uniqueArray(named, { maxLength: 3, selector: text => text.trim() }),
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
      amount: fc.integer({ min: 0, max: 100_000_000 }),
      variant: fc.record(
        { title: named, size: awkward, barcode: awkward, weightGrams: fc.nat(10_000_000) },
        { requiredKeys: [] },
      ),
      slug: fc.option(fc.constantFrom(`${'a-very-long-slug-'.repeat(10)}end`, 'short'), { nil: undefined }),
    },
    { requiredKeys: ['title', 'category', 'colours', 'currency', 'amount', 'variant', 'slug', 'images'] },
  );
  let number = 0;
  const given = fc.sample(draft, { ...seed, numRuns: 60 });
  for (const { colours, currency, amount, variant, slug, ...rest } of given) {
    number += 1;
    const price = { amount, currency };
    const variants: ProductDraft['variants'] = (colours.length > 0 ? colours : [undefined]).map((colour, index) => ({
      ...variant,
      sku: `sku-${number}-${index}`,
      price,
      ...(index === 0 && { compareAtPrice: price }),
      ...(index === 1 && rest.images[0] && { imageUrl: rest.images.at(-1)?.url ?? '' }),
      ...(colour !== undefined && { options: { Size: 'all', ' Colour ': colour } }),
    }));
    const options =
      colours.length > 0
        ? [
            { name: 'Colour', values: [...colours, 'never used'] },
            { name: 'Size', values: ['all'] },
          ]
        : undefined;
    const body: ProductDraft = {
      ...rest,
      images: [...rest.images],
      variants,
      ...(options && { options }),
      ...(slug !== undefined && { slug: `${slug}-${number}` }),
    };
    const answer = await suite.merchant.createProduct({ body });
    if (answer.status !== 201) throw new Error(JSON.stringify([answer, body]));
  }
  const before = await products();
  const file = await exported();
  expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: number, failed: 0, errors: [] });
  expect(await products()).toEqual(before);
  expect(await exported()).toBe(file);

  await suite.mongo.db.collection('products').deleteMany({});
  expect(await imported(file)).toMatchObject({ created: number, failed: 0, errors: [] });
  // A new picture without a text of its own gets the title; everything else is as it was.
  const withoutAlt = (list: Awaited<ReturnType<typeof products>>) =>
    list.map(({ _id, images, options, variants, slug, version, ...rest }) => ({
      ...rest,
      images: images.map(({ url }: Image) => url),
      variants: variants.map((variant: VariantRecord) => ({
        ...variant,
        options: variant.options.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      })),
    }));
  expect(withoutAlt(await products())).toEqual(withoutAlt(before));
}, 120_000);

test('an export holds what its filters let through, newest first', async () => {
  for (const [index, status] of (['draft', 'active', 'active'] as const).entries()) {
    const variants = [{ sku: `f-${index}`, price: { amount: 150, currency: 'USD' } }];
    await suite.merchant.createProduct({ body: { title: `Filter ${index}`, category: 'Things', status, variants } });
  }
  expect(handles(await exported())).toEqual(['filter-2', 'filter-1', 'filter-0']);
  expect(handles(await exported({ status: 'active' }))).toEqual(['filter-2', 'filter-1']);
  expect(handles(await exported({ q: 'filter 1' }))).toEqual(['filter-1']);
});

test('an export of chosen products holds them alone, newest first, and imports again unchanged', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const variants = [{ sku: `c-${index}`, price: { amount: 150, currency: 'USD' } }];
    const answer = await suite.merchant.createProduct({
      body: { title: `Chosen ${index}`, category: 'Things', variants },
    });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer));
    ids.push(answer.body.id);
  }
  const [first, second, , last] = ids;
  const of = async (...chosen: (string | undefined)[]) => exported({ ids: chosen });
  const file = await of(last?.toUpperCase(), first, randomUUID());
  expect(handles(file)).toEqual(['chosen-3', 'chosen-0']);
  expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: 2, failed: 0 });
  expect(handles(await of(randomUUID()))).toEqual([]);
  expect(handles(await exported({ ids: [first, second], q: 'chosen 1' }))).toEqual(['chosen-1']);
  expect(handles(await exported({ ids: [first, second], status: 'active' }))).toEqual([]);

  const many = Array.from({ length: 201 }, () => randomUUID());
  expect(handles(await of(...many.slice(1)))).toEqual([]);
  await expect(of(...many)).rejects.toThrow(/"status":400/);
  await expect(of('bananas')).rejects.toThrow(/"status":400/);
});

test('what is written as a record is read back, whatever is in its cells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(awkward, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 10 }),
      async rows => {
        const file = csvLine(['a', 'b']) + rows.map(csvLine).join('');
        const read: string[][] = [];
        for await (const { cells } of linesOf(Buffer.from(file), ',')) read.push(cells.map(rawCell));
        expect(read.slice(1)).toEqual(
          rows.filter(row => row.some(cell => cell !== '')).length === rows.length ? rows : expect.anything(),
        );
      },
    ),
    { ...seed, numRuns: 200 },
  );
});

test('no cell is left that a spreadsheet would run, and every cell comes back', () => {
  fc.assert(
    fc.property(awkward, text => {
      expect(safeCell(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(rawCell(safeCell(text))).toBe(text);
    }),
    seed,
  );
});

test('tags come back from their cell, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(named.map(tag => tag.trim()).filter(Boolean)), tags => {
      expect(parseTags(tagsCell(tags))).toEqual([...new Set(tags)]);
    }),
    seed,
  );
});
