import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Attribute, AttributeDraft, ListAllProductsRequest } from '../../generated/catalog/types.ts';
import { attributeScan } from './attribute-filter.ts';
import type { ProductDocument } from './document.ts';
import { propagateAttributes } from './propagation.ts';
import { importing } from './testing/imports.ts';
import { type CatalogSuite, startCatalogSuite } from './testing/suite.ts';

let suite: CatalogSuite;
let files: ReturnType<typeof importing>;
beforeAll(async () => {
  suite = await startCatalogSuite();
  files = importing(suite);
});
afterAll(() => suite.close());
beforeEach(() => files.clear());

type Draft = Parameters<CatalogSuite['merchant']['createProduct']>[0]['body'];

async function define(body: AttributeDraft): Promise<Attribute> {
  const made = await suite.merchant.createAttribute({ body });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

async function create(sku: string, attributes: NonNullable<Draft['attributes']>) {
  const variants = [{ sku, price: { amount: 100, currency: 'USD' } }];
  const body: Draft = { title: `Item ${sku}`, category: 'Things', status: 'active', variants, attributes };
  const made = await suite.merchant.createProduct({ body });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

async function found(query: NonNullable<ListAllProductsRequest['query']>): Promise<string[]> {
  const answer = await suite.merchant.listAllProducts({ query });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body.items.map(({ variants }) => variants[0]?.sku ?? '').toSorted();
}

const isMatching = (change: unknown, wanted: object) => expect.objectContaining(wanted).asymmetricMatch(change);
const pathOf = ({ id }: Attribute) => ({ attributeId: id });
const propagate = () => propagateAttributes(suite.dependencies.store, new AbortController().signal);

async function described() {
  const origin = await define({ name: 'Origin', type: 'choice', values: ['Italy', 'Spain'] });
  const soldIn = await define({ name: 'Sold in', type: 'choice', values: ['Italy'] });
  await define({ name: 'Vegan', type: 'boolean' });
  await define({ name: 'Energy', type: 'number', unit: 'kcal' });
  await define({ name: 'Story', type: 'text' });
  await create('a', [
    { key: 'origin', values: ['italy', 'spain'] },
    { key: 'vegan', boolean: true },
    { key: 'energy', number: 250 },
  ]);
  await create('b', [
    { key: 'origin', values: ['spain'] },
    { key: 'vegan', boolean: false },
    { key: 'energy', number: -0.5 },
  ]);
  await create('c', [
    { key: 'sold-in', values: ['italy'] },
    { key: 'story', text: 'From Italy' },
  ]);
  return { origin, soldIn };
}

describe('products are listed by an attribute', () => {
  test.each([
    ['origin', ['a', 'b']],
    ['origin:italy', ['a']],
    ['origin:spain', ['a', 'b']],
    ['vegan:true', ['a']],
    ['vegan:false', ['b']],
    ['energy:250', ['a']],
    ['energy:0..250', ['a']],
    ['energy:..0', ['b']],
    ['energy:-1..', ['a', 'b']],
    ['energy:300..', []],
    ['story', ['c']],
  ])('%s', async (attribute, skus) => {
    await described();
    expect(await found({ attribute })).toEqual(skus);
    const counted = await suite.merchant.listAllProducts({ query: { attribute, withTotal: true, limit: 1 } });
    expect(counted).toMatchObject({ body: { total: { value: skus.length, relation: 'eq' } } });
  });

  test('together with words, a status and a page', async () => {
    await described();
    expect(await found({ attribute: 'origin', q: 'item b' })).toEqual(['b']);
    expect(await found({ attribute: 'origin', status: 'draft' })).toEqual([]);
    const first = await suite.merchant.listAllProducts({ query: { attribute: 'origin', limit: 1, sort: 'title' } });
    if (first.status !== 200 || first.body.nextCursor === null) throw new Error('no page');
    const rest = { attribute: 'origin', sort: 'title', cursor: first.body.nextCursor } as const;
    expect(await found(rest)).toEqual(['b']);
  });

  test.each([
    'nothing',
    'nothing:x',
    'origin:france',
    'origin:',
    'vegan:yes',
    'energy:much',
    'energy:..',
    'story:From',
  ])('%s is refused', async attribute => {
    await described();
    const answer = await suite.merchant.listAllProducts({ query: { attribute } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'unknown_attribute' } });
  });

  test.each(['origin', 'origin:spain', 'vegan:true', 'energy:100..300', 'energy:250'])(
    '%s reads from an index no more than what it finds',
    async attribute => {
      await described();
      const { condition, index } = attributeScan(attribute, await suite.dependencies.store.attributes.byKey());
      const explained = await suite.mongo.db
        .collection<ProductDocument>('products')
        .find(condition)
        .hint(index)
        .explain('executionStats');
      const { nReturned, totalKeysExamined } = explained.executionStats;
      expect(totalKeysExamined).toBeLessThanOrEqual(nReturned + 1);
    },
  );
});

describe('an attribute is deleted with what products have of it', () => {
  test('in batches, and the audit log has how many had it, once', async () => {
    const { origin } = await described();
    for (let at = 0; at < 120; at += 1) await create(`more-${at}`, [{ key: 'origin', values: ['italy'] }]);
    expect(await suite.merchant.deleteAttribute({ path: pathOf(origin) })).toMatchObject({ status: 409 });
    for (const _ of [1, 2])
      expect(await suite.merchant.deleteAttributeWithValues({ path: pathOf(origin) })).toMatchObject({
        status: 202,
        body: { key: 'origin', deleting: true, products: 122 },
      });
    await propagate();
    const left = await suite.merchant.listAttributes();
    expect(left).toMatchObject({
      body: { items: expect.not.arrayContaining([expect.objectContaining({ key: 'origin' })]) },
    });
    const products = suite.mongo.db.collection('products');
    expect(await products.countDocuments({ 'attributes.id': origin.id })).toBe(0);
    expect(await found({ attribute: 'sold-in:italy' })).toEqual(['c']);
    const deletion = { resourceId: origin.id, label: 'Origin', action: 'deleted' };
    const changes = (await suite.changes()).map(({ payload }) => payload);
    expect(changes.filter(change => isMatching(change, deletion))).toEqual([
      expect.objectContaining({ reason: 'With what 122 products have of it.' }),
    ]);
    expect(await suite.merchant.deleteAttributeWithValues({ path: pathOf(origin) })).toMatchObject({ status: 404 });
  });

  test('and meanwhile no product is given it, nor is it changed or filtered by', async () => {
    const { origin } = await described();
    await suite.merchant.deleteAttributeWithValues({ path: pathOf(origin) });
    const variants = [{ sku: 'd', price: { amount: 100, currency: 'USD' } }];
    const attributes = [{ key: 'origin', values: ['italy'] }];
    const late = { title: 'Late', category: 'Things', variants, attributes };
    expect(await suite.merchant.createProduct({ body: late })).toMatchObject({ status: 422 });
    expect(await suite.merchant.updateAttribute({ path: pathOf(origin), body: { name: 'X' } })).toMatchObject({
      status: 409,
      body: { code: 'being_deleted' },
    });
    expect(await suite.merchant.createAttribute({ body: { name: 'Origin', type: 'boolean' } })).toMatchObject({
      status: 409,
    });
    expect(await suite.merchant.listAllProducts({ query: { attribute: 'origin' } })).toMatchObject({ status: 400 });
    await propagate();
    expect(await define({ name: 'Origin', type: 'boolean' })).toMatchObject({ key: 'origin', products: 0 });
  });
});
