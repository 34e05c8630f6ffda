import { expect } from '@jest/globals';
import { toApiError } from '../../admin/kit/api/api-error.ts';
import { queryOf } from '../../admin/kit/api/list-reader.ts';
import { changeOf, formOf } from '../../admin/screens/products/product-form.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../generated/admin/resources.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, usd, uuidOf } from '../examples.ts';
import { exactly, fromState, pathFromState } from '../matchers.ts';
import { image } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('admin', 'catalog');
const productId = uuidOf(120);
const key = (number: number) => ({ 'idempotency-key': `console-pact-${number}` });
const forSale = (sku: string) => ({ state: 'a product is for sale' as const, params: { sku } });
const product = {
  id: productId,
  slug: 'bananas',
  title: 'Bananas',
  description: 'Ripe.',
  brand: 'Chiquita',
  images: [image],

  category: { slug: 'fruit', name: 'Fruit' },
  options: [{ name: 'Bunch', values: ['Six'] }],
  tags: ['organic'],
  seo: {},
  variants: [{ sku: SKU, title: 'Bananas', price: usd(101), options: {}, size: '1 kg', weightGrams: 1_000 }],

  price: usd(101),
  version: 1,
  createdAt: AT,
  updatedAt: AT,
};
const active = { ...product, status: exactly('active') };
const onProduct = pathFromState('/admin/products/{productId}', 'productId', productId);

httpInteraction(
  'for products that are for sale, the latest change first',
  {
    given: forSale('LISTED'),
    request: {
      method: 'GET',
      path: '/admin/products',
      query: { category: 'fruit', q: 'banan', status: 'active', sort: '-updatedAt', limit: '25' },
    },
    response: { status: 200, body: { items: [active] } },
  },
  async baseUrl => {
    const filter = { q: 'banan', status: 'active', category: 'fruit' };
    const query = queryOf(resources.products, { filter, sort: { field: 'updatedAt', order: 'DESC' } });
    const { items } = await consoleClients(baseUrl).calls.products.list({ ...query, limit: 25 });
    expect(items).toMatchObject([
      { title: 'Bananas', category: { name: 'Fruit' }, variants: [{ sku: SKU, price: usd(101) }] },
    ]);
  },
);

httpInteraction(
  'for products, and how many there are',
  {
    given: forSale('COUNTED'),
    request: { method: 'GET', path: '/admin/products', query: { withTotal: 'true', limit: '1' } },
    response: { status: 200, body: { items: [active], total: { value: 1, relation: exactly('eq') } } },
  },
  async baseUrl => {
    const page = await consoleClients(baseUrl).calls.products.list({ withTotal: true, limit: 1 });
    expect(page).toMatchObject({ total: { value: 1, relation: 'eq' } });
  },
);

httpInteraction(
  'for a product',
  { given: forSale('OPENED'), request: { method: 'GET', path: onProduct }, response: { status: 200, body: active } },
  async baseUrl => {
    const found = await bodyOf(consoleClients(baseUrl).api.catalog.getProductById({ path: { productId } }));
    expect(formOf(found)).toMatchObject({
      title: 'Bananas',
      category: 'Fruit',
      variants: [{ sku: SKU, size: '1 kg', weightGrams: 1_000 }],
    });
  },
);

httpInteraction(
  'for a product that is not there',
  { request: { method: 'GET', path: `/admin/products/${uuidOf(404)}` }, response: { status: 404 } },
  async baseUrl => {
    const found = await consoleClients(baseUrl).api.catalog.getProductById({ path: { productId: uuidOf(404) } });
    expect(found.status).toBe(404);
  },
);

