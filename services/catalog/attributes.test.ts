import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import type { Attribute, AttributeDraft, ProductAttributeDraft } from '../../generated/catalog/types.ts';
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

async function define(body: AttributeDraft): Promise<Attribute> {
  const made = await suite.merchant.createAttribute({ body });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

const draft = (sku: string, attributes: ProductAttributeDraft[]) => ({
  title: `Item ${sku}`,
  category: 'Things',
  status: 'active' as const,
  variants: [{ sku, price: { amount: 100, currency: 'USD' } }],
  attributes,
});

async function create(sku: string, attributes: ProductAttributeDraft[]) {
  const made = await suite.merchant.createProduct({ body: draft(sku, attributes) });
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return made.body;
}

async function attributesOf(id: string) {
  const found = await suite.merchant.getProductById({ path: { productId: id } });
  if (found.status !== 200) throw new Error(JSON.stringify(found));
  return found.body.attributes;
}

async function all(): Promise<Attribute[]> {
  const found = await suite.merchant.listAttributes();
  if (found.status !== 200) throw new Error(JSON.stringify(found));
  return found.body.items;
}

const propagate = () => propagateAttributes(suite.dependencies.store, new AbortController().signal);
const pathOf = ({ id }: Attribute) => ({ attributeId: id });

describe('keys', () => {
  test('keep the letters of every script, and two names never share one', async () => {
    const names = ['Gluten free', 'Без глютена', 'グルテン', 'C++', 'C#', 'Größe', '☺'];
    const made = [];
    for (const name of names) made.push(await define({ name, type: 'boolean' }));
    expect(made.map(({ key }) => key)).toEqual([
      'gluten-free',
      'без-глютена',
      'グルテン',
      'c',
      'c-2',
      'größe',
      'attribute',
    ]);
  });

  test('stay through every rename, of the attribute and of a value', async () => {
    const origin = await define({ name: 'Origin', type: 'choice', values: ['Itally', 'Spain'] });
    const renamed = await suite.merchant.updateAttribute({
      path: pathOf(origin),
      body: {
        name: 'Country',
        values: [
          { key: 'itally', name: 'Italy' },
          { key: 'spain', name: 'Spain' },
        ],
      },
    });
    expect(renamed).toMatchObject({
      status: 200,
      body: { key: 'origin', name: 'Country', values: [{ key: 'itally', name: 'Italy' }, { key: 'spain' }] },
    });
    expect((await define({ name: 'Origin', type: 'text' })).key).toBe('origin-2');
  });
});

test('names are unique without regard to case, two of them at once too', async () => {
  const answers = await Promise.all(
    ['Vegan', 'vegan', 'VEGAN'].map(name => suite.merchant.createAttribute({ body: { name, type: 'boolean' } })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  const other = await define({ name: 'Organic', type: 'boolean' });
  expect(await suite.merchant.updateAttribute({ path: pathOf(other), body: { name: 'vegan' } })).toMatchObject({
    status: 409,
    body: { code: 'attribute_exists' },
  });
});

test.each<[AttributeDraft, string]>([
  [{ name: 'Origin', type: 'choice' }, '/body/values'],
  [{ name: 'Origin', type: 'choice', values: ['Italy', 'ITALY'] }, '/body/values/1/name'],
  [{ name: 'Vegan', type: 'boolean', values: ['yes'] }, '/body/values'],
  [{ name: 'Vegan', type: 'boolean', unit: 'kcal' }, '/body/unit'],
  [{ name: 'Ingredients', type: 'text', filterable: true }, '/body/filterable'],
])('%j is no attribute', async (body, path) => {
  expect(await suite.merchant.createAttribute({ body })).toMatchObject({ status: 422, body: { errors: [{ path }] } });
});

describe('a product', () => {
  test('has typed values in the order of the attributes, and its event carries them', async () => {
    await define({ name: 'Energy', type: 'number', unit: 'kcal', position: 3 });
    await define({ name: 'Origin', type: 'choice', values: ['Italy', 'Spain', 'Peru'], filterable: true, position: 1 });
    await define({ name: 'Vegan', type: 'boolean', filterable: true, position: 2 });
    await define({ name: 'Ingredients', type: 'text', position: 4 });
    await suite.clearOutbox();
    const made = await create('a', [
      { key: 'ingredients', text: ' Cocoa, sugar ' },
      { key: 'energy', number: 250.5 },
      { key: 'vegan', boolean: false },
      { key: 'origin', values: ['peru', 'italy'] },
    ]);
    const expected = [
      {
        key: 'origin',
        name: 'Origin',
        type: 'choice',
        filterable: true,
        position: 1,
        values: [
          { key: 'italy', name: 'Italy' },
          { key: 'peru', name: 'Peru' },
        ],
      },
      { key: 'vegan', name: 'Vegan', type: 'boolean', filterable: true, position: 2, boolean: false },
      { key: 'energy', name: 'Energy', type: 'number', unit: 'kcal', filterable: false, position: 3, number: 250.5 },
      {
        key: 'ingredients',
        name: 'Ingredients',
        type: 'text',
        filterable: false,
        position: 4,
        text: 'Cocoa, sugar',
      },
    ];
    expect(made.attributes).toEqual(expected);
    const shown = await suite.shopper.getProduct({ path: { slug: made.slug } });
    expect(shown).toMatchObject({ status: 200, body: { attributes: expected } });
    expect(await suite.outbox()).toMatchObject([{ type: 'ProductUpdated', payload: { attributes: expected } }]);
    expect(await suite.changes()).toContainEqual(
      expect.objectContaining({
        payload: expect.objectContaining({
          resource: 'products',
          changes: expect.arrayContaining([expect.objectContaining({ field: expect.stringContaining('attributes') })]),
        }),
      }),
    );
    expect((await all()).map(({ key, products }) => [key, products])).toEqual([
      ['origin', 1],
      ['vegan', 1],
      ['energy', 1],
      ['ingredients', 1],
    ]);
  });

  test('keeps what a change does not name, and a list names all of them', async () => {
    await define({ name: 'Vegan', type: 'boolean' });
    await define({ name: 'Energy', type: 'number' });
    const { id } = await create('a', [{ key: 'vegan', boolean: true }]);
    const path = { productId: id };
    await suite.merchant.updateProduct({ path, body: { title: 'Other' } });
    expect(await attributesOf(id)).toMatchObject([{ key: 'vegan', boolean: true }]);
    await suite.merchant.updateProduct({ path, body: { attributes: [{ key: 'energy', number: 0 }] } });
    expect(await attributesOf(id)).toMatchObject([{ key: 'energy', number: 0 }]);
    expect(await attributesOf(id)).toHaveLength(1);
    const same = await suite.merchant.updateProduct({ path, body: { attributes: [{ key: 'energy', number: 0 }] } });
    expect(same).toMatchObject({ status: 200, body: { version: 3 } });
    await suite.merchant.updateProduct({ path, body: { attributes: [] } });
    expect(await attributesOf(id)).toBeUndefined();
  });

  test.each<[ProductAttributeDraft[], string]>([
    [[{ key: 'colour', text: 'red' }], '/body/attributes/0/key'],
    [[{ key: 'vegan', text: 'yes' }], '/body/attributes/0'],
    [[{ key: 'vegan' }], '/body/attributes/0'],
    [[{ key: 'vegan', boolean: true, number: 1 }], '/body/attributes/0'],
    [
      [
        { key: 'vegan', boolean: true },
        { key: 'vegan', boolean: false },
      ],
      '/body/attributes/1/key',
    ],
    [[{ key: 'origin', values: ['italy', 'mars'] }], '/body/attributes/0/values'],
  ])('with %j is refused, with the place', async (attributes, path) => {
    await define({ name: 'Vegan', type: 'boolean' });
    await define({ name: 'Origin', type: 'choice', values: ['Italy'] });
    const answer = await suite.merchant.createProduct({ body: draft('a', attributes) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});

describe('a change of an attribute', () => {
  test('reaches every product with its event; a new value alone touches none', async () => {
    const origin = await define({ name: 'Origin', type: 'choice', values: ['Itally'] });
    const one = await create('a', [{ key: 'origin', values: ['itally'] }]);
    const other = await create('b', []);
    await suite.clearOutbox();
    const path = pathOf(origin);
    await suite.merchant.updateAttribute({
      path,
      body: { values: [{ key: 'itally', name: 'Itally' }, { name: 'Peru' }] },
    });
    await propagate();
    expect(await suite.outbox()).toEqual([]);
    await suite.merchant.updateAttribute({
      path,
      body: {
        name: 'Country',
        values: [
          { key: 'itally', name: 'Italy' },
          { key: 'peru', name: 'Peru' },
        ],
      },
    });
    await propagate();
    const values = [{ key: 'itally', name: 'Italy' }];
    expect(await attributesOf(one.id)).toMatchObject([{ key: 'origin', name: 'Country', values }]);
    expect(await suite.outbox()).toMatchObject([
      { payload: { id: one.id, version: 2, attributes: [{ name: 'Country', values }] } },
    ]);
    expect(await attributesOf(other.id)).toBeUndefined();
    await propagate();
    expect(await suite.outbox()).toHaveLength(1);
  });

  test('is in the audit log, and refused for an older version', async () => {
    const vegan = await define({ name: 'Vegan', type: 'boolean' });
    await suite.merchant.updateAttribute({ path: pathOf(vegan), body: { filterable: true, version: 1 } });
    expect(
      await suite.merchant.updateAttribute({ path: pathOf(vegan), body: { position: 4, version: 1 } }),
    ).toMatchObject({
      status: 409,
      body: { code: 'version_conflict' },
    });
    const changes = (await suite.changes()).map(({ payload }) => payload);
    expect(changes).toMatchObject([
      { resource: 'attributes', label: 'Vegan', action: 'created' },
      { resource: 'attributes', action: 'changed', changes: [{ field: 'filterable', before: false, after: true }] },
    ]);
  });
});

describe('what products have', () => {
  test('stays: neither an attribute nor a value goes while one has it, and the answer says how many', async () => {
    const origin = await define({ name: 'Origin', type: 'choice', values: ['Italy', 'Peru', 'Spain'] });
    const one = await create('a', [{ key: 'origin', values: ['italy'] }]);
    await create('b', [{ key: 'origin', values: ['italy', 'peru'] }]);
    const path = pathOf(origin);
    const only = (...keys: string[]) =>
      suite.merchant.updateAttribute({ path, body: { values: keys.map(key => ({ key, name: key.toUpperCase() })) } });
    expect(await only('peru', 'spain')).toMatchObject({
      status: 409,
      body: { code: 'value_in_use', detail: '2 products have Italy.' },
    });
    expect(await only('italy', 'spain')).toMatchObject({ status: 409, body: { detail: '1 product has Peru.' } });
    expect(await only('italy', 'peru')).toMatchObject({ status: 200 });
    expect(await suite.merchant.deleteAttribute({ path })).toMatchObject({
      status: 409,
      body: { code: 'attribute_in_use', detail: '2 products have this attribute.' },
    });
    await suite.merchant.deleteProduct({ path: { productId: one.id } });
    expect(await suite.merchant.deleteAttribute({ path })).toMatchObject({
      body: { detail: '1 product has this attribute.' },
    });
  });

  test('cannot lose its attribute to a removal at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const vegan = await define({ name: `Vegan ${round}`, type: 'boolean' });
      const [made, removed] = await Promise.all([
        suite.merchant.createProduct({ body: draft(`r-${round}`, [{ key: vegan.key, boolean: true }]) }),
        suite.merchant.deleteAttribute({ path: pathOf(vegan) }),
      ]);
      const has = made.status === 201 && made.body.attributes !== undefined;
      expect([removed.status, has]).toEqual(removed.status === 204 ? [204, false] : [409, true]);
    }
  });
});

test('only those who look after the catalog change attributes', async () => {
  const body = { name: 'Vegan', type: 'boolean' as const };
  const headers = () => suite.identity.headers({ kind: 'staff', roles: ['support'], id: 'a-supporter' });
  const support = createCatalogClient({ baseUrl: suite.url, headers });
  expect((await support.createAttribute({ body })).status).toBe(403);
  expect((await support.listAttributes()).status).toBe(200);
});