httpInteraction(
  'what skus are',
  {
    given: forSale('DESCRIBED'),
    request: { method: 'GET', path: '/admin/catalog/variants', query: { sku: 'DESCRIBED' } },
    response: { status: 200, body: { items: [{ sku: 'DESCRIBED', productId, title: 'Bananas', image }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.catalog.describeVariants({ query: { sku: ['DESCRIBED'] } }),
    );
    expect(items).toMatchObject([{ sku: 'DESCRIBED', title: 'Bananas' }]);
  },
);

httpInteraction(
  'to change a product',
  {
    given: forSale('CHANGED'),
    request: { method: 'PATCH', path: onProduct, body: { title: 'Ripe bananas', version: exactly(1) } },
    response: { status: 200, body: { ...active, title: 'Ripe bananas', version: 2 } },
  },
  async baseUrl => {
    const { catalog } = consoleClients(baseUrl).api;
    const before = { ...product, status: 'active' as const };
    const body = changeOf({ ...formOf(before), title: 'Ripe bananas' }, before) ?? {};
    const changed = await bodyOf(catalog.updateProduct({ path: { productId }, body }));
    expect(changed).toMatchObject({ title: 'Ripe bananas', version: 2 });
  },
);

httpInteraction(
  'to change a product that somebody else changed meanwhile',
  {
    given: { state: 'somebody else changed a product', params: { sku: 'CHANGED-BY-TWO' } },
    request: { method: 'PATCH', path: onProduct, body: { title: 'Ripe bananas', version: exactly(1) } },
    response: {
      status: 409,
      body: { ...problemLike(409, 'The product is at version 2 by now.'), code: exactly('version_conflict') },
    },
  },
  async baseUrl => {
    const { catalog } = consoleClients(baseUrl).api;
    const refused = bodyOf(catalog.updateProduct({ path: { productId }, body: { title: 'Ripe bananas', version: 1 } }));
    await expect(refused.catch(toApiError)).resolves.toMatchObject({ status: 409, code: 'version_conflict' });
  },
);

const draft = {
  title: 'Plantains',
  category: 'Fruit',
  status: 'draft' as const,
  variants: [{ sku: 'PLANTAIN', price: usd(150) }],
};

httpInteraction(
  'to make a product',
  {
    request: {
      method: 'POST',
      path: '/admin/products',
      headers: key(1),
      body: { ...draft, variants: [{ sku: exactly('PLANTAIN'), price: usd(150) }] },
    },
    response: {
      status: 201,
      body: { id: productId, title: 'Plantains', status: exactly('draft'), version: exactly(1) },
    },
  },
  async baseUrl => {
    const made = await bodyOf(consoleClients(baseUrl).api.catalog.createProduct({ headers: key(1), body: draft }));
    expect(made).toMatchObject({ id: productId, status: 'draft' });
  },
);

httpInteraction(
  'to make a product of a sku that another has',
  {
    given: forSale('TAKEN'),
    request: {
      method: 'POST',
      path: '/admin/products',
      headers: key(2),
      body: { ...draft, variants: [{ sku: exactly('TAKEN'), price: usd(150) }] },
    },
    response: { status: 409, body: problemLike(409, 'The sku TAKEN belongs to another product.') },
  },
  async baseUrl => {
    const body = { ...draft, variants: [{ sku: 'TAKEN', price: usd(150) }] };
    const refused = bodyOf(consoleClients(baseUrl).api.catalog.createProduct({ headers: key(2), body }));
    await expect(refused).rejects.toMatchObject({ status: 409, detail: expect.stringContaining('TAKEN') });
  },
);

const dearer = { productIds: [productId], change: { price: { percent: 10, roundTo: 5 } } };
const requested = { ...dearer, productIds: [fromState('productId', productId)] };
const changed = {
  productId,
  outcome: exactly('changed'),
  title: 'Bananas',
  prices: [{ sku: SKU, before: usd(101), after: usd(111) }],
};

httpInteraction(
  'what a change of prices would do',
  {
    given: forSale('PREVIEWED'),
    request: { method: 'POST', path: '/admin/product-changes/preview', body: requested },
    response: { status: 200, body: { items: [changed] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.catalog.previewProductChanges({ body: dearer }));
    expect(items).toMatchObject([{ productId, outcome: 'changed', prices: [{ before: usd(101), after: usd(111) }] }]);
  },
);

httpInteraction(
  'to change many prices at once',
  {
    given: forSale('DEARER'),
    request: { method: 'POST', path: '/admin/product-changes', headers: key(3), body: requested },
    response: { status: 200, body: { items: [{ productId, outcome: exactly('changed') }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.catalog.changeProducts({ body: dearer, headers: key(3) }),
    );
    expect(items).toEqual([{ productId, outcome: 'changed' }]);
  },
);

const retired = { change: { status: 'archived' as const } };

httpInteraction(
  'to take many products off sale',
  {
    given: forSale('RETIRED'),
    request: {
      method: 'POST',
      path: '/admin/product-changes',
      headers: key(4),
      body: { change: { status: exactly('archived') }, productIds: requested.productIds },
    },
    response: { status: 200, body: { items: [{ productId, outcome: exactly('changed') }] } },
  },
  async baseUrl => {
    const body = { ...retired, productIds: [productId] };
    const { items } = await bodyOf(consoleClients(baseUrl).api.catalog.changeProducts({ body, headers: key(4) }));
    expect(items).toEqual([{ productId, outcome: 'changed' }]);
  },
);

const announced = { fileName: 'bananas.png', contentType: 'image/png' as const, bytes: 4_096, alt: 'Bananas' };

httpInteraction(
  'where to put a picture',
  {
    request: {
      method: 'POST',
      path: '/admin/media/uploads',
      body: { ...announced, contentType: exactly('image/png') },
    },
    response: {
      status: 201,
      body: { id: uuidOf(121), url: 'https://media.example/uploads/1', headers: { 'content-type': 'image/png' } },
    },
  },
  async baseUrl => {
    const upload = await bodyOf(consoleClients(baseUrl).api.catalog.createUpload({ body: announced }));
    expect(upload).toMatchObject({ id: uuidOf(121), url: 'https://media.example/uploads/1' });
  },
);

httpInteraction(
  'to make a picture of what was put there',
  {
    given: { state: 'a picture was put where it belongs' },
    request: {
      method: 'POST',
      path: pathFromState('/admin/media/uploads/{uploadId}/completion', 'uploadId', uuidOf(121)),
    },
    response: { status: 200, body: image },
  },
  async baseUrl => {
    const made = await bodyOf(consoleClients(baseUrl).api.catalog.completeUpload({ path: { uploadId: uuidOf(121) } }));
    expect(made).toEqual(image);
  },
);

const file = 'handle,title,category,sku,price,currency\nlimes,Limes,Fruit,LIMES,0.99,USD\n';
const importId = uuidOf(122);
const job = {
  id: importId,
  fileName: 'fruit.csv',
  dryRun: exactly(true),
  rows: { total: 2, done: 2 },
  createdAt: AT,

  created: 1,
  updated: 0,
  unchanged: 0,
  failed: 1,
};

httpInteraction(
  'what a file would change',
  {
    request: {
      method: 'POST',
      path: '/admin/imports',
      query: { dryRun: 'true', fileName: 'fruit.csv', currency: 'USD' },
      headers: key(5),
      file: { type: 'text/csv', content: file },
    },
    response: { status: 202, body: { id: importId, dryRun: exactly(true), status: exactly('queued') } },
  },
  async baseUrl => {
    const query = { dryRun: true, fileName: 'fruit.csv', currency: 'USD' };
    const body = new TextEncoder().encode(file);
    const begun = await bodyOf(consoleClients(baseUrl).api.catalog.createImport({ body, query, headers: key(5) }));
    expect(begun).toMatchObject({ id: importId, status: 'queued' });
  },
);

httpInteraction(
  'how far an import is',
  {
    given: { state: 'a file was looked through' },
    request: { method: 'GET', path: pathFromState('/admin/imports/{importId}', 'importId', importId) },
    response: {
      status: 200,
      body: { ...job, status: exactly('done'), errors: [{ line: 3, column: 'price', message: 'is no price' }] },
    },
  },
  async baseUrl => {
    const found = await bodyOf(consoleClients(baseUrl).api.catalog.getImport({ path: { importId } }));
    expect(found).toMatchObject({ status: 'done', created: 1, failed: 1, errors: [{ line: 3, column: 'price' }] });
  },
);

httpInteraction(
  'for the imports',
  {
    given: { state: 'a file was looked through' },
    request: { method: 'GET', path: '/admin/imports', query: { limit: '1' } },
    response: { status: 200, body: { items: [{ ...job, status: exactly('done') }] } },
  },
  async baseUrl => {
    const { items } = await consoleClients(baseUrl).calls.imports.list({ limit: 1 });
    expect(items).toMatchObject([{ fileName: 'fruit.csv', status: 'done' }]);
  },
);

httpInteraction(
  'for a file of the products that are for sale',
  {
    given: forSale('EXPORTED'),
    request: { method: 'GET', path: '/admin/product-export', query: { status: 'active' } },
    response: { status: 200, file: { type: 'text/csv', content: file } },
  },
  async baseUrl => {
    const exported = await consoleClients(baseUrl).api.catalog.exportProductsAsCsv({ query: { status: 'active' } });
    expect(exported).toMatchObject({ status: 200, body: file });
  },
);

httpInteraction(
  'to delete a product',
  { given: forSale('DELETED'), request: { method: 'DELETE', path: onProduct }, response: { status: 204 } },
  async baseUrl => {
    const deleted = await consoleClients(baseUrl).api.catalog.deleteProduct({ path: { productId } });
    expect(deleted.status).toBe(204);
  },
);

const categoryId = uuidOf(123);
const category = { id: categoryId, slug: 'snacks', name: 'Snacks', position: 3, products: 0, version: 1 };
const onCategory = pathFromState('/admin/categories/{categoryId}', 'categoryId', categoryId);

httpInteraction(
  'for every category',
  {
    given: { state: 'a category has no products', params: { name: 'Listed snacks' } },
    request: { method: 'GET', path: '/admin/categories' },
    response: { status: 200, body: { items: [category] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.catalog.listAllCategories());
    expect(items).toEqual([category]);
  },
);

httpInteraction(
  'to make a category',
  {
    request: { method: 'POST', path: '/admin/categories', headers: key(6), body: { name: 'Drinks', position: 3 } },
    response: { status: 201, body: { ...category, name: 'Drinks', slug: 'drinks' } },
  },
  async baseUrl => {
    const body = { name: 'Drinks', position: 3 };
    const made = await bodyOf(consoleClients(baseUrl).api.catalog.createCategory({ body, headers: key(6) }));
    expect(made).toMatchObject({ id: categoryId, slug: 'drinks' });
  },
);

httpInteraction(
  'to move a category',
  {
    given: { state: 'a category has no products', params: { name: 'Moved snacks' } },
    request: { method: 'PATCH', path: onCategory, body: { position: 7, version: exactly(1) } },
    response: { status: 200, body: { ...category, position: exactly(7), version: exactly(2) } },
  },
  async baseUrl => {
    const { catalog } = consoleClients(baseUrl).api;
    const moved = await bodyOf(catalog.updateCategory({ path: { categoryId }, body: { position: 7, version: 1 } }));
    expect(moved).toMatchObject({ position: 7, version: 2 });
  },
);

httpInteraction(
  'to delete a category',
  {
    given: { state: 'a category has no products', params: { name: 'Deleted snacks' } },
    request: { method: 'DELETE', path: onCategory },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl).api.catalog.deleteCategory({ path: { categoryId } })).status).toBe(204);
  },
);

httpInteraction(
  'to undo an import',
  {
    given: { state: 'a file was imported' },
    request: { method: 'POST', path: pathFromState('/admin/imports/{importId}/undo', 'importId', importId) },
    response: { status: 202, body: { id: importId } },
  },
  async baseUrl => {
    expect(await bodyOf(consoleClients(baseUrl).api.catalog.undoImport({ path: { importId } }))).toMatchObject({
      id: importId,
    });
  },
);

const attributeId = uuidOf(124);
const attribute = {
  id: attributeId,
  key: 'salt',
  name: 'Salt',
  type: 'number',
  filterable: true,
  position: 3,
  products: 0,
  version: 1,
};
const onAttribute = pathFromState('/admin/attributes/{attributeId}', 'attributeId', attributeId);

httpInteraction(
  'for every attribute',
  {
    given: { state: 'an attribute has no products', params: { name: 'Listed salt' } },
    request: { method: 'GET', path: '/admin/attributes' },
    response: { status: 200, body: { items: [attribute] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.catalog.listAttributes());
    expect(items).toEqual([attribute]);
  },
);

const values = [{ key: 'peru', name: 'Peru' }];
const ripeness = { name: 'Ripeness', type: 'choice' as const, values: ['Peru'], filterable: true, position: 3 };

httpInteraction(
  'to make an attribute',
  {
    request: { method: 'POST', path: '/admin/attributes', headers: key(7), body: ripeness },
    response: { status: 201, body: { id: attributeId, key: 'ripeness', name: 'Ripeness', values } },
  },
  async baseUrl => {
    const { catalog } = consoleClients(baseUrl).api;
    const made = await bodyOf(catalog.createAttribute({ body: ripeness, headers: key(7) }));
    expect(made).toMatchObject({ id: attributeId, key: 'ripeness', values });
  },
);

httpInteraction(
  'to rename an attribute',
  {
    given: { state: 'an attribute has no products', params: { name: 'Renamed salt' } },
    request: { method: 'PATCH', path: onAttribute, body: { name: 'Salt', version: exactly(1) } },
    response: { status: 200, body: { ...attribute, name: exactly('Salt'), version: exactly(2) } },
  },
  async baseUrl => {
    const { catalog } = consoleClients(baseUrl).api;
    const body = { name: 'Salt', version: 1 };
    expect(await bodyOf(catalog.updateAttribute({ path: { attributeId }, body }))).toMatchObject({ version: 2 });
  },
);

httpInteraction(
  'to delete an attribute',
  {
    given: { state: 'an attribute has no products', params: { name: 'Deleted salt' } },
    request: { method: 'DELETE', path: onAttribute },
    response: { status: 204 },
  },
  async baseUrl => {
    expect((await consoleClients(baseUrl).api.catalog.deleteAttribute({ path: { attributeId } })).status).toBe(204);
  },
);
